public import Units

/// The counters of `inbound-rtp` for video, named as in W3C webrtc-stats and counted as Chromium does.
///
/// Times are seconds unless a type says otherwise.
public struct InboundVideoStatistics: Hashable, Sendable {
    /// Including retransmissions and the padding that came on their stream.
    public var packetsReceived = 0
    public var packetsLost = 0
    /// Packets of complete frames that were never decoded.
    public var packetsDiscarded = 0
    public var bytesReceived = 0
    public var headerBytesReceived = 0
    public var lastPacketReceivedTimestamp: Timestamp?
    public var jitter = 0.0
    /// Parity packets (RFC 5109), counted in `packetsReceived` too.
    public var fecPacketsReceived = 0
    /// Their payload.
    public var fecBytesReceived = 0
    /// Parity packets that brought nothing back, most of them because nothing was missing.
    public var fecPacketsDiscarded = 0
    public var retransmittedPacketsReceived = 0
    public var retransmittedBytesReceived = 0
    /// Requests sent, each for any number of packets.
    public var nackCount = 0
    public var pliCount = 0
    public var firCount = 0
    public var framesReceived = 0
    public var framesDecoded = 0
    public var framesDropped = 0
    public var framesRendered = 0
    public var keyFramesDecoded = 0
    /// Of the last decoded frame; 0 before it.
    public var frameWidth = 0
    public var frameHeight = 0
    /// The sum of the base quantiser indices of all decoded frames.
    public var qpSum = 0
    public var framesAssembledFromMultiplePackets = 0
    public var totalAssemblyTime = 0.0
    public var totalDecodeTime = 0.0
    public var totalProcessingDelay = 0.0
    public var totalInterFrameDelay = 0.0
    public var totalSquaredInterFrameDelay = 0.0
    public var freezeCount = 0
    public var totalFreezesDuration = 0.0
    public var pauseCount = 0
    public var totalPausesDuration = 0.0
    public var jitterBufferDelay = 0.0
    public var jitterBufferTargetDelay = 0.0
    public var jitterBufferMinimumDelay = 0.0
    public var jitterBufferEmittedCount = 0
    /// How often the list of missing packets was full and was emptied.
    ///
    /// Not in W3C, like the two that follow.
    public var nackListOverflows = 0
    /// Packets that were asked for as often as allowed, and then given up.
    public var nackRetriesExhausted = 0
    /// How often the packet buffer was full and was emptied.
    public var packetBufferOverflows = 0

    public init() {}
}
