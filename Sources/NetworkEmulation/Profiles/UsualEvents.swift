import Units

/// Events that several profiles have.
extension AccessEvent {
    static let handoverLength = EventLength.lognormal(p50: .milliseconds(50), p95: .milliseconds(200))

    static let handovers = stalls(.init(seatedPerHour: 3, movingPerHour: 77), length: handoverLength)

    /// Roams of somebody who walks; a fifth of them drops what passes (network.md, 3.4).
    static func roams(perWalkingHour count: Double, length: EventLength) -> AccessEvent {
        stalls(
            .init(seatedPerHour: 0, movingPerHour: count),
            length: length,
            droppedShare: Probability(clamping: 0.2)
        )
    }

    /// One greedy upload beside the call: half of the rate each, and the queue nearly full.
    ///
    /// Ours but for the share of time: a fair share of two, and the middle of the 70 to 100 % of a drop-tail queue that
    /// one CUBIC flow keeps full.
    public static func competingUpload(share percent: Double) -> AccessEvent {
        uploads(
            share: Probability(clamping: percent / 100),
            meanEpisode: .seconds(60),
            rateLeft: 0.5,
            queueFilled: 0.85
        )
    }

    public static let uploadNote = "assumed: episodes of 60 s on average, half of the rate left, the queue 85 % full"
}
