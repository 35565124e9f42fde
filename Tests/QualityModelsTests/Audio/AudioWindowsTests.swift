import QualityModels
import Testing
import Units

@Suite("Audio windows")
struct AudioWindowsTests {
    private let start = Timestamp(nanoseconds: 5_000_000_000)
    private let rate = DataRate.kilobitsPerSecond(32)

    /// A direction played in pieces of 10 ms; `concealed` is asked for each piece by its number.
    private func score(
        length: TimeDelta,
        played: TimeDelta? = nil,
        offset: TimeDelta = .zero,
        isWithinDTX: Bool = false,
        concealed: (Int64) -> Int = { _ in 0 },
        delay: (Int64) -> TimeDelta? = { _ in .milliseconds(120) }
    ) -> AudioScore {
        var windows = AudioWindows(start: start, length: length, bitrate: rate)
        for piece in 0..<(played ?? length).nanoseconds / 10_000_000 {
            windows.add(
                AudioPlayout(
                    time: start + offset + .milliseconds(10) * piece,
                    concealedSamples: concealed(piece),
                    isWithinDTX: isWithinDTX,
                    mouthToEar: delay(piece)
                )
            )
        }
        return windows.score()
    }

    private func mos(ppl: Double, ta: Double, ie: Double = 7.6) -> Double {
        var parameters = EModelParameters.wideband
        parameters.ie = ie
        parameters.bpl = 9.5
        parameters.ppl = ppl
        parameters.ta = ta
        return WidebandEModel.rating(parameters).mos.value
    }

    @Test(
        "A last piece of 5 s or more is a sample and a shorter one is not",
        arguments: [
            (4_000, 0), (4_990, 0), (5_000, 1), (10_000, 1), (14_900, 1), (15_000, 2), (20_000, 2), (30_010, 3),
        ]
    )
    func lastPiece(_ milliseconds: Int64, _ samples: Int) {
        let score = score(length: .milliseconds(milliseconds))
        #expect(score.mosSamples.count == samples)
        #expect(score.windows.reduce(TimeDelta.zero) { $0 + $1.length } == .milliseconds(milliseconds))
        #expect(score.windows.allSatisfy { abs($0.mos - mos(ppl: 0, ta: 120)) < 1e-9 })
        #expect(score.concealedRatio == 0)
        #expect(score.mouthToEar == .milliseconds(120))
        #expect(score.concealedRatios.count == Int((milliseconds + 999) / 1_000))
    }

    @Test("A window's loss is its concealed samples over all, and its delay the mean of what was decoded")
    func concealment() {
        // One piece in 20 is lost in the second window only; the delay rises from 100 ms to 300 ms half-way.
        let score = score(
            length: .seconds(20),
            concealed: { $0 >= 1_000 && $0 % 20 == 0 ? 480 : 0 },
            delay: { piece in
                if piece >= 1_000 && piece % 20 == 0 { return nil }
                return .milliseconds(piece < 500 ? 100 : 300)
            }
        )
        #expect(abs(score.windows[0].mos - mos(ppl: 0, ta: 200)) < 1e-9)
        #expect(abs(score.windows[1].mos - mos(ppl: 5, ta: 300)) < 1e-9)
        #expect(score.concealedRatio == 0.025)
        #expect(score.concealedRatios == Array(repeating: 0, count: 10) + Array(repeating: 0.05, count: 10))
        // 500 pieces at 100 ms and 500 + 950 at 300 ms.
        let mean = (500 * 100 + 1_450 * 300) / 1_950.0
        #expect(abs((score.mouthToEar?.milliseconds ?? 0) - mean) < 1e-6)
    }

    @Test("Concealment within DTX costs nothing but stays among all samples")
    func discontinuous() {
        // Two pieces in five are real, one of them half concealed; three are the silence of DTX.
        var windows = AudioWindows(start: start, length: .seconds(10), bitrate: rate)
        for piece in 0..<Int64(1_000) {
            let isSilence = piece % 5 < 3
            windows.add(
                AudioPlayout(
                    time: start + .milliseconds(10) * piece,
                    concealedSamples: isSilence ? 480 : piece % 5 == 3 ? 240 : 0,
                    isWithinDTX: isSilence,
                    mouthToEar: isSilence ? nil : .milliseconds(80)
                )
            )
        }
        let score = windows.score()
        #expect(score.concealedRatio == 0.1)
        #expect(abs(score.windows[0].mos - mos(ppl: 10, ta: 80)) < 1e-9)
    }

