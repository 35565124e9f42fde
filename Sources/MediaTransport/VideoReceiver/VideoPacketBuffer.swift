import RTPWire
import Units

/// One packet of video that waits for the rest of its frame.
struct BufferedVideoPacket: Sendable {
    var sequence: Int64
    /// `nil` in a slot without one.
    var packet: RTPPacket?
    var timestamp: UInt32
    var startsFrame: Bool
    var endsFrame: Bool
    var arrivalTime: Timestamp
    /// How often it had been asked for when it came.
    var requestCount: Int
    /// Whether every packet from the start of the frame to this one is there.
    var isContinuous = false

    /// The number of a slot without a packet; no packet has it.
    static let noSequence = Int64.min

    static var none: BufferedVideoPacket {
        BufferedVideoPacket(
            sequence: noSequence,
            packet: nil,
            timestamp: 0,
            startsFrame: false,
            endsFrame: false,
            arrivalTime: .start,
            requestCount: 0
        )
    }
}

/// What the packets of one complete frame are together, but for what they carry.
struct CompleteVideoFrame: Sendable {
    var firstSequence: Int64
    var lastSequence: Int64
    var timestamp: UInt32
    var firstArrival: Timestamp
    var lastArrival: Timestamp
    var wasRequested: Bool
    /// Of the packets' payloads together, in bytes.
    var payloadLength: Int

    var packetCount: Int { Int(lastSequence - firstSequence + 1) }
}

/// Puts packets together to frames (libwebrtc `packet_buffer.cc`).
///
/// A frame is complete when an unbroken run of sequence numbers leads from its start flag to its marker.
struct VideoPacketBuffer: Sendable {
    /// As libwebrtc has it; how far a search goes, however few slots there are.
    static let nominalCapacity = 512
    static let capacityMax = 2_048
    /// Ours: a few slots stay in the cache, and more are made when two packets meet in one.
    private static let startCapacity = 64
    private static let paddingCountMax = 1_000

    private var slots = [BufferedVideoPacket](repeating: .none, count: Self.startCapacity)
    /// Nothing before this one is wanted.
    private var first: Int64?
    private var isClearedToFirst = false
    /// Sequence numbers that carried padding only; asked for membership, never listed.
    private var padding: Set<Int64> = []
    /// Where the search for complete frames stands, and over how many numbers it still goes.
    private var searchPosition: Int64 = 0
    private var searchCount = 0

    /// What an insertion led to.
    enum Insertion: Sendable {
        /// The packet is there; `nextFrame` gives what it completed.
        case inserted
        /// The packet came after its frame had been given up or decoded.
        case obsolete
        /// The buffer was full and has been emptied: only a key frame helps.
        case cleared
    }

    mutating func insert(_ packet: consuming BufferedVideoPacket) -> Insertion {
        searchCount = 0
        if let first {
            if packet.sequence < first {
                if isClearedToFirst { return .obsolete }
                self.first = packet.sequence
            }
        } else {
            first = packet.sequence
        }
        let occupant = slots[index(packet.sequence)].sequence
        if occupant != BufferedVideoPacket.noSequence {
            if occupant == packet.sequence { return .inserted }
            while slots[index(packet.sequence)].sequence != BufferedVideoPacket.noSequence {
                guard grow() else {
                    clear()
                    return .cleared
                }
            }
        }
        let sequence = packet.sequence
        slots[index(sequence)] = packet
        search(from: sequence)
        return .inserted
    }

    /// Notes a packet without media, so that frames on both sides of it count as unbroken.
    mutating func insertPadding(_ sequence: Int64) {
        if padding.count >= Self.paddingCountMax {
            padding = padding.filter { ($0 - sequence).magnitude < UInt64(Self.paddingCountMax) }
        }
        padding.insert(sequence)
        search(from: sequence + 1)
    }

    /// The next frame that the last insertion completed; its packets stay until `takePayload`.
    mutating func nextFrame() -> CompleteVideoFrame? {
        while searchCount > 0 {
            let sequence = searchPosition
            searchPosition += 1
            searchCount -= 1
            if !padding.isEmpty, padding.contains(sequence) { continue }
            guard continues(sequence) else {
                searchCount = 0
                return nil
            }
            let position = index(sequence)
            slots[position].isContinuous = true
            if slots[position].endsFrame, let frame = frame(endingAt: sequence) { return frame }
        }
        return nil
    }

