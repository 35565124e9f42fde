import RTPWire
import Units

/// Makes frames of their packets and works out what they refer to.
///
/// VP8 without temporal layers refers to the picture before (libwebrtc `rtp_frame_id_only_ref_finder.cc`), VP9 in
/// flexible mode to the pictures that its descriptor names.
struct FrameAssembly: Sendable {
    private var identifiers = SequenceUnwrapper()

    /// Returns the frame, or nil where its packets do not describe one.
    mutating func assemble(
        _ complete: CompleteVideoFrame,
        _ descriptor: PayloadDescriptor,
        _ payload: Payload
    ) -> ReceivedVideoFrame? {
        let pictureID: Int64
        let isKeyFrame: Bool
        let references: ReferenceDistances
        switch descriptor {
        case .vp8(let descriptor):
            pictureID = unwrap(descriptor.pictureID)
            isKeyFrame = descriptor.isKeyFrame
            references = isKeyFrame ? ReferenceDistances() : ReferenceDistances(1)
        case .vp9(let descriptor):
            pictureID = unwrap(descriptor.pictureID)
            isKeyFrame = !descriptor.isInterPredicted
            references = isKeyFrame ? ReferenceDistances() : descriptor.referenceDistances
            // A frame that refers to itself, or to nothing though it is predicted, can never be decoded.
            guard isKeyFrame || (!references.isEmpty && !references.contains(0)) else { return nil }
        default:
            return nil
        }
        return ReceivedVideoFrame(
            payload: payload,
            rtpTimestamp: complete.timestamp,
            pictureID: pictureID,
            isKeyFrame: isKeyFrame,
            renderTime: .start,
            firstPacketTime: complete.firstArrival,
            completeTime: complete.lastArrival,
            wasRetransmitted: complete.wasRequested,
            packetCount: complete.packetCount,
            lastSequence: complete.lastSequence,
            referenceDistances: references
        )
    }

    /// Unwraps 15 bits with the 16-bit rule, by using the upper 15 of them.
    private mutating func unwrap(_ pictureID: UInt16) -> Int64 {
        identifiers.unwrap(pictureID << 1) >> 1
    }
}
