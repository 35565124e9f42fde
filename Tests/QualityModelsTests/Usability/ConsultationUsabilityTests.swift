import QualityModels
import Testing
import Units

@Suite("Usability of a consultation")
struct ConsultationUsabilityTests {
    private func audio(seconds: Int64, delay: Int64 = 100, concealed: (Int64) -> Int = { _ in 0 }) -> AudioScore {
        var windows = AudioWindows(start: .start, length: .seconds(seconds), bitrate: .kilobitsPerSecond(32))
        for second in 0..<seconds {
            windows.add(
                AudioPlayout(
                    time: .start + .seconds(second),
                    duration: .seconds(1),
                    samples: 48_000,
                    concealedSamples: concealed(second),
                    mouthToEar: .milliseconds(delay)
                )
            )
        }
        return windows.score()
    }

    /// Pictures every `interval` from the start, but for gaps given as first and last moment in milliseconds.
    private func video(seconds: Int64, interval: Int64 = 40, gaps: [ClosedRange<Int64>] = []) -> VideoContinuity {
        var detector = FreezeDetector(start: .start)
        for time in stride(from: Int64(0), to: seconds * 1_000, by: Int64.Stride(interval)) {
            let isInGap = gaps.contains { $0.lowerBound < time && time < $0.upperBound }
            if !isInGap { detector.show(at: .start + .milliseconds(time)) }
        }
        return detector.continuity(end: .start + .seconds(seconds))
    }

    private func judged(_ audio: AudioScore, _ video: VideoContinuity? = nil) -> ConsultationUsability.Direction {
        ConsultationUsability.direction(ConsultationUsability.Observed(audio: audio, video: video))
    }

    private func unusable(_ direction: ConsultationUsability.Direction) -> [Int] {
        direction.causes.indices.filter { !direction.causes[$0].isEmpty }
    }

    @Test("A faultless direction is usable in every second")
    func faultless() {
        let direction = judged(audio(seconds: 30), video(seconds: 30))
        #expect(direction.share == 1)
        #expect(direction.isUsable)
    }

    @Test("Concealment above 7 % costs its own second, and 7 % does not")
    func concealment() {
        let sound = audio(seconds: 20) { $0 == 3 ? 3_360 : $0 == 12 ? 3_361 : 0 }
        let direction = judged(sound)
        #expect(unusable(direction) == [12])
    }

    @Test("A window with a MOS below 3.1 costs all its seconds")
    func window() {
        // 800 ms of delay alone: R 129 - 0.15 - 52.67 - 5, MOS 2.86.
        let far = judged(audio(seconds: 14, delay: 800))
        #expect(unusable(far) == Array(0..<14))
        #expect(!far.isUsable)
        // Concealment in the last, cut-off window leaves the first alone.
        let end = judged(audio(seconds: 14) { $0 >= 10 ? 24_000 : 0 })
        #expect(unusable(end) == [10, 11, 12, 13])
    }

    @Test("Fewer than 7 pictures cost their second")
    func rate() {
        let seven = judged(audio(seconds: 7), video(seconds: 7, interval: 142))
        #expect(seven.isUsable)
        let six = judged(audio(seconds: 6), video(seconds: 6, interval: 167))
        #expect(six.share == 0)
    }

    @Test("A freeze of 1 s costs every second it touches, and a shorter one only by its rate")
    func freeze() {
        let long = video(seconds: 20, gaps: [4_480...5_520])
        #expect(long.freezes.count == 1)
        let direction = judged(audio(seconds: 20), long)
        #expect(unusable(direction) == [4, 5])
        #expect(direction.share == 0.9)
        #expect(!direction.isUsable)
        let short = video(seconds: 20, gaps: [4_480...5_440])
        #expect(short.freezes.count == 1)
        let kept = judged(audio(seconds: 20), short)
        #expect(unusable(kept).isEmpty)
    }

    @Test("19 usable seconds of 20 are enough, 18 of 20 are not")
    func share() {
        let enough = judged(audio(seconds: 20) { $0 == 5 ? 4_000 : 0 })
        #expect(enough.share == 0.95 && enough.isUsable)
        let tooFew = judged(audio(seconds: 20) { $0 == 5 || $0 == 15 ? 4_000 : 0 })
        #expect(!tooFew.isUsable)
        #expect(ConsultationUsability.isUsable(enough, enough))
        #expect(!ConsultationUsability.isUsable(enough, tooFew))
    }

    @Test("Without pictures a call with video is unusable, and a call by voice is not judged by them")
    func voice() {
        let dark = FreezeDetector(start: .start).continuity(end: .start + .seconds(10))
        let sound = audio(seconds: 10)
        #expect(judged(sound, dark).share == 0)
        #expect(judged(sound).isUsable)
    }

    @Test("A call without length is not usable, and its share is not known")
    func empty() {
        let direction = judged(audio(seconds: 0))
        #expect(direction.share == nil && !direction.isUsable)
    }

    @Test("Every unusable second says why, and may have several causes")
    func causes() {
        let sound = audio(seconds: 20) { $0 == 5 ? 4_000 : 0 }
        let pictures = video(seconds: 20, gaps: [4_480...5_520])
        let direction = judged(sound, pictures)
        #expect(direction.causes[4] == [.freeze])
        #expect(direction.causes[5] == [.concealment, .freeze])
        let account = UsabilityAccount(direction)
        #expect(account.course.text == "4u1a1x14u")
        #expect(account.causes == [.concealment: 1, .freeze: 2])
        #expect(account.share(of: .usable) == 0.9 && account.audioOnly == 1 && account.unusable == 1)
    }
}
