import RTPWire
import Units

extension MediaSender {
    /// The most padding that a packet can hold by itself (libwebrtc, `rtp_sender.cc`).
    static let paddingPacketLength: UInt8 = 224
    /// A media packet is repeated as padding unless it is this many times larger than asked.
    static let largestPaddingFactor = 3

    /// Sends all that the pacer lets go now.
    mutating func pump(at now: Timestamp, into effects: inout [SenderEffect]) {
        while let output = pacer.next(at: now) {
            switch output {
            case .packet(let probeCluster):
                guard var queued = pacer.popFirst() else { return }
                let size = queued.size
                let wait = now - queued.enqueueTime
                switch queued.priority {
                case .audio:
                    counters.audio.totalPacketSendDelay += wait
                    sendAudio(&queued.packet, size: size, probeCluster: probeCluster, at: now, into: &effects)
                case .video:
                    counters.video.totalPacketSendDelay += wait
                    sendVideo(queued.packet, size: size, probeCluster: probeCluster, at: now, into: &effects)
                case .videoRetransmission:
                    resend(&queued.packet, size: size, probeCluster: probeCluster, at: now, into: &effects)
                case .audioRetransmission:
                    resendAudio(&queued.packet, size: size, probeCluster: probeCluster, at: now, into: &effects)
                }
                pacer.sent(size: size, probeCluster: probeCluster, at: now)
            case .padding(let bytes, let probeCluster):
                let size = sendPadding(bytes: bytes, probeCluster: probeCluster, at: now, into: &effects)
                pacer.sent(size: size, probeCluster: probeCluster, isExhausted: size == 0, at: now)
            }
        }
    }

    /// Answers a request for one lost packet, as far as history and spacing allow.
    ///
    /// No rate limits the answers: recorded browsers resent at four times their estimate for seconds.
    mutating func queueRetransmission(_ sequenceNumber: UInt16, at now: Timestamp) {
        guard let original = history.takeForRetransmission(sequenceNumber, at: now) else { return }
        let packet = retransmission(of: original)
        let size = Self.wireSize(packet)
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
        guard configuration.sendsVideo else { return 0 }
        var packet = emptyPadding
        if let model = history.paddingModel, model.payloadLength <= Self.largestPaddingFactor * bytes {
            packet = retransmission(of: model)
        }
        numberRTX(&packet)
        let size = Self.wireSize(packet)
        transmit(&packet, size: size, probeCluster: probeCluster, at: now, into: &effects)
        countRetransmission(packet, at: now, isPadding: true)
        return size
    }

    /// A packet without a payload, as long as padding makes it.
    private var emptyPadding: RTPPacket {
        var packet = RTPPacket(
            header: RTPHeader(
                marker: false,
                payloadType: configuration.identifiers.rtxPayloadType(of: configuration.codec),
                sequenceNumber: nextRTXSequenceNumber,
                timestamp: clocks.video?.rtpTimestamp ?? 0,
                ssrc: configuration.identifiers.videoRTXSSRC
            ),
            descriptor: .padding,
            payload: .described(length: 0, frame: 0)
        )
        packet.paddingLength = Self.paddingPacketLength
        return packet
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
