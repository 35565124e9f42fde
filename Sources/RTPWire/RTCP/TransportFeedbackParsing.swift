extension TransportFeedback {
    /// Reads what follows the two SSRCs (draft-holmer-rmcat-transport-wide-cc-extensions-01, section 3.1).
    init(
        reading reader: inout ByteReader<RTCPError>,
        senderSSRC: UInt32,
        mediaSSRC: UInt32
    ) throws(RTCPError) {
        let base = try reader.readUInt16()
        let count = Int(try reader.readUInt16())
        let referenceTime = try reader.readUInt24()
        let feedbackPacketCount = try reader.readUInt8()
        var symbols: [PacketStatusChunks.Symbol] = []
        // Counts are not trusted before their chunks are there: memory grows with the bytes that arrived.
        while symbols.count < count {
            try Self.unpack(try reader.readUInt16(), count: count, into: &symbols)
        }
        var deltas: [Int16?] = []
        deltas.reserveCapacity(count)
        for symbol in symbols {
            switch symbol {
            case .notReceived: deltas.append(nil)
            case .smallDelta: deltas.append(Int16(try reader.readUInt8()))
            case .largeDelta: deltas.append(Int16(bitPattern: try reader.readUInt16()))
            }
        }
        self.init(
            senderSSRC: senderSSRC,
            mediaSSRC: mediaSSRC,
            baseSequenceNumber: base,
            feedbackPacketCount: feedbackPacketCount,
            referenceTime: referenceTime,
            arrivalDeltas: deltas
        )
    }

    /// Appends a chunk's symbols; those past `count` fill the last chunk and mean nothing.
    private static func unpack(
        _ chunk: UInt16,
        count: Int,
        into symbols: inout [PacketStatusChunks.Symbol]
    ) throws(RTCPError) {
        let room = count - symbols.count
        if chunk & 0x8000 == 0 {
            let symbol = try symbol((chunk >> 13) & 3)
            symbols.append(contentsOf: repeatElement(symbol, count: min(room, Int(chunk & 0x1FFF))))
        } else if chunk & 0x4000 == 0 {
            for index in 0..<min(14, room) { symbols.append(try symbol((chunk >> UInt16(13 - index)) & 1)) }
        } else {
            for index in 0..<min(7, room) { symbols.append(try symbol((chunk >> UInt16(2 * (6 - index))) & 3)) }
        }
    }

    private static func symbol(_ bits: UInt16) throws(RTCPError) -> PacketStatusChunks.Symbol {
        guard let symbol = PacketStatusChunks.Symbol(rawValue: bits) else {
            throw .malformed(packetType: RTCPFormat.transportLayerFeedback)
        }
        return symbol
    }
}