    /// What the first packet of a frame says of it.
    func descriptor(of frame: CompleteVideoFrame) -> PayloadDescriptor {
        slots[index(frame.firstSequence)].packet?.descriptor ?? .padding
    }

    /// Takes out a frame's packets: their bytes, or their length in all.
    mutating func takePayload(of frame: CompleteVideoFrame) -> Payload {
        let payload = payload(of: frame)
        for sequence in frame.firstSequence...frame.lastSequence { empty(index(sequence)) }
        return payload
    }

    /// Forgets everything up to and with `sequence`, and refuses it from now on.
    mutating func clear(through sequence: Int64) {
        guard let start = first else { return }
        guard sequence >= start else { return }
        let end = sequence + 1
        // The range may be longer than the buffer; each slot need be seen only once.
        for offset in 0..<min(end - start, Int64(slots.count)) {
            let position = index(start + offset)
            let stored = slots[position].sequence
            if stored != BufferedVideoPacket.noSequence, stored < end { empty(position) }
        }
        first = end
        isClearedToFirst = true
    }

    private mutating func clear() {
        for position in slots.indices { empty(position) }
        first = nil
        isClearedToFirst = false
        padding.removeAll()
    }

    private func index(_ sequence: Int64) -> Int { Int(truncatingIfNeeded: sequence) & (slots.count - 1) }

    private mutating func grow() -> Bool {
        guard slots.count < Self.capacityMax else { return false }
        let old = slots
        slots = Array(repeating: .none, count: old.count * 2)
        for packet in old where packet.sequence != BufferedVideoPacket.noSequence {
            slots[index(packet.sequence)] = packet
        }
        return true
    }

    /// Marks packets continuous from `sequence` on, as `nextFrame` asks for the frames that this completes.
    private mutating func search(from sequence: Int64) {
        searchPosition = sequence
        searchCount = max(slots.count, Self.nominalCapacity)
    }

    private func continues(_ sequence: Int64) -> Bool {
        let position = index(sequence)
        guard slots[position].sequence == sequence else { return false }
        if slots[position].startsFrame { return true }
        let before = index(sequence - 1)
        return slots[before].sequence == sequence - 1 && slots[before].isContinuous
            && slots[before].timestamp == slots[position].timestamp
    }

    private mutating func frame(endingAt end: Int64) -> CompleteVideoFrame? {
        var start = end
        let last = index(end)
        var frame = CompleteVideoFrame(
            firstSequence: end,
            lastSequence: end,
            timestamp: slots[last].timestamp,
            firstArrival: slots[last].arrivalTime,
            lastArrival: slots[last].arrivalTime,
            wasRequested: false,
            payloadLength: 0
        )
        while true {
            let position = index(start)
            guard slots[position].sequence == start, end - start < Int64(slots.count) else { break }
            frame.firstArrival = min(frame.firstArrival, slots[position].arrivalTime)
            frame.lastArrival = max(frame.lastArrival, slots[position].arrivalTime)
            if slots[position].requestCount > 0 { frame.wasRequested = true }
            frame.payloadLength += slots[position].packet?.payloadLength ?? 0
            if slots[position].startsFrame {
                frame.firstSequence = start
                return frame
            }
            start -= 1
        }
        for sequence in start...end where slots[index(sequence)].sequence == sequence { empty(index(sequence)) }
        return nil
    }

    private func payload(of frame: CompleteVideoFrame) -> Payload {
        if case .described(_, let number)? = slots[index(frame.firstSequence)].packet?.payload {
            return .described(length: frame.payloadLength, frame: number)
        }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(frame.payloadLength)
        for sequence in frame.firstSequence...frame.lastSequence {
            if case .bytes(let part)? = slots[index(sequence)].packet?.payload { bytes += part }
        }
        return .bytes(bytes)
    }

    private mutating func empty(_ position: Int) {
        slots[position].sequence = BufferedVideoPacket.noSequence
        slots[position].packet = nil
    }
}
