public import Units

/// Watches when pictures are shown and finds the freezes.
///
/// The rule is that of Chromium for W3C webrtc-stats `freezeCount`: an interval joins the last 30 first, and is a freeze
/// if there are at least 5 and it is as long as three times their mean or the mean and 150 ms, whichever is longer.
/// Times are exact here; Chromium, and `inbound-rtp.video` of the series, cut them to whole milliseconds.
/// Ours on top of it is the open interval from the last picture, or from set-up, to the end: a picture that never
/// comes back is a freeze.
public struct FreezeDetector: Sendable {
    static let windowSize = 30
    static let fewestIntervals = 5
    static let margin = TimeDelta.milliseconds(150)
    static let pause = TimeDelta.seconds(5)

    private let start: Timestamp
    private var firstShown: Timestamp?
    private var lastShown: Timestamp?
    /// The last intervals in nanoseconds, a ring.
    private var recent: [Int64] = []
    private var oldest = 0
    private var recentSum: Int64 = 0
    /// What was frozen until a picture ended it, since `start`.
    public private(set) var freezes: [VideoContinuity.Span] = []
    private var pauses: [VideoContinuity.Span] = []
    private var intervalSum = 0.0
    private var squareSum = 0.0
    private var shownPerSecond: [Int] = []
    private var shownFrames = 0

    /// Counts seconds from `start`, the call's.
    public init(start: Timestamp) {
        self.start = start
        recent.reserveCapacity(Self.windowSize)
    }

    /// Takes note of a picture given to the renderer; times must not fall.
    public mutating func show(at now: Timestamp) {
        shownFrames += 1
        if firstShown == nil { firstShown = now }
        let second = Int(max((now - start).nanoseconds, 0) / AudioSecond.nanoseconds)
        while shownPerSecond.count <= second { shownPerSecond.append(0) }
        shownPerSecond[second] += 1
        if let lastShown {
            let interval = now - lastShown
            insert(interval.nanoseconds)
            intervalSum += interval.seconds
            squareSum += interval.seconds * interval.seconds
            let span = VideoContinuity.Span(start: lastShown - start, end: now - start)
            if recent.count >= Self.fewestIntervals, isFreeze(interval, mean: recentSum / Int64(recent.count)) {
                freezes.append(span)
            }
            if interval > Self.pause { pauses.append(span) }
        }
        lastShown = now
    }

    /// What was seen, if the call ends at `end`; the detector may go on.
    ///
    /// - Parameters:
    ///   - setUp: when both ends were connected, from where a first picture is waited for; the start if not given.
    ///   - isConnected: whether they ever were.
    public func continuity(end: Timestamp, setUp: Timestamp? = nil, isConnected: Bool = true) -> VideoContinuity {
        let setUp = setUp ?? start
        var freezes = freezes
        var pauses = pauses
        var intervalSum = intervalSum
        var squareSum = squareSum
        let last = lastShown ?? setUp
        if end > last {
            let span = VideoContinuity.Span(start: last - start, end: end - start)
            if isOpenFreeze(span.length) {
                freezes.append(span)
                intervalSum += span.length.seconds
                squareSum += span.length.seconds * span.length.seconds
            }
            if span.length > Self.pause { pauses.append(span) }
        }
        let frozen = freezes.reduce(TimeDelta.zero) { $0 + $1.length }
        return VideoContinuity(
            dueFrom: MediaExpectation.begins(
                connected: isConnected ? setUp - start : nil,
                first: firstShown.map { $0 - start }
            ),
            freezes: freezes,
            pauses: pauses,
            freezeRatio: end > setUp ? frozen.seconds / (end - setUp).seconds : nil,
            longestFreeze: freezes.map(\.length).max() ?? .zero,
            harmonicFrameRate: shownFrames > 0 && squareSum > 0 ? intervalSum / squareSum : nil,
            shownFrames: shownFrames,
            shownPerSecond: shown(until: end)
        )
    }

    /// Whether the time since the last picture makes a freeze by now; never before the first picture.
    public func isFrozen(at now: Timestamp) -> Bool {
        guard let lastShown else { return false }
        return isOpenFreeze(now - lastShown)
    }

    private mutating func insert(_ interval: Int64) {
        recentSum += interval
        if recent.count < Self.windowSize {
            recent.append(interval)
        } else {
            recentSum -= recent[oldest]
            recent[oldest] = interval
            oldest = (oldest + 1) % Self.windowSize
        }
    }

    private func isFreeze(_ interval: TimeDelta, mean: Int64) -> Bool {
        interval >= max(TimeDelta(nanoseconds: 3 * mean), TimeDelta(nanoseconds: mean) + Self.margin)
    }

    /// Whether an interval that no picture ended would be a freeze.
    ///
    /// It joins the window as any other. Below five intervals, where Chromium never reports, it is held against the
    /// mean of those known, and against the margin alone where there are none: a stream that died young must not
    /// look steady. A call without any picture was frozen throughout.
    private func isOpenFreeze(_ interval: TimeDelta) -> Bool {
        guard lastShown != nil else { return true }
        if recent.count + 1 < Self.fewestIntervals {
            return isFreeze(interval, mean: recent.isEmpty ? 0 : recentSum / Int64(recent.count))
        }
        let isFull = recent.count == Self.windowSize
        let sum = recentSum + interval.nanoseconds - (isFull ? recent[oldest] : 0)
        return isFreeze(interval, mean: sum / Int64(isFull ? recent.count : recent.count + 1))
    }

    private func shown(until end: Timestamp) -> [Int] {
        let length = max((end - start).nanoseconds, 0)
        let count = Int((length + AudioSecond.nanoseconds - 1) / AudioSecond.nanoseconds)
        var shown = Array(shownPerSecond.prefix(count))
        while shown.count < count { shown.append(0) }
        return shown
    }
}
