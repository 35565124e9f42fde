import Units

/// Finds freezes and pauses between shown frames as Chromium's getStats has them.
///
/// The rules are those of libwebrtc's `video_quality_observer2.cc`.
/// An interval joins the window of 30 before it is judged; with five or more in it, an interval of at least three
/// times their mean, or of the mean and 150 ms, whichever is more, is a freeze. Whole milliseconds throughout.
struct PlaybackObserver: Sendable {
    private static let windowCount = 30
    private static let sampleCountMin = 5
    private static let increaseMinMilliseconds: Int64 = 150

    private(set) var renderedCount = 0
    private(set) var freezeCount = 0
    private(set) var freezeMilliseconds: Int64 = 0
    private(set) var pauseCount = 0
    private(set) var pauseMilliseconds: Int64 = 0
    private(set) var interFrameMilliseconds: Int64 = 0
    private(set) var squaredInterFrameSeconds = 0.0

    private var window = Ring<Int64>()
    private var windowSum: Int64 = 0
    private var lastMilliseconds: Int64?
    private var isPaused = false

    /// Notes that nothing has come for so long that this is no freeze any more.
    mutating func streamInactive() { isPaused = true }

    mutating func frameRendered(at now: Timestamp) {
        let milliseconds = now.nanoseconds / 1_000_000
        defer {
            lastMilliseconds = milliseconds
            isPaused = false
            renderedCount += 1
        }
        guard let lastMilliseconds else { return }
        let interval = milliseconds - lastMilliseconds
        let seconds = Double(interval) / 1_000
        interFrameMilliseconds += interval
        squaredInterFrameSeconds += seconds * seconds
        if isPaused {
            pauseCount += 1
            pauseMilliseconds += interval
        } else if isFreeze(interval) {
            freezeCount += 1
            freezeMilliseconds += interval
        }
    }

    private mutating func isFreeze(_ interval: Int64) -> Bool {
        window.append(interval)
        windowSum += interval
        if window.count > Self.windowCount, let oldest = window.popFirst() { windowSum -= oldest }
        guard window.count >= Self.sampleCountMin else { return false }
        let average = windowSum / Int64(window.count)
        return interval >= max(3 * average, average + Self.increaseMinMilliseconds)
    }
}
