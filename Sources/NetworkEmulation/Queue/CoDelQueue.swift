import DequeModule
import Units

/// A packet that waits for its turn.
struct HeldPacket: Sendable {
    let packet: LinkPacket
    let offeredAt: Timestamp
}

/// One queue under CoDel; beyond its limit it drops what arrives.
struct CoDelQueue: Sendable {
    private let parameters: CoDel
    private var packets: Deque<HeldPacket> = []
    private var state = CoDelState()
    private(set) var size = DataSize.zero

    init(_ parameters: CoDel) { self.parameters = parameters }

    var count: Int { packets.count }

    mutating func append(_ packet: HeldPacket) {
        packets.append(packet)
        size += packet.packet.size
    }

    /// The packet that leaves now, if one is left; what is dropped before it is appended.
    mutating func dequeue(at now: Timestamp, dropped: inout [Bottleneck.Departure]) -> HeldPacket? {
        var stage = CoDelState.Stage.first
        while let first = packets.popFirst() {
            size -= first.packet.size
            let drops = state.drops(
                sojourn: now - first.offeredAt,
                backlog: size,
                stage: &stage,
                parameters: parameters,
                at: now
            )
            guard drops else { return first }
            dropped.append(Bottleneck.Departure(packet: first.packet, offeredAt: first.offeredAt, service: nil))
        }
        state.findsNothing(stage: stage)
        return nil
    }
}
