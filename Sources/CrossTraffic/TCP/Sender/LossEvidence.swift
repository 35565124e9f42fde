import Units

/// What has arrived lately, by which an earlier transmission is judged.
struct LossEvidence: Sendable {
    static let threshold = 3

    /// The three latest transmissions that arrived, latest first.
    private var latest: (Int64, Int64, Int64) = (-1, -1, -1)
    /// When the latest was sent, and how long it took to be acknowledged.
    private var sentAt = Timestamp.start
    private var roundTrip = TimeDelta.zero
    private var hasSeenReordering = false

    mutating func noteReordering() { hasSeenReordering = true }

    mutating func note(transmission: Int64, sentAt: Timestamp, at now: Timestamp) {
        if transmission > latest.0 {
            latest = (transmission, latest.0, latest.1)
            self.sentAt = sentAt
            roundTrip = now - sentAt
        } else if transmission > latest.1 {
            latest = (latest.0, transmission, latest.1)
        } else if transmission > latest.2 {
            latest.2 = transmission
        }
    }

    /// Whether a transmission has to be taken for lost.
    func condemns(
        _ transmission: Int64,
        sentAt: Timestamp,
        by detection: TCPLossDetection,
        least: TimeDelta?,
        at now: Timestamp
    ) -> Bool {
        let hasThreeLater = transmission < latest.2
        switch detection {
        case .threeLater: return hasThreeLater
        case .recent:
            if hasThreeLater, !hasSeenReordering { return true }
            guard let deadline = deadline(of: transmission, sentAt: sentAt, least: least) else { return false }
            return deadline <= now
        }
    }

    /// When a transmission has to be taken for lost, if something sent later has arrived.
    func deadline(of transmission: Int64, sentAt: Timestamp, least: TimeDelta?) -> Timestamp? {
        guard transmission < latest.0 else { return nil }
        return sentAt + roundTrip + (least ?? roundTrip) / 4
    }
}
