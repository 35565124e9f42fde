/// One packet of a compound RTCP datagram.
public enum RTCPPacket: Hashable, Sendable {
    case senderReport(SenderReport)
    case receiverReport(ReceiverReport)
    case sourceDescription(SourceDescription)
    case genericNACK(GenericNACK)
    case pictureLossIndication(PictureLossIndication)
    case fullIntraRequest(FullIntraRequest)
    case transportFeedback(TransportFeedback)
    case remb(ReceiverEstimatedMaximumBitrate)
    case goodbye(ssrcs: [UInt32])
}

/// A sender report (RFC 3550, section 6.4.1).
public struct SenderReport: Hashable, Sendable {
    public var ssrc: UInt32
    /// The 64-bit NTP time stamp: seconds in the upper half, fractions in the lower.
    public var ntpTime: UInt64
    public var rtpTimestamp: UInt32
    public var packetCount: UInt32
    public var octetCount: UInt32
    public var reportBlocks: [ReportBlock]

    public init(
        ssrc: UInt32,
        ntpTime: UInt64,
        rtpTimestamp: UInt32,
        packetCount: UInt32,
        octetCount: UInt32,
        reportBlocks: [ReportBlock]
    ) {
        self.ssrc = ssrc
        self.ntpTime = ntpTime
        self.rtpTimestamp = rtpTimestamp
        self.packetCount = packetCount
        self.octetCount = octetCount
        self.reportBlocks = reportBlocks
    }
}

/// A receiver report (RFC 3550, section 6.4.2).
public struct ReceiverReport: Hashable, Sendable {
    public var ssrc: UInt32
    public var reportBlocks: [ReportBlock]

    public init(ssrc: UInt32, reportBlocks: [ReportBlock]) {
        self.ssrc = ssrc
        self.reportBlocks = reportBlocks
    }
}

/// What a receiver reports about one source (RFC 3550, section 6.4.1).
public struct ReportBlock: Hashable, Sendable {
    public var ssrc: UInt32
    /// The share of packets lost since the last report, in 1/256.
    public var fractionLost: UInt8
    /// The signed 24-bit count of packets lost since the start.
    public var cumulativeLost: Int32
    public var extendedHighestSequenceNumber: UInt32
    /// Interarrival jitter, in units of the RTP clock.
    public var jitter: UInt32
    /// The middle 32 bits of the NTP time of the last sender report, zero where there was none.
    public var lastSenderReport: UInt32
    /// The time since that report arrived, in 1/65536 s.
    public var delaySinceLastSenderReport: UInt32

    public init(
        ssrc: UInt32,
        fractionLost: UInt8,
        cumulativeLost: Int32,
        extendedHighestSequenceNumber: UInt32,
        jitter: UInt32,
        lastSenderReport: UInt32,
        delaySinceLastSenderReport: UInt32
    ) {
        self.ssrc = ssrc
        self.fractionLost = fractionLost
        self.cumulativeLost = cumulativeLost
        self.extendedHighestSequenceNumber = extendedHighestSequenceNumber
        self.jitter = jitter
        self.lastSenderReport = lastSenderReport
        self.delaySinceLastSenderReport = delaySinceLastSenderReport
    }
}

/// The canonical name of one source (RFC 3550, section 6.5.1).
public struct SourceDescription: Hashable, Sendable {
    public var ssrc: UInt32
    public var canonicalName: String

    public init(ssrc: UInt32, canonicalName: String) {
        self.ssrc = ssrc
        self.canonicalName = canonicalName
    }
}
