import QualityModels
import Testing
import Units

@Suite("Usability profiles")
struct UsabilityProfileTests {
    /// 20 s in which every second is as told, at 30 fps.
    private func judged(
        _ profile: UsabilityProfile,
        mouthToEar: Int64 = 100,
        concealed: Double = 0,
        interval: Int64 = 33,
        gap: ClosedRange<Int64>? = nil,
        lag: Int64? = nil,
        lines: Int = 720,
        psnr: Double? = 40,
        camera: Int = 720
    ) -> ConsultationUsability.Direction {
        var windows = AudioWindows(start: .start, length: .seconds(20), bitrate: .kilobitsPerSecond(32))
        for second in 0..<20 {
            windows.add(
                AudioPlayout(
                    time: .start + .seconds(Int64(second)),
                    duration: .seconds(1),
                    samples: 48_000,
                    concealedSamples: Int(concealed * 48_000),
                    mouthToEar: .milliseconds(mouthToEar)
                )
            )
        }
        var detector = FreezeDetector(start: .start)
        for time in stride(from: Int64(0), to: 20_000, by: Int64.Stride(interval)) {
            if let gap, gap.lowerBound < time, time < gap.upperBound { continue }
            detector.show(at: .start + .milliseconds(time))
        }
        return ConsultationUsability.direction(
            ConsultationUsability.Observed(
                audio: windows.score(),
                video: detector.continuity(end: .start + .seconds(20)),
                pictures: [PictureSecond](repeating: PictureSecond(psnr: psnr, linesMin: lines), count: 20),
                videoLag: [TimeDelta?](repeating: lag.map { .milliseconds($0) }, count: 20),
                cameraLines: camera
            ),
            conditions: profile.conditions
        )
    }

    @Test("A faultless direction is usable for every profile", arguments: UsabilityProfile.allCases)
    func faultless(_ profile: UsabilityProfile) {
        #expect(judged(profile).share == 1)
    }

    @Test("Sound 401 ms late is unfit, and 400 ms is not")
    func delay() {
        #expect(judged(.conversation, mouthToEar: 400).isUsable)
        let late = judged(.conversation, mouthToEar: 401)
        #expect(late.causes.allSatisfy { $0.contains(.delay) && $0.state == .unusable })
    }

    @Test("Lips 91 ms late or 186 ms early leave the sound alone usable")
    func lips() {
        #expect(judged(.conversation, lag: 90).isUsable && judged(.conversation, lag: -185).isUsable)
        #expect(judged(.conversation, lag: 91).causes.allSatisfy { $0 == [.lipSync] && $0.state == .audioOnly })
        #expect(judged(.conversation, lag: -186).share == 0)
        #expect(judged(.audioCritical, lag: 46).share == 0)
    }

    @Test("Observation asks for lines and for true pictures, whatever the camera takes")
    func observation() {
        #expect(judged(.observation, lines: 460, psnr: 34).isUsable)
        #expect(judged(.observation, lines: 459).causes.allSatisfy { $0 == [.lines] })
        #expect(judged(.observation, psnr: 33.9).causes.allSatisfy { $0 == [.fidelity] })
        #expect(judged(.observation, lines: 360, camera: 360).share == 0)
        #expect(judged(.observation, psnr: nil).isUsable, "what is unknown is no cause")
    }

    @Test("Conversation does with the lines of a small camera, and not with fewer than it takes")
    func smallCamera() {
        #expect(judged(.conversation, lines: 144, camera: 144).isUsable)
        #expect(judged(.conversation, lines: 72, camera: 144).share == 0)
        #expect(judged(.conversation, lines: 179).share == 0)
        #expect(judged(.conversation, lines: 180).isUsable)
    }

    @Test("Movement asks for 15 pictures a second and no freeze of half a second")
    func movement() {
        #expect(judged(.movement, interval: 66).isUsable)
        #expect(judged(.movement, interval: 72).share == 0)
        #expect(judged(.conversation, interval: 72).isUsable)
        #expect(judged(.movement, gap: 4_240...4_760).causes[4].contains(.freeze))
        #expect(!judged(.conversation, gap: 4_240...4_760).causes[4].contains(.freeze))
    }

    @Test("Audio-critical allows a second 2 % of made-up sound")
    func audioCritical() {
        #expect(judged(.audioCritical, concealed: 0.02).isUsable)
        #expect(judged(.audioCritical, concealed: 0.021).causes.allSatisfy { $0.contains(.concealment) })
    }
}

