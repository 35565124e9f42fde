import Units

extension RTCPPacket {
    /// Reads a compound or reduced-size datagram (RFC 3550, section 6.1; RFC 5506).
    ///
    /// Packets of types that Rehearsal does not use are skipped, as RFC 3550 asks. A packet that speaks of several
    /// sources (SDES chunks, FIR entries) becomes one value for each. No bytes at all are `truncated`.
    public static func parse(_ bytes: [UInt8]) throws(RTCPError) -> [RTCPPacket] {
        guard !bytes.isEmpty else { throw .truncated }
        var packets: [RTCPPacket] = []
        var start = 0
        while start < bytes.count {
            var header = ByteReader(bytes, in: start..<bytes.count, failure: RTCPError.truncated)
            let flags = try header.readUInt8()
            guard flags >> 6 == 2 else { throw .unsupportedVersion(flags >> 6) }
            let type = try header.readUInt8()
            let length = 4 * Int(try header.readUInt16()) + 4
            guard length <= bytes.count - start else { throw .truncated }
            var reader = ByteReader(bytes, in: start + 4..<start + length, failure: RTCPError.truncated)
            if flags & 0x20 != 0 {
                let padding = try reader.last()
                guard padding > 0, padding <= reader.remaining else { throw .invalidPadding(padding) }
                try reader.dropLast(Int(padding))
            }
            try parse(&reader, type: type, count: flags & 0x1F, into: &packets)
            start += length
        }
        return packets
    }

    private static func parse(
        _ reader: inout ByteReader<RTCPError>,
        type: UInt8,
        count: UInt8,
        into packets: inout [RTCPPacket]
    ) throws(RTCPError) {
        switch type {
        case RTCPFormat.senderReport:
            var report = SenderReport(
                ssrc: try reader.readUInt32(),
                ntpTime: try reader.readUInt64(),
                rtpTimestamp: try reader.readUInt32(),
                packetCount: try reader.readUInt32(),
                octetCount: try reader.readUInt32(),
                reportBlocks: []
            )
            for _ in 0..<count { report.reportBlocks.append(try ReportBlock(reading: &reader)) }
            packets.append(.senderReport(report))
        case RTCPFormat.receiverReport:
            var report = ReceiverReport(ssrc: try reader.readUInt32(), reportBlocks: [])
            for _ in 0..<count { report.reportBlocks.append(try ReportBlock(reading: &reader)) }
            packets.append(.receiverReport(report))
        case RTCPFormat.sourceDescription:
            for _ in 0..<count {
                if let description = try SourceDescription(reading: &reader) {
                    packets.append(.sourceDescription(description))
                }
            }
        case RTCPFormat.goodbye:
            var ssrcs: [UInt32] = []
            for _ in 0..<count { ssrcs.append(try reader.readUInt32()) }
            packets.append(.goodbye(ssrcs: ssrcs))
        case RTCPFormat.transportLayerFeedback:
            try parseTransportLayer(&reader, format: count, into: &packets)
        case RTCPFormat.payloadSpecificFeedback:
            try parsePayloadSpecific(&reader, format: count, into: &packets)
        default: break
        }
    }

    private static func parseTransportLayer(
        _ reader: inout ByteReader<RTCPError>,
        format: UInt8,
        into packets: inout [RTCPPacket]
    ) throws(RTCPError) {
        let senderSSRC = try reader.readUInt32()
        let mediaSSRC = try reader.readUInt32()
        switch format {
        case RTCPFormat.genericNACK:
            var nack = GenericNACK(senderSSRC: senderSSRC, mediaSSRC: mediaSSRC, sequenceNumbers: [])
            while reader.remaining > 0 {
                let packetID = try reader.readUInt16()
                let mask = try reader.readUInt16()
                nack.sequenceNumbers.append(packetID)
                for bit in 0..<UInt16(16) where mask & (1 << bit) != 0 {
                    nack.sequenceNumbers.append(packetID &+ bit &+ 1)
                }
            }
            packets.append(.genericNACK(nack))
        case RTCPFormat.transportWideFeedback:
            packets.append(
                .transportFeedback(
                    try TransportFeedback(reading: &reader, senderSSRC: senderSSRC, mediaSSRC: mediaSSRC)
                )
            )
        default: break
        }
    }

    private static func parsePayloadSpecific(
        _ reader: inout ByteReader<RTCPError>,
        format: UInt8,
        into packets: inout [RTCPPacket]
    ) throws(RTCPError) {
        let senderSSRC = try reader.readUInt32()
        let mediaSSRC = try reader.readUInt32()
        switch format {
        case RTCPFormat.pictureLossIndication:
            packets.append(.pictureLossIndication(.init(senderSSRC: senderSSRC, mediaSSRC: mediaSSRC)))
        case RTCPFormat.fullIntraRequest:
            while reader.remaining > 0 {
                let target = try reader.readUInt32()
                let number = try reader.readUInt8()
                try reader.skip(3)
                packets.append(
                    .fullIntraRequest(.init(senderSSRC: senderSSRC, mediaSSRC: target, commandSequenceNumber: number))
                )
            }
        case RTCPFormat.applicationLayerFeedback:
            guard try reader.readUInt32() == RTCPFormat.rembIdentifier else { return }
            let count = try reader.readUInt8()
            let rate = try reader.readUInt24()
            let exponent = Int64(rate >> 18)
            let mantissa = Int64(rate & 0x3_FFFF)
            guard exponent <= 45 || mantissa == 0 else {
                throw .malformed(packetType: RTCPFormat.payloadSpecificFeedback)
            }
            var ssrcs: [UInt32] = []
            for _ in 0..<count { ssrcs.append(try reader.readUInt32()) }
            let bitrate = DataRate(bitsPerSecond: mantissa == 0 ? 0 : mantissa << exponent)
            packets.append(.remb(.init(senderSSRC: senderSSRC, bitrate: bitrate, ssrcs: ssrcs)))
        default: break
        }
    }
}
