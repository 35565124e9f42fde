import RTPWire
import Units

extension MediaSender {
    /// The most padding that a packet can hold by itself (libwebrtc, `rtp_sender.cc`).
    private static let paddingPacketLength: UInt8 = 224
    /// A media packet is repeated as padding unless it is this many times larger than asked.
    private static let largestPaddingFactor = 3

    /// Sends all that the pacer lets go now.
    mutating func pump(at now: Timestamp, into effects: inout [SenderEffect]) {
        while let output = pacer.next(at: now) {
            switch output {
            case .packet(let probeCluster):
                guard var queued = pacer.popFirst() else { return }
                let size = queued.size
                if queued.priority == .video {
                    counters.video.totalPacketSendDelay += now - queued.enqueueTime
                    sendVideo(&queued.packet, size: size, probeCluster: probeCluster, at: now, into: &effects)
                } else {
                    resend(&queued.packet, size: size, probeCluster: probeCluster, at: now, into: &effects)
                }
                pacer.sent(size: size, probeCluster: probeCluster, at: now)
            case .padding(let bytes, let probeCluster):
                let size = sendPadding(bytes: bytes, probeCluster: probeCluster, at: now, into: &effects)
                pacer.sent(size: size, probeCluster: probeCluster, isExhausted: size == 0, at: now)
            }
        }
    }

    /// Answers a request for one lost packet, as far as history, spacing and rate allow.
    mutating func queueRetransmission(_ sequenceNumber: UInt16, at now: Timestamp) {
        guard let original = history.takeForRetransmission(sequenceNumber, at: now) else { return }
        let packet = configuration.isRTXEnabled ? retransmission(of: original) : original
        let size = Self.wireSize(packet)
        guard limiter.tryUse(size: size, rate: estimator.target, at: now) else {
            history.release(sequenceNumber)
            return
        }
        pacer.enqueue(packet, priority: .videoRetransmission, size: size, at: now)
    }

    /// The packet in the form of RFC 4588, section 4; its own sequence number is set when it goes.
    private func retransmission(of original: RTPPacket) -> RTPPacket {
        var packet = original
        packet.originalSequenceNumber = original.header.sequenceNumber
        packet.header.ssrc = configuration.identifiers.videoRTXSSRC
        packet.header.payloadType =
            packet.redBlockType == nil
            ? configuration.identifiers.rtxPayloadType(of: configuration.codec)
            : configuration.identifiers.payloadTypes.redRTX
        return packet
    }

    private mutating func resend(
        _ packet: inout RTPPacket,
        size: Int,
        probeCluster: Int32,
        at now: Timestamp,
        into effects: inout [SenderEffect]
    ) {
        history.resent(packet.originalSequenceNumber ?? packet.header.sequenceNumber, at: now)
        if packet.originalSequenceNumber != nil { numberRTX(&packet) }
        transmit(&packet, size: size, probeCluster: probeCluster, at: now, into: &effects)
        countRetransmission(packet, at: now)
    }

    /// Sends one packet of padding and returns its size; zero where there is nothing to pad with.
    private mutating func sendPadding(
        bytes: Int,
        probeCluster: Int32,
        at now: Timestamp,
        into effects: inout [SenderEffect]
    ) -> Int {
        guard configuration.isRTXEnabled, let newest = history.newest else { return 0 }
        var packet = retransmission(of: newest)
        if packet.payload.length > Self.largestPaddingFactor * bytes {
            packet.originalSequenceNumber = nil
            packet.redBlockType = nil
            packet.header.payloadType = configuration.identifiers.rtxPayloadType(of: configuration.codec)
            packet.header.marker = false
            packet.descriptor = .padding
            packet.payload = .described(length: 0, frame: 0)
            packet.paddingLength = Self.paddingPacketLength
        }
        numberRTX(&packet)
        let size = Self.wireSize(packet)
        transmit(&packet, size: size, probeCluster: probeCluster, at: now, into: &effects)
        counters.video.paddingPacketsSent += 1
        countRetransmission(packet, at: now, isPadding: true)
        return size
    }

    private mutating func numberRTX(_ packet: inout RTPPacket) {
        packet.header.sequenceNumber = nextRTXSequenceNumber
        nextRTXSequenceNumber &+= 1
    }

    private mutating func countRetransmission(_ packet: RTPPacket, at now: Timestamp, isPadding: Bool = false) {
        if !isPadding { meterRetransmission(size: Self.wireSize(packet), at: now) }
        counters.video.count(packet)
        counters.video.retransmittedPacketsSent += 1
        counters.video.retransmittedBytesSent += Self.payloadLength(packet)
    }
}
