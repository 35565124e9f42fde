import RTPWire
import Units

/// One packet of video that waits for the rest of its frame.
struct BufferedVideoPacket: Sendable {
    var sequence: Int64
    var timestamp: UInt32
    var descriptor: PayloadDescriptor
    var payload: Payload
    var startsFrame: Bool
    var endsFrame: Bool
    var arrivalTime: Timestamp
    /// How often it had been asked for when it came.
    var requestCount: Int
    /// Whether every packet from the start of the frame to this one is there.
    var isContinuous = false
}

/// Puts packets together to frames (libwebrtc `packet_buffer.cc`).
///
/// A frame is complete when an unbroken run of sequence numbers leads from its start flag to its marker.
struct VideoPacketBuffer: Sendable {
    static let startCapacity = 512
    static let capacityMax = 2_048
    private static let paddingCountMax = 1_000

    private var slots: [BufferedVideoPacket?] = Array(repeating: nil, count: Self.startCapacity)
    /// Nothing before this one is wanted.
    private var first: Int64?
    private var isClearedToFirst = false
    /// Sequence numbers that carried padding only; asked for membership, never listed.
    private var padding: Set<Int64> = []

    /// What an insertion led to.
    enum Insertion: Sendable {
        /// Each inner array is the packets of one frame in order.
        case frames([[BufferedVideoPacket]])
        /// The packet came after its frame had been given up or decoded.
        case obsolete
        /// The buffer was full and has been emptied: only a key frame helps.
        case cleared
    }

    mutating func insert(_ packet: BufferedVideoPacket) -> Insertion {
        if let first {
            if packet.sequence < first {
                if isClearedToFirst { return .obsolete }
                self.first = packet.sequence
            }
        } else {
            first = packet.sequence
        }
        if let occupant = slots[index(packet.sequence)] {
            if occupant.sequence == packet.sequence { return .frames([]) }
            while slots[index(packet.sequence)] != nil {
                guard grow() else {
                    clear()
                    return .cleared
                }
            }
        }
        slots[index(packet.sequence)] = packet
        return .frames(findFrames(from: packet.sequence))
    }

    /// Notes a packet without media, so that frames on both sides of it count as unbroken.
    mutating func insertPadding(_ sequence: Int64) -> [[BufferedVideoPacket]] {
        if padding.count >= Self.paddingCountMax { padding = padding.filter { $0 > sequence - 1_000 } }
        padding.insert(sequence)
        return findFrames(from: sequence + 1)
    }

    /// Forgets everything up to and with `sequence`, and refuses it from now on.
    mutating func clear(through sequence: Int64) {
        guard let start = first else { return }
        guard sequence >= start else { return }
        let end = sequence + 1
        // The range may be longer than the buffer; each slot need be seen only once.
        for offset in 0..<min(end - start, Int64(slots.count)) {
            let position = index(start + offset)
            if let stored = slots[position], stored.sequence < end { slots[position] = nil }
        }
        first = end
        isClearedToFirst = true
    }

    private mutating func clear() {
        for position in slots.indices { slots[position] = nil }
        first = nil
        isClearedToFirst = false
        padding.removeAll()
    }

    private func index(_ sequence: Int64) -> Int { Int(truncatingIfNeeded: sequence) & (slots.count - 1) }

    private mutating func grow() -> Bool {
        guard slots.count < Self.capacityMax else { return false }
        let old = slots
        slots = Array(repeating: nil, count: old.count * 2)
        for case let packet? in old { slots[index(packet.sequence)] = packet }
        return true
    }

    /// Marks packets continuous from `sequence` on, and takes out the frames that this completes.
    private mutating func findFrames(from sequence: Int64) -> [[BufferedVideoPacket]] {
        var frames: [[BufferedVideoPacket]] = []
        var sequence = sequence
        for _ in slots.indices {
            if padding.contains(sequence) {
                sequence += 1
                continue
            }
            guard continues(sequence) else { break }
            let position = index(sequence)
            slots[position]?.isContinuous = true
            if slots[position]?.endsFrame == true { frames.append(takeFrame(endingAt: sequence)) }
            sequence += 1
        }
        return frames
    }

    private func continues(_ sequence: Int64) -> Bool {
        guard let packet = slots[index(sequence)], packet.sequence == sequence else { return false }
        if packet.startsFrame { return true }
        guard let before = slots[index(sequence - 1)], before.sequence == sequence - 1 else { return false }
        return before.timestamp == packet.timestamp && before.isContinuous
    }

    private mutating func takeFrame(endingAt end: Int64) -> [BufferedVideoPacket] {
        var start = end
        while let packet = slots[index(start)], packet.sequence == start, !packet.startsFrame,
            end - start < Int64(slots.count)
        {
            start -= 1
        }
        var packets: [BufferedVideoPacket] = []
        packets.reserveCapacity(Int(end - start + 1))
        for sequence in start...end {
            guard let packet = slots[index(sequence)], packet.sequence == sequence else { continue }
            packets.append(packet)
            slots[index(sequence)] = nil
        }
        return packets
    }
}
