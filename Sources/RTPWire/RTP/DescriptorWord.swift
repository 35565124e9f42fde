/// Which descriptor a packet has.
public enum DescriptorKind: UInt8, Hashable, Sendable {
    case padding = 0
    case opus = 1
    case opusRED = 2
    case vp8 = 3
    case vp9 = 4
    case ulpfec = 5
}

/// A payload descriptor that fits one word, or kind and length of one that does not.
///
/// From the lowest bits up: its kind (3), flags (3), length (16), a picture identifier (16) and reference distances (26),
/// or in their place a count of samples (32).
@usableFromInline struct DescriptorWord: Hashable, Sendable, BitwiseCopyable {
    @usableFromInline let bits: UInt64

    @inlinable @inline(__always)
    init(_ descriptor: PayloadDescriptor) {
        var bits = UInt64(descriptor.kind.rawValue) | UInt64(UInt16(descriptor.length)) << 6
        switch descriptor {
        case .opus(let opus):
            bits |= Self.flags(opus.hasInBandFEC, opus.isDTX, false) | UInt64(opus.samples) << 22
        case .vp8(let vp8):
            bits |= Self.flags(vp8.startsFrame, vp8.isNonReference, vp8.isKeyFrame) | UInt64(vp8.pictureID) << 22
        case .vp9(let vp9):
            bits |= Self.flags(vp9.startsFrame, vp9.endsFrame, vp9.isInterPredicted)
            bits |= UInt64(vp9.pictureID) << 22 | UInt64(vp9.referenceDistances.packed) << 38
        case .padding, .opusRED, .ulpfec: break
        }
        self.bits = bits
    }

    @inlinable static func flags(_ first: Bool, _ second: Bool, _ third: Bool) -> UInt64 {
        (first ? 1 << 3 : 0) | (second ? 1 << 4 : 0) | (third ? 1 << 5 : 0)
    }

    @inlinable func flag(_ index: UInt64) -> Bool { bits >> (3 + index) & 1 == 1 }

    @inlinable var length: Int { Int(bits >> 6 & 0xFFFF) }
    @inlinable var number: UInt16 { UInt16(truncatingIfNeeded: bits >> 22) }

    @inlinable var kind: DescriptorKind { DescriptorKind(rawValue: UInt8(truncatingIfNeeded: bits & 7)) ?? .padding }

    /// The descriptor, where it fits.
    @inlinable var descriptor: PayloadDescriptor {
        switch kind {
        case .opus:
            .opus(OpusDescriptor(sampleCount: Int(bits >> 22 & 0xFFFF_FFFF), hasInBandFEC: flag(0), isDTX: flag(1)))
        case .vp8:
            .vp8(VP8Descriptor(startsFrame: flag(0), pictureID: number, isNonReference: flag(1), isKeyFrame: flag(2)))
        case .vp9:
            .vp9(
                VP9Descriptor(
                    startsFrame: flag(0),
                    endsFrame: flag(1),
                    pictureID: number,
                    isInterPredicted: flag(2),
                    referenceDistances: ReferenceDistances(packed: UInt32(bits >> 38))
                )
            )
        case .padding, .opusRED, .ulpfec: .padding
        }
    }
}