    @Test("A window without decoded sound has MOS 1, even where silence excuses the concealment")
    func undecoded() {
        let score = score(length: .seconds(10), isWithinDTX: true, concealed: { _ in 480 }, delay: { _ in nil })
        #expect(score.windows.map(\.mos) == [1])
        #expect(score.concealedRatio == 0)
        #expect(score.mouthToEar == nil)
    }

    @Test("A direction dead from the start has MOS 1 in every window and is all concealed")
    func dead() {
        let score = score(length: .seconds(35), played: .zero)
        #expect(score.mosSamples == [1, 1, 1, 1])
        #expect(score.concealedRatio == 1)
        #expect(score.concealedRatios == Array(repeating: 1, count: 35))
        #expect(score.mouthToEar == nil)
    }

    @Test("Time before sound is due does not count, and the first window is shorter for it")
    func beginning() {
        var windows = AudioWindows(start: start, length: .seconds(20), bitrate: rate)
        for piece in 0..<Int64(1_970) {
            windows.add(AudioPlayout(time: start + .milliseconds(300 + 10 * piece), mouthToEar: .milliseconds(120)))
        }
        let score = windows.score(dueFrom: .milliseconds(300))
        #expect(score.concealedRatio == 0)
        #expect(score.concealedRatios == Array(repeating: 0, count: 20))
        #expect(score.mosSamples.count == 2)
        #expect(abs(score.mosSamples[0] - mos(ppl: 0, ta: 120)) < 1e-9)
        // 300 ms of silence in 10 s where it was due from the start.
        #expect(abs(windows.score().windows[0].concealedRatio - 0.03) < 1e-12)
    }

    @Test("Time for which nothing came counts as concealed, at the start as at the end")
    func partlyDead() {
        let late = score(length: .seconds(20), played: .seconds(16), offset: .seconds(4))
        #expect(late.concealedRatio == 0.2)
        #expect(late.windows.map(\.concealedRatio) == [0.4, 0])
        #expect(abs(late.windows[0].mos - mos(ppl: 40, ta: 120)) < 1e-9)
        let early = score(length: .seconds(40), played: .seconds(10))
        #expect(early.mosSamples.dropFirst() == [1, 1, 1])
        #expect(early.concealedRatio == 0.75)
        #expect(early.mouthToEar == .milliseconds(120))
    }

    @Test("Pieces outside the call are left out and pieces across a boundary are shared")
    func boundaries() {
        // Every piece begins 5 ms early, so that one hangs over each end.
        let shifted = score(length: .seconds(20), played: .milliseconds(20_010), offset: .milliseconds(-5))
        #expect(shifted.concealedRatio == 0)
        // The piece across 10 s is lost: half of it falls to either window.
        let shared = score(
            length: .seconds(20),
            played: .milliseconds(20_010),
            offset: .milliseconds(-5),
            concealed: { $0 == 1_000 ? 480 : 0 }
        )
        #expect(shared.windows.map(\.concealedRatio) == [0.0005, 0.0005])
    }

    @Test("A second's aggregate scores as its pieces do")
    func aggregates() {
        var seconds = AudioWindows(start: start, length: .seconds(20), bitrate: rate)
        for second in 0..<Int64(20) {
            seconds.add(
                AudioPlayout(
                    time: start + .seconds(second),
                    duration: .seconds(1),
                    samples: 48_000,
                    concealedSamples: 4_800,
                    mouthToEar: .milliseconds(120)
                )
            )
        }
        let pieces = score(length: .seconds(20), concealed: { $0 % 10 == 0 ? 480 : 0 })
        #expect(seconds.score() == pieces)
    }

    @Test("A lower bit rate sounds worse, and a call without length has no score")
    func others() {
        var low = AudioWindows(start: start, length: .seconds(10), bitrate: .kilobitsPerSecond(16))
        low.add(AudioPlayout(time: start, duration: .seconds(10), samples: 480_000, mouthToEar: .milliseconds(50)))
        #expect(abs(low.score().windows[0].mos - mos(ppl: 0, ta: 50, ie: 25.6)) < 1e-9)
        let none = score(length: .zero)
        #expect(none.windows.isEmpty && none.concealedRatio == nil && none.mouthToEar == nil)
    }
}
