public import Units

/// The counters of `inbound-rtp` for audio, named as in W3C webrtc-stats and counted as Chromium does.
///
/// Times are seconds unless a type says otherwise; samples are at 48 kHz.
public struct InboundAudioStatistics: Hashable, Sendable {
    public var packetsReceived = 0
    public var packetsLost = 0
    public var packetsDiscarded = 0
    public var bytesReceived = 0
    public var headerBytesReceived = 0
    public var lastPacketReceivedTimestamp: Timestamp?
    public var jitter = 0.0
    /// Copies of earlier frames that arrived, in-band (LBRR) or in RED, needed or not.
    public var fecPacketsReceived = 0
    public var fecPacketsDiscarded = 0
    /// Requests sent, each for any number of packets.
    public var nackCount = 0
    /// Packets that came after they had been asked for; they are on the media stream, for audio has no RTX.
    public var retransmittedPacketsReceived = 0
    public var totalSamplesReceived = 0
    public var totalSamplesDuration = 0.0
    public var concealedSamples = 0
    public var silentConcealedSamples = 0
    public var concealmentEvents = 0
    public var insertedSamplesForDeceleration = 0
    public var removedSamplesForAcceleration = 0
    public var jitterBufferDelay = 0.0
    public var jitterBufferTargetDelay = 0.0
    public var jitterBufferMinimumDelay = 0.0
    public var jitterBufferEmittedCount = 0
    /// Times the jitter buffer overflowed and was emptied (libwebrtc only).
    public var jitterBufferFlushes = 0
    /// Concealment of 150 ms and more (libwebrtc only).
    public var interruptionCount = 0
    public var totalInterruptionDuration = 0.0
    /// Sum of the delays of packets against the fastest of the last 2 s (libwebrtc only).
    public var relativePacketArrivalDelay = 0.0

    public init() {}
}
