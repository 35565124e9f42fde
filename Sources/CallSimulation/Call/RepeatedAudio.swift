import RTPWire

/// Which audio packets are sent again: they go on the media stream, so that only the sender can tell.
struct RepeatedAudio {
    private var newest: UInt16?
    private var numbers: Set<UInt64> = []

    /// Notes what is sent; whether it repeats an audio packet.
    mutating func noteSent(_ packet: InFlight.Packet) -> Bool {
        guard case .rtp(let rtp) = packet.datagram else { return false }
        switch rtp.kind {
        case .opus, .opusRED: break
        case .vp8, .vp9, .ulpfec, .padding: return false
        }
        let number = rtp.header.sequenceNumber
        if let newest, Int16(bitPattern: number &- newest) <= 0 {
            numbers.insert(packet.number)
            return true
        }
        newest = number
        return false
    }

    func contains(_ packet: InFlight.Packet) -> Bool { numbers.contains(packet.number) }
}
