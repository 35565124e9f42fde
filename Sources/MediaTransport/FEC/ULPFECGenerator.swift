import RTPWire

/// Makes parity packets for groups of sent media packets (RFC 5109; libwebrtc, `ulpfec_generator.cc`).
///
/// A group ends with a frame: when it holds as many frames as allowed, or when it has enough packets for the parity
/// to come out near its factor.
struct ULPFECGenerator: Sendable {
    /// Parity above its factor by this many in 256 waits for more packets.
    private static let excessMax = 50
    /// Above this factor a group has at least so many packets.
    private static let highFactor = 80
    private static let mediaCountForHighFactor = 4
    /// Where frames have this many packets on average, a group needs one packet more.
    private static let packetsPerFrameForMore = 2

    private let payloadTypes: PayloadTypes
    private var media: [RTPPacket] = []
    private var frameCount = 0
    private var hasKeyFrame = false
    private var factors = ProtectionFactors.none
    private var pending: ProtectionFactors?
    private var mediaCountMin = 1

    init(payloadTypes: PayloadTypes) { self.payloadTypes = payloadTypes }

    /// Sets the factors from the next packet on.
    mutating func setFactors(_ factors: ProtectionFactors) { pending = factors }

    /// Takes a media packet as it went out, and appends the parity packets that are due after it; their sequence
    /// numbers are set when they go.
    mutating func add(_ packet: RTPPacket, into parity: inout [RTPPacket]) {
        guard takesMedia() else { return }
        if packet.descriptor.startsKeyFrame { hasKeyFrame = true }
        if media.count < ULPFECDescriptor.maskCapacity { media.append(Parity.protectedForm(of: packet)) }
        guard packet.header.marker else { return }
        frameCount += 1
        guard frameCount >= factors.frameCountMax || (excess < Self.excessMax && hasEnoughMedia) else { return }
        makeParity(after: packet, into: &parity)
        media.removeAll(keepingCapacity: true)
        frameCount = 0
        hasKeyFrame = false
    }

    /// Whether the next media packet is to be protected.
    mutating func takesMedia() -> Bool {
        if let pending {
            factors = pending
            self.pending = nil
            mediaCountMin = factor > Self.highFactor ? Self.mediaCountForHighFactor : 1
        }
        return !factors.areZero || !media.isEmpty
    }

    private var factor: Int { hasKeyFrame ? factors.key : factors.delta }
    private var parityCount: Int { ProtectionFactors.parityCount(mediaCount: media.count, factor: factor) }
    private var excess: Int { (parityCount << 8) / max(media.count, 1) - factor }

    private var hasEnoughMedia: Bool {
        let isMany = media.count >= Self.packetsPerFrameForMore * frameCount
        return media.count >= mediaCountMin + (isMany ? 1 : 0)
    }

    private func makeParity(after last: RTPPacket, into parity: inout [RTPPacket]) {
        guard let base = media.first?.header.sequenceNumber else { return }
        let offsets = media.map { Int($0.header.sequenceNumber &- base) }
        let width = (offsets.last ?? 0) + 1
        // Parity packets of the group before may lie between; what does not fit one mask goes unprotected.
        guard width <= ULPFECDescriptor.maskCapacity else { return }
        for row in ParityMask.rows(mediaCount: media.count, parityCount: parityCount) {
            let protection = Parity.protect(
                media,
                mask: ParityMask.spread(row, to: offsets),
                hasLongMask: width > ULPFECDescriptor.shortMaskCapacity,
                payloadTypes: payloadTypes
            )
            guard let protection else { continue }
            var packet = last
            packet.header.marker = false
            packet.header.payloadType = payloadTypes.red
            packet.header.transportSequenceNumber = nil
            packet.header.absoluteSendTime = nil
            packet.redBlockType = payloadTypes.ulpfec
            packet.descriptor = .ulpfec(protection.descriptor)
            packet.payload = protection.payload
            parity.append(packet)
        }
    }
}

extension PayloadDescriptor {
    fileprivate var startsKeyFrame: Bool {
        switch self {
        case .vp8(let descriptor): descriptor.startsFrame && descriptor.isKeyFrame
        case .vp9(let descriptor): !descriptor.isInterPredicted
        case .opus, .opusRED, .ulpfec, .padding: false
        }
    }
}
