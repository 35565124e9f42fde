public import Units

/// Counts how often the size of the shown picture changed, and for how long each size was on screen.
///
/// A picture is on screen until the next one is shown.
public struct PictureSizes: Sendable {
    /// Pixels.
    public struct Size: Hashable, Sendable, Comparable {
        public let width: Int
        public let height: Int

        public init(width: Int, height: Int) { (self.width, self.height) = (width, height) }

        /// By pixels, then by width.
        public static func < (left: Self, right: Self) -> Bool {
            (left.width * left.height, left.width) < (right.width * right.height, right.width)
        }
    }

    /// The changes from one size to another; the first size is none.
    public private(set) var changeCount = 0
    /// Those to fewer pixels.
    public private(set) var reductionCount = 0
    private var current: (size: Size, since: Timestamp)?
    private var times: [Size: TimeDelta] = [:]

    public init() {}

    /// Takes note of a picture that is shown; times must not fall.
    public mutating func show(at now: Timestamp, width: Int, height: Int) {
        let size = Size(width: width, height: height)
        if let current {
            guard current.size != size else { return }
            times[current.size, default: .zero] += now - current.since
            changeCount += 1
            if size < current.size { reductionCount += 1 }
        }
        current = (size, now)
    }

    /// The time that each size was on screen until `end`, smallest size first; empty where nothing was shown.
    public func durations(end: Timestamp) -> [(size: Size, time: TimeDelta)] {
        var times = times
        if let current { times[current.size, default: .zero] += max(.zero, end - current.since) }
        return times.sorted { $0.key < $1.key }.map { (size: $0.key, time: $0.value) }
    }

    /// The share of the time since the first picture that each size was on screen; empty where that time is none.
    public func shares(end: Timestamp) -> [(size: Size, share: Double)] {
        let durations = durations(end: end)
        let whole = durations.reduce(TimeDelta.zero) { $0 + $1.time }
        guard whole > .zero else { return [] }
        return durations.map { (size: $0.size, share: $0.time.seconds / whole.seconds) }
    }
}
