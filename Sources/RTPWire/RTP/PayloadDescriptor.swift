/// What stands between the RTP header and the codec's own bytes, by codec.
public enum PayloadDescriptor: Hashable, Sendable {
    case opus(OpusDescriptor)
    /// Opus with copies of the packets before it (RFC 2198); what follows the descriptor is the newest packet's bytes.
    indirect case opusRED(OpusRedundancy)
    case vp8(VP8Descriptor)
    case vp9(VP9Descriptor)
    /// A parity packet; what follows the descriptor is the parity of the protected packets' bytes.
    indirect case ulpfec(ULPFECDescriptor)
    /// A packet that carries padding only, as probing sends.
    case padding

    @inlinable public var kind: DescriptorKind {
        switch self {
        case .opus: .opus
        case .opusRED: .opusRED
        case .vp8: .vp8
        case .vp9: .vp9
        case .ulpfec: .ulpfec
        case .padding: .padding
        }
    }

    @inlinable public var length: Int {
        switch self {
        case .opus, .padding: 0
        case .opusRED(let redundancy): redundancy.length
        case .vp8(let descriptor): descriptor.length
        case .vp9(let descriptor): descriptor.length
        case .ulpfec(let descriptor): descriptor.length
        }
    }
}

/// What a receiver learns from an Opus packet without decoding it (RFC 6716, section 3; RFC 7587).
///
/// It takes no bytes of its own: the table of contents and the SILK header at the start of the payload say it.
public struct OpusDescriptor: Hashable, Sendable, BitwiseCopyable {
    /// Whether the packet carries a low-bitrate copy (LBRR) of the frame before it.
    public var hasInBandFEC: Bool
    /// Whether the packet is one of discontinuous transmission (two bytes or fewer).
    public var isDTX: Bool
    /// Behind the flags, where the flags of the other descriptors leave room for the kind.
    @usableFromInline var samples: UInt32

    @inlinable public init(sampleCount: Int, hasInBandFEC: Bool, isDTX: Bool) {
        samples = UInt32(sampleCount)
        self.hasInBandFEC = hasInBandFEC
        self.isDTX = isDTX
    }

    /// Samples per channel at 48 kHz.
    @inlinable public var sampleCount: Int {
        get { Int(samples) }
        set { samples = UInt32(newValue) }
    }
}

/// The VP8 payload descriptor with a 15-bit picture identifier (RFC 7741, section 4.2).
public struct VP8Descriptor: Hashable, Sendable, BitwiseCopyable {
    /// Set on the first packet of a frame (S with partition index 0).
    public var startsFrame: Bool
    public var pictureID: UInt16
    public var isNonReference: Bool
    /// Whether the frame is a key frame, as the first payload byte's inverse key-frame flag says.
    public var isKeyFrame: Bool

    @inlinable public init(startsFrame: Bool, pictureID: UInt16, isNonReference: Bool = false, isKeyFrame: Bool) {
        self.startsFrame = startsFrame
        self.pictureID = pictureID
        self.isNonReference = isNonReference
        self.isKeyFrame = isKeyFrame
    }

    /// One mandatory byte, the extension byte, and two of picture identifier.
    @inlinable public var length: Int { 4 }
}

/// The VP9 payload descriptor in flexible mode, one spatial and one temporal layer (RFC 9628, section 4.2).
public struct VP9Descriptor: Hashable, Sendable, BitwiseCopyable {
    public var startsFrame: Bool
    public var endsFrame: Bool
    public var pictureID: UInt16
    /// Set when the frame refers to an earlier one (P); clear on key frames.
    public var isInterPredicted: Bool
    /// How many pictures back the references lie, at most three (P_DIFF).
    public var referenceDistances: ReferenceDistances

    @inlinable public init(
        startsFrame: Bool,
        endsFrame: Bool,
        pictureID: UInt16,
        isInterPredicted: Bool,
        referenceDistances: ReferenceDistances
    ) {
        self.startsFrame = startsFrame
        self.endsFrame = endsFrame
        self.pictureID = pictureID
        self.isInterPredicted = isInterPredicted
        self.referenceDistances = referenceDistances
    }

    /// One mandatory byte, two of picture identifier, and one for each reference.
    @inlinable public var length: Int { 3 + (isInterPredicted ? referenceDistances.count : 0) }
}
