import Units

extension RTCPPacket {
    /// A compound datagram: the packets one after another (RFC 3550, section 6.1).
    public static func serialise(_ packets: [RTCPPacket]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(packets.reduce(0) { $0 + $1.length })
        for packet in packets { packet.append(to: &bytes) }
        return bytes
    }

    /// The packet as it goes on the wire, before SRTCP; the size equals `length`.
    ///
    /// Counts beyond what a header can hold (31 report blocks or sources, 255 sources in REMB) are a programmer's
    /// error, except that a name is cut at 255 bytes.
    public func serialised() -> [UInt8] { Self.serialise([self]) }

    private func append(to bytes: inout [UInt8]) {
        switch self {
        case .senderReport(let report): appendReport(report, to: &bytes)
        case .receiverReport(let report): appendReport(report, to: &bytes)
        case .sourceDescription(let description): appendDescription(description, to: &bytes)
        case .goodbye(let ssrcs):
            appendHeader(count: Self.headerCount(ssrcs.count), type: RTCPFormat.goodbye, to: &bytes)
            for ssrc in ssrcs { bytes.append(bigEndian: ssrc) }
        case .genericNACK(let nack):
            appendHeader(count: RTCPFormat.genericNACK, type: RTCPFormat.transportLayerFeedback, to: &bytes)
            bytes.append(bigEndian: nack.senderSSRC)
            bytes.append(bigEndian: nack.mediaSSRC)
            nack.forEachPair { packetID, mask in
                bytes.append(bigEndian: packetID)
                bytes.append(bigEndian: mask)
            }
        case .pictureLossIndication(let request):
            appendHeader(count: RTCPFormat.pictureLossIndication, type: RTCPFormat.payloadSpecificFeedback, to: &bytes)
            bytes.append(bigEndian: request.senderSSRC)
            bytes.append(bigEndian: request.mediaSSRC)
        case .fullIntraRequest(let request):
            appendHeader(count: RTCPFormat.fullIntraRequest, type: RTCPFormat.payloadSpecificFeedback, to: &bytes)
            bytes.append(bigEndian: request.senderSSRC)
            // The header's media source is unused; the entry names it (RFC 5104, section 4.3.1.2).
            bytes.append(bigEndian: UInt32(0))
            bytes.append(bigEndian: request.mediaSSRC)
            bytes.append(bigEndian: UInt32(request.commandSequenceNumber) << 24)
        case .transportFeedback(let feedback):
            let padding = length - feedback.unpaddedLength
            appendHeader(
                count: RTCPFormat.transportWideFeedback,
                type: RTCPFormat.transportLayerFeedback,
                isPadded: padding > 0,
                to: &bytes
            )
            feedback.append(to: &bytes)
            if padding > 0 {
                bytes.appendZeros(padding - 1)
                bytes.append(UInt8(padding))
            }
        case .remb(let remb): appendEstimate(remb, to: &bytes)
        }
    }

    private func appendHeader(count: UInt8, type: UInt8, isPadded: Bool = false, to bytes: inout [UInt8]) {
        bytes.append(0x80 | (isPadded ? 0x20 : 0) | count)
        bytes.append(type)
        let words = length / 4 - 1
        precondition(words <= Int(UInt16.max), "an RTCP packet of \(length) bytes does not fit its length field")
        bytes.append(bigEndian: UInt16(words))
    }

    private static func headerCount(_ count: Int) -> UInt8 {
        precondition(count <= RTCPFormat.largestCount, "an RTCP packet holds at most 31 entries, not \(count)")
        return UInt8(count)
    }

    private func appendReport(_ report: SenderReport, to bytes: inout [UInt8]) {
        appendHeader(
            count: Self.headerCount(report.reportBlocks.count),
            type: RTCPFormat.senderReport,
            to: &bytes
        )
        bytes.append(bigEndian: report.ssrc)
        bytes.append(bigEndian: report.ntpTime)
        bytes.append(bigEndian: report.rtpTimestamp)
        bytes.append(bigEndian: report.packetCount)
        bytes.append(bigEndian: report.octetCount)
        for block in report.reportBlocks { block.append(to: &bytes) }
    }

