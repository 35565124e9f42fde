import Units

/// When CoDel drops from the head of one queue: RFC 8289, section 5, packet by packet.
struct CoDelState: Sendable {
    /// Where one dequeue stands.
    enum Stage: Sendable {
        case first
        /// A packet was dropped, and the next is looked at in the same way.
        case afterDrop
        /// Dropping has just begun, and the next packet passes.
        case afterEntry
    }

    private var firstAbove: Timestamp?
    private var nextDrop = Timestamp.start
    private var count: Int64 = 0
    private var lastCount: Int64 = 0
    private var isDropping = false

    /// Whether a packet that was taken from the head is dropped; `backlog` is what remains behind it.
    mutating func drops(
        sojourn: TimeDelta,
        backlog: DataSize,
        stage: inout Stage,
        parameters: CoDel,
        at now: Timestamp
    ) -> Bool {
        let isAbove = staysAbove(sojourn: sojourn, backlog: backlog, parameters: parameters, at: now)
        switch stage {
        case .afterEntry:
            return false
        case .first where !isDropping:
            guard isAbove else { return false }
            enter(parameters, at: now)
            stage = .afterEntry
            return true
        case .first, .afterDrop:
            guard isAbove else {
                isDropping = false
                return false
            }
            if stage == .afterDrop { nextDrop = law(nextDrop, parameters) }
            guard now >= nextDrop else { return false }
            count += 1
            stage = .afterDrop
            return true
        }
    }

    /// Notes that a dequeue found nothing (more).
    mutating func findsNothing(stage: Stage) {
        firstAbove = nil
        if stage != .afterEntry { isDropping = false }
    }

    /// Whether the wait has been above the target for an interval.
    private mutating func staysAbove(
        sojourn: TimeDelta,
        backlog: DataSize,
        parameters: CoDel,
        at now: Timestamp
    ) -> Bool {
        guard sojourn >= parameters.target, backlog > parameters.largestPacket else {
            firstAbove = nil
            return false
        }
        guard let time = firstAbove else {
            firstAbove = now + parameters.interval
            return false
        }
        return now >= time
    }

    private mutating func enter(_ parameters: CoDel, at now: Timestamp) {
        isDropping = true
        let delta = count - lastCount
        count = delta > 1 && now - nextDrop < parameters.interval * 16 ? delta : 1
        nextDrop = law(now, parameters)
        lastCount = count
    }

    private func law(_ time: Timestamp, _ parameters: CoDel) -> Timestamp {
        // The square root is exact by IEEE 754, so the same on every machine.
        let span = Double(parameters.interval.nanoseconds) / Double(count).squareRoot()
        return time + TimeDelta(nanoseconds: Int64(span.rounded()))
    }
}
