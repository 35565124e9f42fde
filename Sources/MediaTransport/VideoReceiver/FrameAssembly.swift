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
        guard !packets.isEmpty, packets[0].startsFrame else { return nil }
        let pictureID: Int64
        let isKeyFrame: Bool
        let references: ReferenceDistances
        switch packets[0].descriptor {
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
        var (firstArrival, lastArrival) = (packets[0].arrivalTime, packets[0].arrivalTime)
        var wasRetransmitted = false
        for index in packets.indices {
            firstArrival = min(firstArrival, packets[index].arrivalTime)
            lastArrival = max(lastArrival, packets[index].arrivalTime)
            if packets[index].requestCount > 0 { wasRetransmitted = true }
        }
        return ReceivedVideoFrame(
            payload: Self.joined(packets),
            rtpTimestamp: packets[0].timestamp,
            pictureID: pictureID,
            isKeyFrame: isKeyFrame,
            renderTime: .start,
            firstPacketTime: firstArrival,
            completeTime: lastArrival,
            wasRetransmitted: wasRetransmitted,
            packetCount: packets.count,
            lastSequence: packets[packets.count - 1].sequence,
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
