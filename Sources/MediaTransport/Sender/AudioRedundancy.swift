import RTPWire

/// Puts a copy of the packet before into each audio packet (RFC 2198; libwebrtc, `audio_encoder_copy_red.cc`).
///
/// Pauses of discontinuous transmission break the chain: their packets are not repeated, and nothing older is.
struct AudioRedundancy: Sendable {
    /// Headers and blocks together stay within this.
    private static let payloadLengthMax = 1_200

    private let payloadTypes: PayloadTypes
    private var previous: EncodedAudioFrame?

    init(payloadTypes: PayloadTypes) { self.payloadTypes = payloadTypes }

    /// Makes a packet of Opus into one of RED, with the frame before in it where that fits.
    mutating func protect(_ packet: inout RTPPacket, carrying frame: EncodedAudioFrame) {
        defer { previous = frame.descriptor.isDTX ? nil : frame }
        guard frame.payload.length < OpusRedundancy.blockLengthLimit else { return }
        packet.header.payloadType = payloadTypes.opusRED
        packet.descriptor = .opusRED(
            OpusRedundancy(
                blockType: payloadTypes.opus,
                primary: frame.descriptor,
                blocks: copy(for: frame).map { [$0] } ?? []
            )
        )
    }

    private func copy(for frame: EncodedAudioFrame) -> OpusRedundancy.Block? {
        guard let previous, previous.payload.length < OpusRedundancy.blockLengthLimit else { return nil }
        let offset = frame.rtpTimestamp &- previous.rtpTimestamp
        let length = 5 + previous.payload.length + frame.payload.length
        guard offset < OpusRedundancy.timestampOffsetLimit, length <= Self.payloadLengthMax else { return nil }
        return OpusRedundancy.Block(
            timestampOffset: UInt16(offset),
            descriptor: previous.descriptor,
            payload: previous.payload
        )
    }
}
