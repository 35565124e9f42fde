public import Units

/// A request for lost packets (RFC 4585, section 6.2.1).
public struct GenericNACK: Hashable, Sendable {
    public var senderSSRC: UInt32
    public var mediaSSRC: UInt32
    /// Sequence numbers in ascending (wrapping) order; on the wire they become PID and BLP pairs.
    public var sequenceNumbers: [UInt16]

    public init(senderSSRC: UInt32, mediaSSRC: UInt32, sequenceNumbers: [UInt16]) {
        self.senderSSRC = senderSSRC
        self.mediaSSRC = mediaSSRC
        self.sequenceNumbers = sequenceNumbers
    }
}

/// A request for a key frame after lost pictures (RFC 4585, section 6.3.1).
public struct PictureLossIndication: Hashable, Sendable {
    public var senderSSRC: UInt32
    public var mediaSSRC: UInt32

    public init(senderSSRC: UInt32, mediaSSRC: UInt32) {
        self.senderSSRC = senderSSRC
        self.mediaSSRC = mediaSSRC
    }
}

/// A request for a key frame with a sequence number (RFC 5104, section 4.3.1).
public struct FullIntraRequest: Hashable, Sendable {
    public var senderSSRC: UInt32
    public var mediaSSRC: UInt32
    public var commandSequenceNumber: UInt8

    public init(senderSSRC: UInt32, mediaSSRC: UInt32, commandSequenceNumber: UInt8) {
        self.senderSSRC = senderSSRC
        self.mediaSSRC = mediaSSRC
        self.commandSequenceNumber = commandSequenceNumber
    }
}

/// When the packets of one transport arrived (draft-holmer-rmcat-transport-wide-cc-extensions-01, section 3.1).
public struct TransportFeedback: Hashable, Sendable {
    public var senderSSRC: UInt32
    public var mediaSSRC: UInt32
    public var baseSequenceNumber: UInt16
    public var feedbackPacketCount: UInt8
    /// Multiples of 64 ms, 24 bits, as the receiver's clock has them.
    public var referenceTime: UInt32
    /// One entry a packet from the base on: `nil` where it did not arrive, else the time since the entry before it
    /// that did arrive (for the first: since the reference time), in ticks of 250 µs.
    public var arrivalDeltas: [Int16?]

    public init(
        senderSSRC: UInt32,
        mediaSSRC: UInt32,
        baseSequenceNumber: UInt16,
        feedbackPacketCount: UInt8,
        referenceTime: UInt32,
        arrivalDeltas: [Int16?]
    ) {
        self.senderSSRC = senderSSRC
        self.mediaSSRC = mediaSSRC
        self.baseSequenceNumber = baseSequenceNumber
        self.feedbackPacketCount = feedbackPacketCount
        self.referenceTime = referenceTime
        self.arrivalDeltas = arrivalDeltas
    }
}

/// A receiver's own estimate of the bitrate it can take (draft-alvestrand-rmcat-remb-03, section 2).
public struct ReceiverEstimatedMaximumBitrate: Hashable, Sendable {
    public var senderSSRC: UInt32
    public var bitrate: DataRate
    public var ssrcs: [UInt32]

    public init(senderSSRC: UInt32, bitrate: DataRate, ssrcs: [UInt32]) {
        self.senderSSRC = senderSSRC
        self.bitrate = bitrate
        self.ssrcs = ssrcs
    }
}
