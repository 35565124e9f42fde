import MediaTransport
import RTPWire
import Units

/// The forwarding unit's part in a call: what reaches it, and the new datagrams that it sends for that.
extension MediaCall {
    func forward(_ packet: InFlight.Packet) {
        recorder?.reachedUnit(packet, at: now)
        forwarder?.receive(packet.datagram, from: packet.sender, at: now)
        settleForwarder()
    }

    func fireForwarder() {
        forwarder?.advance(to: now)
        settleForwarder()
    }

    private func settleForwarder() {
        guard let forwarder else { return }
        forwarder.drain { datagram, receiver in
            packetCount += 1
            let packet = InFlight.Packet(
                datagram: datagram,
                number: packetCount,
                sender: receiver.other,
                isForwarded: true
            )
            end(of: receiver.other).countForwarded(packet)
            recorder?.sent(packet, at: now)
            forward(flying.insert(packet), over: 0)
        }
        if let time = forwarder.newTimer(at: now) { schedule(.forwardingTimer, at: time) }
    }
}
