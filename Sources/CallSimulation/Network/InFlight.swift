import RTPWire
import Units

/// The datagrams of one call that are on their way, by slot.
struct InFlight {
    struct Packet {
        let datagram: Datagram
        let number: UInt64
        let sender: Party
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
