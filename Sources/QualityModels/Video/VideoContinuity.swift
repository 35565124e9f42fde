public import Units

/// How steadily the pictures of one direction of a call were shown.
public struct VideoContinuity: Hashable, Sendable {
    /// From when pictures were due, since the call began.
    public let dueFrom: TimeDelta
    /// Frozen intervals in order of time, the open one to the end of the call last.
    public let freezes: [Span]
    /// Intervals of more than 5 s without a new picture, which are freezes too where the rule says so.
    public let pauses: [Span]
    /// `video.freeze_ratio`: the share of the time from set-up to the end that was frozen; `nil` for a call without
    /// length.
    public let freezeRatio: Double?
    /// For `video.longest_freeze`; zero without freezes.
    public let longestFreeze: TimeDelta
    /// `video.frame_rate`: the sum of intervals over the sum of their squares, in frames per second.
    ///
    /// The open interval belongs to it when it is a freeze, as it would had one more picture ended it. `nil`, not
    /// measured, where no picture was shown or no interval is known.
    public let harmonicFrameRate: Double?
    public let shownFrames: Int
    /// Pictures shown in each second that the call began.
    public let shownPerSecond: [Int]

    /// What is known of pictures that were not seen one by one, such as from counters; the rest is unknown.
    public init(dueFrom: TimeDelta, freezes: [Span], shownFrames: Int, shownPerSecond: [Int]) {
        self.init(
            dueFrom: dueFrom,
            freezes: freezes,
            pauses: [],
            freezeRatio: nil,
            longestFreeze: freezes.map(\.length).max() ?? .zero,
            harmonicFrameRate: nil,
            shownFrames: shownFrames,
            shownPerSecond: shownPerSecond
        )
    }

    init(
        dueFrom: TimeDelta,
        freezes: [Span],
        pauses: [Span],
        freezeRatio: Double?,
        longestFreeze: TimeDelta,
        harmonicFrameRate: Double?,
        shownFrames: Int,
        shownPerSecond: [Int]
    ) {
        self.dueFrom = dueFrom
        self.freezes = freezes
        self.pauses = pauses
        self.freezeRatio = freezeRatio
        self.longestFreeze = longestFreeze
        self.harmonicFrameRate = harmonicFrameRate
        self.shownFrames = shownFrames
        self.shownPerSecond = shownPerSecond
    }

    /// From one moment to a later one, since the call began.
    public struct Span: Hashable, Sendable {
        public let start: TimeDelta
        public let end: TimeDelta

        public init(start: TimeDelta, end: TimeDelta) {
            self.start = start
            self.end = end
        }

        public var length: TimeDelta { end - start }

        /// Whether the two have more than a moment in common.
        public func overlaps(_ other: Self) -> Bool { start < other.end && other.start < end }
    }
}