    private func appendReport(_ report: ReceiverReport, to bytes: inout [UInt8]) {
        appendHeader(
            count: Self.headerCount(report.reportBlocks.count),
            type: RTCPFormat.receiverReport,
            to: &bytes
        )
        bytes.append(bigEndian: report.ssrc)
        for block in report.reportBlocks { block.append(to: &bytes) }
    }

    private func appendDescription(_ description: SourceDescription, to bytes: inout [UInt8]) {
        let end = bytes.count + length
        let text = description.text
        appendHeader(count: 1, type: RTCPFormat.sourceDescription, to: &bytes)
        bytes.append(bigEndian: description.ssrc)
        bytes.append(RTCPFormat.canonicalName)
        bytes.append(UInt8(text.count))
        bytes.append(contentsOf: text)
        bytes.appendZeros(end - bytes.count)
    }

    private func appendEstimate(_ remb: ReceiverEstimatedMaximumBitrate, to bytes: inout [UInt8]) {
        precondition(remb.ssrcs.count <= 255, "REMB names at most 255 sources, not \(remb.ssrcs.count)")
        appendHeader(count: RTCPFormat.applicationLayerFeedback, type: RTCPFormat.payloadSpecificFeedback, to: &bytes)
        bytes.append(bigEndian: remb.senderSSRC)
        bytes.append(bigEndian: UInt32(0))
        bytes.append(bigEndian: RTCPFormat.rembIdentifier)
        var mantissa = UInt64(max(0, remb.bitrate.bitsPerSecond))
        var exponent: UInt32 = 0
        while mantissa >= 1 << 18 {
            mantissa >>= 1
            exponent += 1
        }
        bytes.append(bigEndian: UInt32(remb.ssrcs.count) << 24 | exponent << 18 | UInt32(mantissa))
        for ssrc in remb.ssrcs { bytes.append(bigEndian: ssrc) }
    }
}

extension ReportBlock {
    fileprivate func append(to bytes: inout [UInt8]) {
        bytes.append(bigEndian: ssrc)
        let lost = UInt32(bitPattern: min(max(cumulativeLost, -0x80_0000), 0x7F_FFFF)) & 0xFF_FFFF
        bytes.append(bigEndian: UInt32(fractionLost) << 24 | lost)
        bytes.append(bigEndian: extendedHighestSequenceNumber)
        bytes.append(bigEndian: jitter)
        bytes.append(bigEndian: lastSenderReport)
        bytes.append(bigEndian: delaySinceLastSenderReport)
    }
}

extension TransportFeedback {
    fileprivate func append(to bytes: inout [UInt8]) {
        precondition(
            arrivalDeltas.count <= 65_535,
            "feedback counts at most 65,535 packets, not \(arrivalDeltas.count)"
        )
        bytes.append(bigEndian: senderSSRC)
        bytes.append(bigEndian: mediaSSRC)
        bytes.append(bigEndian: baseSequenceNumber)
        bytes.append(bigEndian: UInt16(arrivalDeltas.count))
        bytes.append(bigEndian: (referenceTime & 0xFF_FFFF) << 8 | UInt32(feedbackPacketCount))
        var chunks = PacketStatusChunks()
        for delta in arrivalDeltas {
            chunks.append(PacketStatusChunks.Symbol(delta)) { bytes.append(bigEndian: $0) }
        }
        chunks.finish { bytes.append(bigEndian: $0) }
        for delta in arrivalDeltas {
            guard let delta else { continue }
            switch PacketStatusChunks.Symbol(delta) {
            case .notReceived: break
            case .smallDelta: bytes.append(UInt8(delta))
            case .largeDelta: bytes.append(bigEndian: UInt16(bitPattern: delta))
            }
        }
    }
}
