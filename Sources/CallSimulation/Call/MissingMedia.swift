import RTPWire

/// Which packets of a party's media were lost on one of a call's halves and have not reached the other party since.
///
/// Packets are known by stream and sequence number, which a forwarding unit leaves as they are.
struct MissingMedia {
    private struct Name: Hashable {
        let ssrc: UInt32
        let number: UInt16
    }

    /// The stream that retransmissions belong to.
    private let videoSSRC: UInt32
    private var names: Set<Name> = []
    /// Those whose number was used again since.
    private var goneCount = 0

    init(videoSSRC: UInt32) { self.videoSSRC = videoSSRC }

    var count: Int { names.count + goneCount }

    mutating func sent(_ datagram: Datagram) {
        guard !names.isEmpty, let name = Self.name(of: datagram) else { return }
        if names.remove(name) != nil { goneCount += 1 }
    }

    mutating func lost(_ datagram: Datagram) {
        if let name = Self.name(of: datagram) { names.insert(name) }
    }

    mutating func delivered(_ datagram: Datagram) {
        guard !names.isEmpty, case .rtp(let packet) = datagram else { return }
        let name = packet.originalSequenceNumber.map { Name(ssrc: videoSSRC, number: $0) } ?? Self.name(of: datagram)
        if let name { names.remove(name) }
    }

    private static func name(of datagram: Datagram) -> Name? {
        guard case .rtp(let packet) = datagram else { return nil }
        return Name(ssrc: packet.header.ssrc, number: packet.header.sequenceNumber)
    }
}
