import QualityModels
import Testing
import Units

@Suite("Freezes")
struct FreezeDetectorTests {
    private let start = Timestamp(nanoseconds: 3_000_000_000)

    /// A detector that has seen a picture at `start` and one after each interval, in microseconds.
    private func shown(_ intervals: [Int64]) -> (detector: FreezeDetector, last: Timestamp) {
        var detector = FreezeDetector(start: start)
        var now = start
        detector.show(at: now)
        for interval in intervals {
            now += .microseconds(interval)
            detector.show(at: now)
        }
        return (detector, now)
    }

    private func steady(_ count: Int, _ interval: Int64 = 33_333) -> [Int64] {
        Array(repeating: interval, count: count)
    }

    @Test("30 pictures a second do not freeze")
    func smooth() {
        let (detector, last) = shown(steady(299))
        let seen = detector.continuity(end: last + .microseconds(33_333))
        #expect(seen.freezes.isEmpty && seen.pauses.isEmpty)
        #expect(seen.freezeRatio == 0)
        #expect(seen.longestFreeze == .zero)
        #expect(abs((seen.harmonicFrameRate ?? 0) - 1e6 / 33_333) < 1e-9)
        #expect(seen.shownPerSecond.reduce(0, +) == 300)
        // A picture 10 us before each full second: 31 in the first and 29 in the last.
        #expect(seen.shownPerSecond == [31] + Array(repeating: 30, count: 8) + [29])
    }

    struct Gap: Sendable {
        let before: Int
        let milliseconds: Int64
        let isFreeze: Bool
    }

    /// Where the rule turns.
    ///
    /// After a full window of 33.333 ms the gap g joins the mean: g >= (29 * 33.333 + g) / 30 + 150, g >= 188.506 ms.
    /// After four: 3 means are (4 * 33.333 + g) * 3 / 5 <= g from g >= 200 ms; mean + 150 from g >= 220.833 ms.
    static let gaps = [
        Gap(before: 40, milliseconds: 151, isFreeze: false), Gap(before: 40, milliseconds: 184, isFreeze: false),
        Gap(before: 40, milliseconds: 188, isFreeze: false), Gap(before: 40, milliseconds: 189, isFreeze: true),
        Gap(before: 40, milliseconds: 1_000, isFreeze: true), Gap(before: 4, milliseconds: 220, isFreeze: false),
        Gap(before: 4, milliseconds: 221, isFreeze: true), Gap(before: 3, milliseconds: 10_000, isFreeze: false),
    ]

    @Test("A gap freezes at the mean of the last 30, itself included, and 150 ms", arguments: gaps)
    func oneGap(_ gap: Gap) {
        let (detector, last) = shown(steady(gap.before) + [gap.milliseconds * 1_000] + steady(60))
        let seen = detector.continuity(end: last)
        #expect(seen.freezes.map(\.length) == (gap.isFreeze ? [.milliseconds(gap.milliseconds)] : []))
        #expect(seen.longestFreeze == (gap.isFreeze ? .milliseconds(gap.milliseconds) : .zero))
    }

    @Test("At a low rate three times the mean decides")
    func lowRate() {
        // Pictures every 200 ms: three times (29 * 200 + g) / 30 is g from g >= 644.44 ms.
        for (gap, count) in [(Int64(644), 0), (645, 1)] {
            let (detector, last) = shown(steady(40, 200_000) + [gap * 1_000] + steady(10, 200_000))
            #expect(detector.continuity(end: last).freezes.count == count)
        }
    }

    @Test("A change from 30 to 10 pictures a second is no freeze")
    func rateChange() {
        let (detector, last) = shown(steady(60) + steady(60, 100_000) + steady(60))
        #expect(detector.continuity(end: last).freezes.isEmpty)
    }

    @Test("More than 5 s are a freeze and a pause")
    func pause() {
        let (detector, last) = shown(steady(60) + [5_000_000] + steady(60) + [5_000_001] + steady(60))
        let seen = detector.continuity(end: last)
        #expect(seen.freezes.count == 2)
        #expect(seen.pauses == [seen.freezes[1]])
    }

    @Test("A freeze lies between the pictures around it, and the ratio is over the time since set-up")
    func places() {
        var detector = FreezeDetector(start: start)
        var now = start + .seconds(2)
        detector.show(at: now)
        for interval in steady(30, 40_000) + [800_000] + steady(30, 40_000) {
            now += .microseconds(interval)
            detector.show(at: now)
        }
        let seen = detector.continuity(end: now, setUp: start + .seconds(1))
        // 2 s, 30 * 40 ms, 0.8 s, 30 * 40 ms: 5.2 s, of which 4.2 since set-up.
        let span = VideoContinuity.Span(start: .milliseconds(3_200), end: .milliseconds(4_000))
        #expect(seen.freezes == [span])
        #expect(abs((seen.freezeRatio ?? 0) - 0.8 / 4.2) < 1e-15)
        #expect(seen.shownPerSecond == [0, 0, 25, 6, 25, 6])
        // The sum of intervals over the sum of their squares.
        let rate = (60 * 0.04 + 0.8) / (60 * 0.04 * 0.04 + 0.8 * 0.8)
        #expect(abs((seen.harmonicFrameRate ?? 0) - rate) < 1e-12)
    }

    @Test("A picture that never comes back is a freeze to the end, by the same rule")
    func openInterval() {
        let (detector, last) = shown(steady(60))
        #expect(detector.continuity(end: last + .milliseconds(188)).freezes.isEmpty)
        let seen = detector.continuity(end: last + .milliseconds(189))
        #expect(seen.freezes.map(\.length) == [.milliseconds(189)])
        #expect(seen.longestFreeze == .milliseconds(189))
        let whole = 60 * 0.033333
        #expect(abs((seen.freezeRatio ?? 0) - 0.189 / (whole + 0.189)) < 1e-15)
        // Asking leaves the detector as it was.
        #expect(detector.continuity(end: last).freezes.isEmpty)
        let dead = detector.continuity(end: last + .seconds(60))
        #expect((dead.harmonicFrameRate ?? 99) < 0.02)
        #expect(dead.pauses.count == 1)
    }

    @Test("A stream that died within its first pictures is frozen to the end", arguments: [0, 1, 3, 4])
    func diedYoung(_ intervals: Int) {
        let (detector, last) = shown(steady(intervals))
        let seen = detector.continuity(end: last + .seconds(20))
        #expect(seen.freezes.map(\.length) == [.seconds(20)])
        #expect((seen.freezeRatio ?? 0) > 0.99)
        #expect((seen.harmonicFrameRate ?? 99) < 0.1)
    }

    @Test("A call that never shows a picture is frozen throughout and has no frame rate")
    func never() {
        let seen = FreezeDetector(start: start).continuity(end: start + .seconds(30))
        #expect(seen.freezeRatio == 1)
        #expect(seen.longestFreeze == .seconds(30))
        #expect(seen.harmonicFrameRate == nil)
        #expect(seen.shownFrames == 0)
        #expect(seen.shownPerSecond == Array(repeating: 0, count: 30))
    }

    @Test("A call without length has no ratio, and one picture at its end no rate")
    func empty() {
        #expect(FreezeDetector(start: start).continuity(end: start).freezeRatio == nil)
        let (detector, last) = shown([])
        #expect(detector.continuity(end: last + .milliseconds(20)).harmonicFrameRate == nil)
    }
}
