import RTPWire
import Units

/// Makes frames of their packets and works out what they refer to.
///
/// VP8 without temporal layers refers to the picture before (libwebrtc `rtp_frame_id_only_ref_finder.cc`), VP9 in
/// flexible mode to the pictures that its descriptor names.
struct FrameAssembly: Sendable {
    private var identifiers = SequenceUnwrapper()

    /// Returns the frame, or nil where its packets do not describe one.
    mutating func assemble(_ packets: [BufferedVideoPacket]) -> ReceivedVideoFrame? {
        guard let first = packets.first, let last = packets.last, first.startsFrame else { return nil }
        let pictureID: Int64
        let isKeyFrame: Bool
        let references: ReferenceDistances
        switch first.descriptor {
        case .vp8(let descriptor):
            pictureID = unwrap(descriptor.pictureID)
            isKeyFrame = descriptor.isKeyFrame
            references = isKeyFrame ? [] : [1]
        case .vp9(let descriptor):
            pictureID = unwrap(descriptor.pictureID)
            isKeyFrame = !descriptor.isInterPredicted
            references = isKeyFrame ? [] : descriptor.referenceDistances
            // A frame that refers to itself, or to nothing though it is predicted, can never be decoded.
            guard isKeyFrame || (!references.isEmpty && !references.contains(0)) else { return nil }
        default:
            return nil
        }
        return ReceivedVideoFrame(
            payload: Self.joined(packets),
            rtpTimestamp: first.timestamp,
            pictureID: pictureID,
            isKeyFrame: isKeyFrame,
            renderTime: .start,
            firstPacketTime: packets.reduce(first.arrivalTime) { min($0, $1.arrivalTime) },
            completeTime: packets.reduce(first.arrivalTime) { max($0, $1.arrivalTime) },
            wasRetransmitted: packets.contains { $0.requestCount > 0 },
            packetCount: packets.count,
            lastSequence: last.sequence,
            referenceDistances: references
        )
    }

    /// Unwraps 15 bits with the 16-bit rule, by using the upper 15 of them.
    private mutating func unwrap(_ pictureID: UInt16) -> Int64 {
        identifiers.unwrap(pictureID << 1) >> 1
    }

    private static func joined(_ packets: [BufferedVideoPacket]) -> Payload {
        let length = packets.reduce(0) { $0 + $1.payload.length }
        if case .described(_, let frame)? = packets.first?.payload { return .described(length: length, frame: frame) }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(length)
        for case .bytes(let part) in packets.lazy.map(\.payload) { bytes += part }
        return .bytes(bytes)
    }
}
