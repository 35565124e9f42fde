import RTPWire
import Units

/// The datagrams of one call that are on their way, by slot.
struct InFlight {
    struct Packet {
        let datagram: Datagram
        let number: UInt64
        let sender: Party
        /// As IPv4, protection included; known once, for it is asked at each link.
        let size: DataSize
        /// Whether it comes from a forwarding unit, on the half to the sender's other party.
        let isForwarded: Bool

        /// Of the call's ways, the one it takes.
        var path: Int { Int(sender.rawValue) + (isForwarded ? Party.allCases.count : 0) }

        init(datagram: Datagram, number: UInt64, sender: Party, isForwarded: Bool = false) {
            self.datagram = datagram
            self.number = number
            self.sender = sender
            self.isForwarded = isForwarded
            size = datagram.wireSize
        }
    }

    private var slots: [Packet?] = []
    private var free: [Int] = []

    mutating func insert(_ packet: Packet) -> Int {
        guard let slot = free.popLast() else {
            slots.append(packet)
            return slots.count - 1
        }
        slots[slot] = packet
        return slot
    }

    subscript(slot: Int) -> Packet {
        guard let packet = slots[slot] else { preconditionFailure("slot \(slot) holds no packet") }
        return packet
    }

    mutating func remove(_ slot: Int) -> Packet {
        let packet = self[slot]
        slots[slot] = nil
        free.append(slot)
        return packet
    }
}
