extension RTCPPacket {
    /// The bytes this packet takes, header and padding included: what serialising it would give, without doing so.
    public var length: Int {
        switch self {
        case .senderReport(let report): 28 + ReportBlock.length * report.reportBlocks.count
        case .receiverReport(let report): 8 + ReportBlock.length * report.reportBlocks.count
        case .sourceDescription(let description): description.length
        case .genericNACK(let nack): 12 + 4 * nack.pairCount
        case .pictureLossIndication: 12
        case .fullIntraRequest: 20
        case .transportFeedback(let feedback): (feedback.unpaddedLength + 3) / 4 * 4
        case .remb(let remb): 20 + 4 * remb.ssrcs.count
        case .goodbye(let ssrcs): 4 + 4 * ssrcs.count
        }
    }
}

extension ReportBlock {
    /// Six words (RFC 3550, section 6.4.1).
    static let length = 24
}

extension SourceDescription {
    /// The longest text an item can carry, in bytes (RFC 3550, section 6.5).
    static let longestText = 255

    /// Header, SSRC, the CNAME item, and one to four zeros up to a whole word.
    var length: Int { 8 + (2 + text.count) / 4 * 4 + 4 }

    /// The name as it goes on the wire: what fits, cut between characters of UTF-8.
    var text: Substring.UTF8View {
        let utf8 = canonicalName.utf8
        guard utf8.count > Self.longestText else { return canonicalName[...].utf8 }
        var end = utf8.index(utf8.startIndex, offsetBy: Self.longestText)
        while utf8[end] & 0xC0 == 0x80 { end = utf8.index(before: end) }
        return utf8[..<end]
    }
}

extension GenericNACK {
    /// How many pairs of PID and BLP the sequence numbers need (RFC 4585, section 6.2.1).
    var pairCount: Int {
        var count = 0
        forEachPair { _, _ in count += 1 }
        return count
    }

    /// Walks the pairs: each packet identifier with the mask of those among the next sixteen that are wanted too.
    func forEachPair(_ body: (_ packetID: UInt16, _ mask: UInt16) -> Void) {
        var index = 0
        while index < sequenceNumbers.count {
            let first = sequenceNumbers[index]
            var mask: UInt16 = 0
            index += 1
            while index < sequenceNumbers.count {
                let distance = sequenceNumbers[index] &- first
                guard (1...16).contains(distance) else { break }
                mask |= 1 << (distance - 1)
                index += 1
            }
            body(first, mask)
        }
    }
}

extension TransportFeedback {
    /// Header and fixed fields, chunks, and receive deltas.
    var unpaddedLength: Int {
        var length = 20
        var chunks = PacketStatusChunks()
        for delta in arrivalDeltas {
            let symbol = PacketStatusChunks.Symbol(delta)
            length += symbol.deltaLength
            chunks.append(symbol) { _ in length += 2 }
        }
        chunks.finish { _ in length += 2 }
        return length
    }
}
