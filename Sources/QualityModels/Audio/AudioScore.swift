public import Units

/// How one direction of a call sounded.
public struct AudioScore: Hashable, Sendable {
    public let length: TimeDelta
    /// From when sound was due, since the call began.
    public let dueFrom: TimeDelta
    /// Every window from the start, the last one cut off by the end of the call.
    public let windows: [Window]
    /// `audio.concealed_ratio`: concealment outside DTX over everything played; `nil` for a call without length.
    public let concealedRatio: Double?
    /// The mean for `audio.mouth_to_ear`; `nil` where nothing was decoded, which is unknown and not good.
    public let mouthToEar: TimeDelta?
    /// The concealed ratio of each second that the call began, the last one cut off by its end.
    public let concealedRatios: [Double]
    /// The mean time from mouth to ear of each of those seconds; `nil` where nothing was decoded.
    public let mouthToEars: [TimeDelta?]

    /// A window of 10 s, or what the end of the call left of one.
    public struct Window: Hashable, Sendable {
        /// Since the call began.
        public let start: TimeDelta
        public let length: TimeDelta
        /// MOS-CQEW of G.107.1, 1 to 4.5; 1 where nothing was decoded.
        public let mos: Double
        public let concealedRatio: Double
        public let mouthToEar: TimeDelta?

        /// Whether it is long enough, 5 s, to be a sample of `audio.mos`.
        public var isSample: Bool { length >= AudioWindows.shortestWindow }
    }

    /// The samples of `audio.mos` in order of time.
    public var mosSamples: [Double] { windows.filter(\.isSample).map(\.mos) }

    /// The score of the window that holds a second, samples or not, counted from the start of the call.
    public func mos(second: Int) -> Double {
        let index = second / Int(AudioWindows.windowLength.nanoseconds / AudioSecond.nanoseconds)
        return windows.indices.contains(index) ? windows[index].mos : 1
    }
}
