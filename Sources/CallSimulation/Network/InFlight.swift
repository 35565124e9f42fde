import RTPWire
import Units

/// What is on its way in one call.
enum InFlight {
    /// What links and counters ask of a datagram at every stage of its way, known once.
    struct Envelope: Hashable {
        let number: UInt64
        /// As IPv4, protection included.
        let size: DataSize
        let sender: Party
        /// Whether it comes from a forwarding unit, on the half to the sender's other party.
        let isForwarded: Bool
        let content: Datagram.Content
        let isFirstSending: Bool

        /// Of the call's ways, the one it takes.
        var path: Int { Int(sender.rawValue) + (isForwarded ? Party.allCases.count : 0) }
    }

    struct Packet {
        let datagram: Datagram
        let envelope: Envelope

        var number: UInt64 { envelope.number }
        var size: DataSize { envelope.size }
        var sender: Party { envelope.sender }
        var isForwarded: Bool { envelope.isForwarded }

        init(datagram: Datagram, number: UInt64, sender: Party, isForwarded: Bool = false) {
            self.init(
                datagram: datagram,
                envelope: Envelope(
                    number: number,
                    size: datagram.wireSize,
                    sender: sender,
                    isForwarded: isForwarded,
                    content: datagram.content,
                    isFirstSending: datagram.isFirstSending
                )
            )
        }

        fileprivate init(datagram: Datagram, envelope: Envelope) {
            (self.datagram, self.envelope) = (datagram, envelope)
        }
    }

    /// The datagrams of a call that are under way, each under a number of its own until it is taken out.
    ///
    /// Envelopes lie apart, so that nothing of a datagram is touched between its ends.
    struct Table {
        private var envelopes: [Envelope] = []
        private var datagrams: [Datagram?] = []
        private var free: [Int] = []

        mutating func insert(_ packet: Packet) -> Int { insert(packet.datagram, packet.envelope) }

        /// One more of the same.
        mutating func insertCopy(of slot: Int) -> Int {
            guard let datagram = datagrams[slot] else { preconditionFailure("slot \(slot) is empty") }
            return insert(datagram, envelopes[slot])
        }

        subscript(slot: Int) -> Envelope { envelopes[slot] }

        mutating func remove(_ slot: Int) -> Packet {
            guard let datagram = datagrams[slot].take() else { preconditionFailure("slot \(slot) is empty") }
            free.append(slot)
            return Packet(datagram: datagram, envelope: envelopes[slot])
        }

        private mutating func insert(_ datagram: Datagram, _ envelope: Envelope) -> Int {
            guard let slot = free.popLast() else {
                envelopes.append(envelope)
                datagrams.append(datagram)
                return envelopes.count - 1
            }
            envelopes[slot] = envelope
            datagrams[slot] = datagram
            return slot
        }
    }
}

extension Datagram {
    /// What a datagram carries; the number is its kind in the digest, part of the results format, never renumbered.
    enum Content: UInt8 {
        case rtp = 1
        case rtcp = 2
        case control = 3
    }

    var content: Content {
        switch self {
        case .rtp: .rtp
        case .rtcp: .rtcp
        case .control: .control
        }
    }

    var isMedia: Bool { content != .control }

    /// Whether this is media that was never sent before, but for repeated audio, which looks no different: no
    /// retransmission, parity, padding or report.
    fileprivate var isFirstSending: Bool {
        guard case .rtp(let packet) = self, packet.originalSequenceNumber == nil else { return false }
        switch packet.kind {
        case .opus, .opusRED, .vp8, .vp9: return true
        case .ulpfec, .padding: return false
        }
    }
}
