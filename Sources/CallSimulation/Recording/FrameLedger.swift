import MediaTransport
import Units

/// Every frame that one party's camera took, and how far it came.
struct FrameLedger {
    struct Frame {
        let index: Int
        let capturedAt: Timestamp
        /// Set where the encoder made something of it.
        var isEncoded = false
        var isKeyFrame = false
        /// The unwrapped sequence numbers of its packets, as far as they were sent.
        var sequences: [Int64] = []
        var isWhollySent = false
        var arrivedCount = 0
        var firstArrival: Timestamp?
        var assembledAt: Timestamp?
        var decodedAt: Timestamp?

        /// Whether it was decoded though packets of it never came, which parity then made up for.
        var isRecovered: Bool { decodedAt != nil && assembledAt == nil }
    }

    private(set) var frames: [Frame] = []
    private var indexOfTimestamp: [UInt32: Int] = [:]

    /// Notes a picture taken and what the encoder made of it; pictures come in order, from 0.
    mutating func captured(_ encoded: EncodedVideoFrame?, at now: Timestamp) {
        var frame = Frame(index: frames.count, capturedAt: now)
        if let encoded {
            frame.isEncoded = true
            frame.isKeyFrame = encoded.isKeyFrame
            indexOfTimestamp[encoded.rtpTimestamp] = frame.index
        }
        frames.append(frame)
    }

    func index(ofTimestamp timestamp: UInt32) -> Int? { indexOfTimestamp[timestamp] }

    mutating func sent(_ sequence: Int64, of index: Int, isLast: Bool) {
        frames[index].sequences.append(sequence)
        if isLast { frames[index].isWhollySent = true }
    }

    /// Notes a packet that was not there before; whether the frame is complete with it.
    mutating func arrived(packetOf index: Int, at now: Timestamp) -> Bool {
        frames[index].arrivedCount += 1
        frames[index].firstArrival = frames[index].firstArrival ?? now
        let frame = frames[index]
        guard frame.isWhollySent, frame.arrivedCount == frame.sequences.count else { return false }
        frames[index].assembledAt = now
        return true
    }

    mutating func decoded(_ index: Int, at now: Timestamp) {
        if frames.indices.contains(index) { frames[index].decodedAt = now }
    }
}
