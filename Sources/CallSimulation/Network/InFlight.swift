import RTPWire
import Units

/// What is on its way in one call.
enum InFlight {
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
}
