import Units

/// Packet groups as `InterArrivalDelta` makes them, with their sizes.
struct ReceivedGroups: Sendable {
    private var deltas = InterArrivalDelta()
    private var size = 0
    private var previousSize = 0

    /// Takes a packet; what a completed group differs by from the one before it.
    mutating func receive(
        sendTime: Timestamp,
        size packetSize: Int,
        at now: Timestamp
    ) -> (send: TimeDelta, arrival: TimeDelta, size: Int)? {
        let count = deltas.groupCount
        let difference = deltas.receive(sendTime: sendTime, arrival: now, at: now)
        guard deltas.groupCount != count else {
            size += packetSize
            return nil
        }
        let sizeDelta = size - previousSize
        previousSize = size
        size = packetSize
        return difference.map { ($0.send, $0.arrival, sizeDelta) }
    }
}