@Suite("Outcome of a consultation")
struct OutcomeRuleTests {
    private func side(
        _ receiver: Party,
        _ course: String,
        hasHeard: Bool = true,
        hasSeen: Bool? = true
    ) throws -> OutcomeRule.Side {
        let runs = try #require(SecondCourse(parsing: course)).runs
        var windows = AudioWindows(start: .start, length: .seconds(600), bitrate: .kilobitsPerSecond(32))
        var detector = FreezeDetector(start: .start)
        var second: Int64 = 0
        for run in runs {
            for _ in 0..<run.count {
                for piece in 0..<10 {
                    windows.add(
                        AudioPlayout(
                            time: .start + .seconds(second) + .milliseconds(Int64(piece) * 100),
                            duration: .milliseconds(100),
                            samples: 4_800,
                            concealedSamples: run.state == .unusable ? 4_800 : 0,
                            mouthToEar: run.state == .unusable ? nil : .milliseconds(100)
                        )
                    )
                    if run.state == .usable {
                        detector.show(at: .start + .seconds(second) + .milliseconds(Int64(piece) * 100))
                    }
                }
                second += 1
            }
        }
        let length = TimeDelta.seconds(second)
        var cut = AudioWindows(start: .start, length: length, bitrate: .kilobitsPerSecond(32))
        for second in 0..<Int(second) {
            let ratio = windows.score().concealedRatios[second]
            cut.add(
                AudioPlayout(
                    time: .start + .seconds(Int64(second)),
                    duration: .seconds(1),
                    samples: 48_000,
                    concealedSamples: Int(ratio * 48_000),
                    mouthToEar: ratio < 1 ? .milliseconds(100) : nil
                )
            )
        }
        let direction = ConsultationUsability.direction(
            ConsultationUsability.Observed(
                audio: cut.score(),
                video: hasSeen == nil ? nil : detector.continuity(end: .start + length)
            )
        )
        return OutcomeRule.Side(receiver: receiver, hasHeard: hasHeard, hasSeen: hasSeen, usability: direction)
    }

    private func outcome(_ one: OutcomeRule.Side, _ other: OutcomeRule.Side) -> ConsultationOutcome {
        OutcomeRule().outcome([one, other]).outcome
    }

    @Test("A minute of sound unfit on end is a fallback to the phone, and half a minute is not")
    func phone() throws {
        let good = try side(.clinician, "120u")
        // Windows are 10 s long, and these states begin and end with one.
        #expect(try outcome(good, side(.patient, "30u60x30u")) == .fallbackPhone)
        #expect(try outcome(good, side(.patient, "30u30x60u")) == .completedVideo)
        let reason = try OutcomeRule().outcome([good, side(.patient, "30u60x30u")]).reason
        #expect(reason == "the sound to the patient was unfit for 60 s from 30 s on")
    }

    @Test("Pictures unfit for a minute leave a consultation by voice")
    func voice() throws {
        let good = try side(.clinician, "120u")
        #expect(try outcome(good, side(.patient, "20u70a30u")) == .completedAudioOnly)
        #expect(try outcome(good, side(.patient, "20u20a80u")) == .completedVideo)
        #expect(try outcome(good, side(.patient, "120u", hasSeen: false)) == .completedAudioOnly)
    }

    @Test("What was gone for the last ten seconds is taken not to have come back, and eight are not enough")
    func neverBack() throws {
        let good = try side(.clinician, "60u")
        #expect(try outcome(good, side(.patient, "40u20x")) == .fallbackPhone)
        #expect(try outcome(good, side(.patient, "49u11a")) == .completedAudioOnly)
        #expect(try outcome(good, side(.patient, "52u8a")) == .completedVideo)
        let reason = try OutcomeRule().outcome([good, side(.patient, "40u20x")]).reason
        #expect(reason == "the sound to the patient was unfit for the last 20 s")
    }

    @Test("Who never heard anything had no consultation")
    func failed() throws {
        let good = try side(.clinician, "30u")
        #expect(try outcome(good, side(.patient, "30x", hasHeard: false)) == .failed)
    }

    @Test("A short call that was unfit throughout counts as though it had gone on")
    func short() throws {
        let good = try side(.clinician, "20u")
        #expect(try outcome(good, side(.patient, "20x")) == .fallbackPhone)
        #expect(try outcome(good, side(.patient, "20a")) == .completedAudioOnly)
    }

    @Test("A call by voice alone that went well has no reason")
    func byVoice() throws {
        let good = try side(.clinician, "20u", hasSeen: nil)
        let outcome = OutcomeRule().outcome([good, good])
        #expect(outcome.outcome == .completedAudioOnly && outcome.reason == nil)
    }

    @Test("A course reads back as it was written, and refuses what is none")
    func course() throws {
        let course = try #require(SecondCourse(parsing: "12u3a40u5x"))
        #expect(course.text == "12u3a40u5x" && course.count == 60)
        #expect(course.longestStretch(of: [.usable]) == (15, 40))
        #expect(course.longestStretch(of: [.audioOnly, .unusable]).count == 5)
        for text in ["12", "u", "3u4u", "-3u", "0u", "3q", "99999999999999999999u", "3u "] {
            #expect(SecondCourse(parsing: text) == nil, "\(text)")
        }
    }
}
