import Testing
import Units

@testable import MediaTransport

@Suite("Freezes and pauses")
struct ReceiverPlaybackTests {
    /// Shows frames with these intervals in ms.
    private func observer(_ intervals: [Int64]) -> PlaybackObserver {
        var observer = PlaybackObserver()
        var time: Int64 = 1_000
        observer.frameRendered(at: .start + .milliseconds(time))
        for interval in intervals {
            time += interval
            observer.frameRendered(at: .start + .milliseconds(time))
        }
        return observer
    }

    @Test(
        "After 30 steady frames at 33 ms a gap freezes from 189 ms on, since the gap is in its own mean",
        arguments: [(151, 0), (180, 0), (187, 0), (188, 1), (190, 1), (500, 1)]
    )
    func thresholdAtThirty(gap: Int64, freezes: Int) {
        // Mean of the window (29 * 33 + gap) / 30, cut off; freeze when gap >= mean + 150: 188 gives 38 + 150.
        let observer = observer(Array(repeating: 33, count: 60) + [gap] + Array(repeating: 33, count: 30))
        #expect(observer.freezeCount == freezes)
        #expect(observer.freezeMilliseconds == Int64(freezes) * gap)
    }

    @Test("At 10 fps three times the mean decides", arguments: [(300, 0), (318, 0), (323, 1)])
    func thresholdAtTen(gap: Int64, freezes: Int) {
        // gap >= 3 * ((29 * 100 + gap) / 30): with 318 the mean is 107 and the limit 321; 323 also has mean 107.
        let observer = observer(Array(repeating: 100, count: 60) + [gap])
        #expect(observer.freezeCount == freezes)
    }

    @Test("Fewer than five intervals never freeze")
    func startUp() {
        #expect(observer([33, 33, 33, 2_000]).freezeCount == 0)
        #expect(observer([33, 33, 33, 33, 2_000]).freezeCount == 1)
    }

    @Test("An interval in which the stream was inactive is a pause")
    func pause() {
        var observer = observer(Array(repeating: 33, count: 60))
        observer.streamInactive()
        observer.frameRendered(at: .start + .milliseconds(1_000 + 60 * 33 + 9_000))
        #expect(observer.pauseCount == 1)
        #expect(observer.pauseMilliseconds == 9_000)
        #expect(observer.freezeCount == 0)
    }

    @Test("Intervals are summed in seconds and squared, and a gap weighs by its square")
    func intervals() {
        // 10 intervals of 40 ms and one of 600: 1 s, and 0.016 + 0.36.
        let gapped = observer(Array(repeating: 40, count: 10) + [600])
        #expect(gapped.interFrameMilliseconds == 1_000)
        #expect(abs(gapped.squaredInterFrameSeconds - 0.376) < 1e-9)
        #expect(observer([]).squaredInterFrameSeconds == 0)
    }
}
