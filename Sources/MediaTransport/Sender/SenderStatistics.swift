public import Units

/// A sender's counters, named as in W3C webrtc-stats; cumulative since the start.
public struct SenderStatistics: Hashable, Sendable {
    public var audio = OutboundRTPStatistics()
    public var video = OutboundRTPStatistics()
    public var remoteInboundAudio = RemoteInboundRTPStatistics()
    public var remoteInboundVideo = RemoteInboundRTPStatistics()
    /// The estimate, counting SRTP, UDP and IP (`candidate-pair`).
    public var availableOutgoingBitrate = DataRate.zero

    public init() {}
}

/// One sent stream (`outbound-rtp`).
public struct OutboundRTPStatistics: Hashable, Sendable {
    /// With retransmissions.
    public var packetsSent: Int64 = 0
    /// Payload only, with retransmissions.
    public var bytesSent: Int64 = 0
    /// RTP headers, their extensions, and padding.
    public var headerBytesSent: Int64 = 0
    /// With padding, as libwebrtc counts it.
    public var retransmittedPacketsSent: Int64 = 0
    public var retransmittedBytesSent: Int64 = 0
    /// Parity packets (RFC 5109), counted in `packetsSent` too.
    ///
    /// Not in W3C.
    public var fecPacketsSent: Int64 = 0
    /// Not in W3C.
    public var fecBytesSent: Int64 = 0
    public var nackCount: Int64 = 0
    public var pliCount: Int64 = 0
    public var firCount: Int64 = 0
    /// What the encoder is asked for.
    public var targetBitrate = DataRate.zero
    public var framesEncoded: Int64 = 0
    public var keyFramesEncoded: Int64 = 0
    public var framesSent: Int64 = 0
    /// Frames of at least five times the size that rate and frame rate give on average.
    public var hugeFramesSent: Int64 = 0
    public var qpSum: Int64 = 0
    public var frameWidth = 0
    public var frameHeight = 0
    /// Sent packets that were forgotten before their time, because there were too many.
    ///
    /// Not in W3C, like the next.
    public var historyOverflows: Int64 = 0
    /// Probes that were never sent, because they waited too long or there were too many.
    public var probesGivenUp: Int64 = 0
    /// What packets waited for the pacer, in all.
    public var totalPacketSendDelay = TimeDelta.zero

    public init() {}
}

/// What the other end reports about a stream (`remote-inbound-rtp`).
public struct RemoteInboundRTPStatistics: Hashable, Sendable {
    public var packetsLost: Int64 = 0
    /// Of the last report.
    public var fractionLost = Probability.never
    public var jitter = TimeDelta.zero
    /// Of the last report that echoed one of ours.
    public var roundTripTime: TimeDelta?
    public var totalRoundTripTime = TimeDelta.zero
    public var roundTripTimeMeasurements: Int64 = 0
    public var reportsReceived: Int64 = 0

    public init() {}
}
