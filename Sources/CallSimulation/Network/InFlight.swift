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

        init(datagram: Datagram, number: UInt64, sender: Party) {
            self.datagram = datagram
            self.number = number
            self.sender = sender
            size = datagram.wireSize
        }
    }
}
