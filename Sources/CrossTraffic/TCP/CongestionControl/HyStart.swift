import Units

/// Ends the first slow start when delay begins to grow (HyStart++, RFC 9406, 2023, section 4.2).
///
/// A round trip's least delay that exceeds the last one's by an eighth (at least 4 ms, at most 16 ms) begins five rounds
/// of growth by a quarter, unless the least delay comes down again; then congestion avoidance takes over.
struct HyStart: Sendable {
    /// How much the window grows for what arrives.
    enum Growth: Hashable, Sendable {
        case full
        case quarter
        /// Slow start is over.
        case none
    }

    private static let sampleCount = 8
    private static let roundCount = 5
    private static let thresholds = TimeDelta.milliseconds(4)...TimeDelta.milliseconds(16)

    private var roundEnd: Int64 = 0
    private var samples = 0
    private var last: TimeDelta?
    private var current: TimeDelta?
    /// The least delay at which growth was slowed down.
    private var baseline: TimeDelta?
    private var slowRounds = 0

    /// Takes a round trip; `acknowledged` is the first missing piece, `next` the next new one.
    mutating func follow(_ roundTrip: TimeDelta, acknowledged: Int64, next: Int64) -> Growth {
        if acknowledged > roundEnd { beginRound(through: next) }
        samples += 1
        let least = min(current ?? roundTrip, roundTrip)
        current = least
        if let baseline {
            if samples >= Self.sampleCount, least < baseline { self.baseline = nil }
        } else if let last, samples >= Self.sampleCount {
            let threshold = min(max(last / 8, Self.thresholds.lowerBound), Self.thresholds.upperBound)
            if least >= last + threshold {
                baseline = least
                slowRounds = 0
            }
        }
        guard baseline != nil else { return .full }
        return slowRounds >= Self.roundCount ? .none : .quarter
    }

    private mutating func beginRound(through next: Int64) {
        roundEnd = next
        samples = 0
        last = current
        current = nil
        if baseline != nil { slowRounds += 1 }
    }
}
