import RTPWire

/// Complete frames in order, until everything they refer to has been decoded (libwebrtc `frame_buffer.cc`).
struct FrameBuffer: Sendable {
    static let frameCountMax = 800

    private struct Stored {
        var frame: ReceivedVideoFrame
        var isContinuous = false
    }

    /// In ascending order of picture identifiers; most often one.
    private var frames: [Stored] = []
    private var decoded = DecodedHistory()
    private var lastContinuousID: Int64?
    /// Frames and their packets that were skipped.
    private(set) var droppedFrameCount = 0
    private(set) var droppedPacketCount = 0

    /// The identifiers of the oldest and the newest frame that could be decoded now.
    private(set) var decodable: (next: Int64, last: Int64)?

    /// What an insertion led to.
    struct Insertion {
        var isInserted: Bool
        /// The last packet of the newest frame that is now continuous, where that changed.
        var continuousThrough: Int64?
    }

    mutating func insert(_ frame: consuming ReceivedVideoFrame) -> Insertion {
        if frames.isEmpty, follows(frame) { return insertAlone(frame) }
        if let last = decoded.last, frame.pictureID <= last.pictureID {
            let isNewer = Int32(bitPattern: frame.rtpTimestamp &- last.rtpTimestamp) > 0
            guard frame.isKeyFrame, isNewer else { return Insertion(isInserted: false) }
            clear()
        }
        if frames.count >= Self.frameCountMax {
            guard frame.isKeyFrame else {
                droppedFrameCount += 1
                droppedPacketCount += frame.packetCount
                return Insertion(isInserted: false)
            }
            clear()
        }
        var position = frames.count
        while position > 0, frames[position - 1].frame.pictureID > frame.pictureID { position -= 1 }
        if position > 0, frames[position - 1].frame.pictureID == frame.pictureID {
            return Insertion(isInserted: false)
        }
        if position == frames.count {
            frames.append(Stored(frame: frame))
        } else {
            frames.insert(Stored(frame: frame), at: position)
        }
        let continuousThrough = propagateContinuity(from: position)
        if continuousThrough != nil { findDecodable() }
        return Insertion(isInserted: true, continuousThrough: continuousThrough)
    }

    /// Whether a frame goes on from what was decoded last, as nearly all do.
    private func follows(_ frame: borrowing ReceivedVideoFrame) -> Bool {
        guard let last = decoded.last, frame.pictureID > last.pictureID, frame.pictureID > lastContinuousID ?? .min
        else {
            return false
        }
        return frame.references.allSatisfy(decoded.contains)
    }

    private mutating func insertAlone(_ frame: consuming ReceivedVideoFrame) -> Insertion {
        let (pictureID, lastSequence) = (frame.pictureID, frame.lastSequence)
        frames.append(Stored(frame: frame, isContinuous: true))
        lastContinuousID = pictureID
        decodable = (pictureID, pictureID)
        return Insertion(isInserted: true, continuousThrough: lastSequence)
    }

    func rtpTimestamp(of pictureID: Int64) -> UInt32? { index(of: pictureID).map { frames[$0].frame.rtpTimestamp } }

    /// Takes out the next frame that can be decoded and drops those before it; they can never be.
    mutating func extractNext() -> ReceivedVideoFrame? {
        guard let next = decodable?.next, let position = index(of: next) else { return nil }
        if frames.count == 1 {
            decodable = nil
            let frame = frames.removeLast().frame
            decoded.insert(frame)
            return frame
        }
        countDropped(position)
        let frame = frames[position].frame
        decoded.insert(frame)
        frames.removeFirst(position + 1)
        findDecodable()
        return frame
    }

    /// Skips the next frame that can be decoded, for a newer one.
    mutating func dropNext() {
        guard let next = decodable?.next, let position = index(of: next) else { return }
        countDropped(position + 1)
        frames.removeFirst(position + 1)
        findDecodable()
    }

    private mutating func countDropped(_ count: Int) {
        droppedFrameCount += count
        for position in 0..<count { droppedPacketCount += frames[position].frame.packetCount }
    }

    private mutating func clear() {
        countDropped(frames.count)
        frames.removeAll(keepingCapacity: true)
        decoded = DecodedHistory()
        lastContinuousID = nil
        decodable = nil
    }

    private mutating func propagateContinuity(from start: Int) -> Int64? {
        var result: Int64?
        for position in start..<frames.count where !frames[position].isContinuous {
            let isContinuous = frames[position].frame.references.allSatisfy { reference in
                decoded.contains(reference) || index(of: reference).map { frames[$0].isContinuous } == true
            }
            guard isContinuous else { continue }
            frames[position].isContinuous = true
            let id = frames[position].frame.pictureID
            guard id > lastContinuousID ?? .min else { continue }
            lastContinuousID = id
            result = frames[position].frame.lastSequence
        }
        // A continuous frame may lie before the last one, and still become decodable.
        return result ?? (start < frames.count && frames[start].isContinuous ? lastContinuousSequence : nil)
    }

    private var lastContinuousSequence: Int64? {
        lastContinuousID.flatMap(index(of:)).map { frames[$0].frame.lastSequence }
    }

    private mutating func findDecodable() {
        decodable = nil
        guard let limit = lastContinuousID else { return }
        for position in frames.indices {
            let pictureID = frames[position].frame.pictureID
            guard pictureID <= limit else { break }
            guard frames[position].frame.references.allSatisfy(decoded.contains) else { continue }
            decodable = (decodable?.next ?? pictureID, pictureID)
        }
    }

    private func index(of pictureID: Int64) -> Int? {
        var low = 0
        var high = frames.count
        while low < high {
            let middle = (low + high) / 2
            if frames[middle].frame.pictureID < pictureID { low = middle + 1 } else { high = middle }
        }
        return low < frames.count && frames[low].frame.pictureID == pictureID ? low : nil
    }
}

/// Which of the last pictures have been decoded.
struct DecodedHistory: Sendable {
    static let capacity: Int64 = 8_192

    private(set) var last: (pictureID: Int64, rtpTimestamp: UInt32)?
    private var words = [UInt64](repeating: 0, count: Int(Self.capacity / 64))

    mutating func insert(_ frame: ReceivedVideoFrame) {
        let id = frame.pictureID
        if let last {
            // Whoever falls out of the window, or was jumped over, was not decoded.
            for skipped in (last.pictureID + 1)..<min(id, last.pictureID + 1 + Self.capacity) { set(skipped, false) }
        }
        set(id, true)
        last = (id, frame.rtpTimestamp)
    }

    func contains(_ pictureID: Int64) -> Bool {
        guard let last, pictureID <= last.pictureID, pictureID > last.pictureID - Self.capacity else { return false }
        let bit = Int(pictureID & (Self.capacity - 1))
        return words[bit / 64] >> UInt64(bit % 64) & 1 == 1
    }

    private mutating func set(_ pictureID: Int64, _ value: Bool) {
        let bit = Int(pictureID & (Self.capacity - 1))
        let mask: UInt64 = 1 << UInt64(bit % 64)
        if value { words[bit / 64] |= mask } else { words[bit / 64] &= ~mask }
    }
}
