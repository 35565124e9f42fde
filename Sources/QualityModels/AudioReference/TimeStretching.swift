/// How much a jitter buffer stretched and compressed what it played, from the counters of W3C webrtc-stats.
///
/// Source: `insertedSamplesForDeceleration`, `removedSamplesForAcceleration` and `totalSamplesReceived` of
/// `inbound-rtp`. The shares are ours.
public struct TimeStretching: Hashable, Sendable {
    /// Inserted samples over all that were played; 0.01 is 1 % slower on the whole.
    public let insertedShare: Double
    /// Removed samples over all that were played.
    public let removedShare: Double

    /// The mean absolute deviation of the rate of play-out from that of capture.
    public var meanRateDeviation: Double { insertedShare + removedShare }

    /// Takes the counters, or differences of them; `nil` where nothing was played or a counter is negative.
    public init?(insertedSamples: Int, removedSamples: Int, totalSamples: Int) {
        guard totalSamples > 0, insertedSamples >= 0, removedSamples >= 0 else { return nil }
        insertedShare = Double(insertedSamples) / Double(totalSamples)
        removedShare = Double(removedSamples) / Double(totalSamples)
    }
}
