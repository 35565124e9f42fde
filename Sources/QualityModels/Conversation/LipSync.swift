public import Units

/// How far apart the sound and the pictures of one direction were played.
///
/// Delays are averaged a second at a time; the pictures' less the sound's is the lag of a second in which both were
/// played. Positive: lips move late.
public struct LipSync: Hashable, Sendable {
    private struct Second: Hashable {
        var soundSum = 0.0
        var sounds = 0
        var pictureSum = 0.0
        var pictures = 0

        var lag: Double? {
            guard sounds > 0, pictures > 0 else { return nil }
            return pictureSum / Double(pictures) - soundSum / Double(sounds)
        }
    }

    private var seconds: [Second] = []

    public init() {}

    /// Takes sound that was played at a time since the call began, captured `delay` before.
    public mutating func heard(at time: TimeDelta, delay: TimeDelta) {
        let second = second(of: time)
        seconds[second].soundSum += delay.milliseconds
        seconds[second].sounds += 1
    }

    /// Takes a picture that was shown at a time since the call began, captured `delay` before.
    public mutating func saw(at time: TimeDelta, delay: TimeDelta) {
        let second = second(of: time)
        seconds[second].pictureSum += delay.milliseconds
        seconds[second].pictures += 1
    }

    /// The lag of the pictures in each second; `nil` where not both were played.
    public var videoLag: [TimeDelta?] { seconds.map { $0.lag.map { TimeDelta(seconds: $0 / 1_000) } } }

    /// `call.av_offset`: the mean over seconds of the lag without its sign, in milliseconds; `nil` without any.
    public var meanOffset: Double? {
        let lags = seconds.compactMap(\.lag)
        return lags.isEmpty ? nil : lags.reduce(0) { $0 + $1.magnitude } / Double(lags.count)
    }

    /// `call.lip_sync_lost`: the share of seconds whose lag lies outside what `conditions` allow; `nil` without any.
    public func lostShare(_ conditions: UsabilityConditions) -> Double? {
        Self.lostShare(of: videoLag, conditions)
    }

    /// The same of lags that are known from elsewhere.
    public static func lostShare(of lags: [TimeDelta?], _ conditions: UsabilityConditions) -> Double? {
        let known = lags.compactMap { $0 }
        guard !known.isEmpty else { return nil }
        return Double(known.count { conditions.isOutOfStep($0) }) / Double(known.count)
    }

    /// `video.glass_to_glass`: the mean time from capture to display of all pictures, in milliseconds; `nil` without any.
    public var glassToGlass: Double? {
        let count = seconds.reduce(0) { $0 + $1.pictures }
        return count > 0 ? seconds.reduce(0) { $0 + $1.pictureSum } / Double(count) : nil
    }

    private mutating func second(of time: TimeDelta) -> Int {
        let second = Int(max(time, .zero).nanoseconds / AudioSecond.nanoseconds)
        while seconds.count <= second { seconds.append(Second()) }
        return second
    }
}
