import MediaTransport
import RTPWire
import Units

/// The forwarding unit's part in a call: what reaches it, and the new datagrams that it sends for that.
extension CallCore {
    mutating func forward(_ packet: InFlight.Packet) {
        recorder?.reachedUnit(packet, at: now)
        forwarder?.receive(packet.datagram, from: packet.sender, at: now)
        settleForwarder()
    }

    mutating func fireForwarder() {
        forwarder?.advance(to: now)
        settleForwarder()
    }

    private mutating func settleForwarder() {
        forwarder?.takeEffects(into: &forwarded)
        forwarded.reverse()
        while let effect = forwarded.popLast() {
            guard case .transmit(let datagram, let receiver) = effect else { continue }
            transmit(datagram, to: receiver)
        }
        if let time = forwarder?.newTimer(at: now) { schedule(.forwardingTimer, at: time) }
    }

    private mutating func transmit(_ datagram: Datagram, to receiver: Party) {
        packetCount += 1
        let packet = InFlight.Packet(
            datagram: datagram,
            number: packetCount,
            sender: receiver.other,
            isForwarded: true
        )
        ends[receiver.other].countForwarded(packet)
        recorder?.sent(packet, at: now)
        forward(flying.insert(packet), over: 0)
    }
}
