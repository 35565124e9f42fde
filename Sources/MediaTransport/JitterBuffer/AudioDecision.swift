public import RTPWire
public import Units

/// What the play-out does in one 10 ms step.
public enum AudioOperation: Hashable, Sendable {
    /// Plays what has been decoded.
    case normal
    /// Invents sound, since none can be had.
    case expand
    /// Joins invented sound to newly decoded sound.
    case merge
    /// Removes a pitch period to play out faster; `fast` may remove several.
    case accelerate(fast: Bool)
    /// Repeats a pitch period to play out slower.
    case preemptiveExpand
    /// Asks the codec for its own background noise within discontinuous transmission.
    case comfortNoise
    /// Nothing has ever been received.
    case silence
}

/// One packet to decode for a step.
public struct AudioPacketToDecode: Hashable, Sendable {
    public var payload: Payload
    /// Where its samples begin, at 48 kHz.
    public var rtpTimestamp: UInt32
    /// The sequence number of the packet that carried it.
    public var sequenceNumber: UInt16
    /// Samples per channel at 48 kHz.
    public var sampleCount: Int
    /// Set when the low-bitrate copy (LBRR) inside the payload is wanted and not the frame itself.
    public var isFEC: Bool
    /// Set when the payload is a copy of an earlier packet that travelled in RED (RFC 2198).
    public var isRedundant: Bool
    public var isDTX: Bool
    public var arrivalTime: Timestamp
    /// How long it waited in the packet buffer, in steps of the pull clock.
    public var waitingTime: TimeDelta

    /// The number of the packet whose frame this is: a copy rides in the packet after its own.
    public var mediaSequenceNumber: UInt16 { sequenceNumber &- (isFEC ? 1 : 0) &- (isRedundant ? 1 : 0) }
}

/// What the driver does in one 10 ms step.
public struct AudioDecision: Hashable, Sendable {
    public var operation: AudioOperation
    /// To be decoded in order and appended to the decoded samples before the operation.
    public var packets: [AudioPacketToDecode]
}

/// What really happened in one 10 ms step, in samples per channel at 48 kHz.
public struct AudioOutcome: Hashable, Sendable {
    /// Samples that came out of the decoder, from packets or as comfort noise; zero with packets is a decoder error.
    public var decodedSampleCount: Int
    /// Samples that were invented: by `expand`, or because another operation came short.
    public var concealedSampleCount: Int
    /// Samples that `accelerate` removed; zero when no period could be found.
    public var removedSampleCount: Int
    /// Samples that `preemptiveExpand` inserted; zero when no period could be found.
    public var insertedSampleCount: Int
    /// The length after `merge` less the decoded length; may be negative.
    public var mergeDelta: Int?
    /// Whether the invented sound has faded to nothing.
    public var isMuted: Bool
    /// How loud the invented sound still is, from 0 to 1; where it is not known, it falls below one half after
    /// 100 ms of concealment (ours: libwebrtc's fade takes 0.1 s to 0.5 s).
    public var muteFactor: Double?
    /// Whether the codec invented the sound, so that what follows needs no merge (libwebrtc, `Mode::kCodecPlc`).
    public var isConcealedByCodec: Bool
    /// Decoded samples that are left for later steps.
    public var bufferedSampleCount: Int

    public init(
        decodedSampleCount: Int = 0,
        concealedSampleCount: Int = 0,
        removedSampleCount: Int = 0,
        insertedSampleCount: Int = 0,
        mergeDelta: Int? = nil,
        isMuted: Bool = false,
        muteFactor: Double? = nil,
        isConcealedByCodec: Bool = false,
        bufferedSampleCount: Int
    ) {
        self.decodedSampleCount = decodedSampleCount
        self.concealedSampleCount = concealedSampleCount
        self.removedSampleCount = removedSampleCount
        self.insertedSampleCount = insertedSampleCount
        self.mergeDelta = mergeDelta
        self.isMuted = isMuted
        self.muteFactor = muteFactor
        self.isConcealedByCodec = isConcealedByCodec
        self.bufferedSampleCount = bufferedSampleCount
    }
}
