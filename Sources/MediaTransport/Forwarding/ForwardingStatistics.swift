public import Units

/// What a selective forwarding unit counted on the leg to one party; cumulative since the start.
public struct ForwardingLegStatistics: Hashable, Sendable {
    /// The party's own streams, as they came.
    public var inboundAudio = ForwardingInboundStatistics()
    public var inboundVideo = ForwardingInboundStatistics()
    /// The other party's streams, as they went on to this one.
    public var outboundAudio = ForwardingOutboundStatistics()
    public var outboundVideo = ForwardingOutboundStatistics()
    /// The estimate of what the leg to the party carries, counting SRTP, UDP and IP.
    public var availableOutgoingBitrate = DataRate.zero
    /// The longest of the last reports.
    public var roundTripTime: TimeDelta?
    /// What the party was told last that it may send at; `nil` where it was told nothing.
    public var toldLimit: DataRate?
    public var limitsSent: Int64 = 0
    public var transportFeedbackSent: Int64 = 0
    /// Media and reports that came before the leg stood, and could not be read.
    public var datagramsDiscarded: Int64 = 0

    public init() {}
}

/// One stream from a party to the unit.
///
/// `packetsReceived` + `retransmittedPacketsReceived` = `packetsAccepted` + `duplicatesDiscarded` + `paddingDiscarded`.
public struct ForwardingInboundStatistics: Hashable, Sendable {
    /// On the media stream.
    public var packetsReceived: Int64 = 0
    /// On the stream of retransmissions, padding among them.
    public var retransmittedPacketsReceived: Int64 = 0
    /// Passed on to the other leg, or dropped there.
    public var packetsAccepted: Int64 = 0
    /// Of these, the ones that a retransmission brought.
    public var packetsRepaired: Int64 = 0
    /// Packets that had been passed on before.
    public var duplicatesDiscarded: Int64 = 0
    public var paddingDiscarded: Int64 = 0
    /// Requests sent, and the packets that they named.
    public var nackCount: Int64 = 0
    public var packetsRequested: Int64 = 0
    /// Requests for a key frame that went to the party.
    public var keyFrameRequestsSent: Int64 = 0
    /// As reports tell them.
    public var packetsLost: Int64 = 0
    public var jitter = TimeDelta.zero
    /// What this leg alone lost, and what was brought back.
    public var repair = RepairStatistics()

    public init() {}
}

/// One stream from the unit to a party.
///
/// What the other leg accepted = `packetsForwarded` + `packetsDroppedUnconnected` + `packetsDroppedByQueue` +
/// `packetsWaiting`.
public struct ForwardingOutboundStatistics: Hashable, Sendable {
    /// First transmissions on this leg.
    public var packetsForwarded: Int64 = 0
    /// Payload only.
    public var bytesForwarded: Int64 = 0
    /// Packets that came while this leg did not stand.
    public var packetsDroppedUnconnected: Int64 = 0
    public var packetsDroppedByQueue: Int64 = 0
    public var packetsWaiting: Int64 = 0
    /// Answers to the party's requests.
    public var retransmittedPacketsSent: Int64 = 0
    public var paddingPacketsSent: Int64 = 0
    /// Requests that came, the packets that they named, and those of them that were not sent again: unknown here, or
    /// sent again just now.
    public var nackCount: Int64 = 0
    public var packetsRequested: Int64 = 0
    public var packetsUnanswered: Int64 = 0
    /// Requests for a key frame that came from the party, passed on or not.
    public var keyFrameRequestsReceived: Int64 = 0
    /// What packets waited for the pacer, in all.
    public var totalPacketSendDelay = TimeDelta.zero
    public var remote = RemoteInboundRTPStatistics()

    public init() {}
}
