import RTPWire
import Units

/// One encoded frame that waits for its turn: a packet, or the copy of the frame before it that a packet carries.
struct BufferedAudioPacket: Sendable {
    var payload: Payload
    /// Unwrapped, at 48 kHz.
    var timestamp: Int64
    var sequenceNumber: UInt16
    var sampleCount: Int
    var isFEC: Bool
    /// How many packets back it lies in a RED packet; 0 for what travels as itself.
    var redundancyLevel = 0
    var isDTX: Bool
    var arrivalTime: Timestamp
    /// The pull clock at arrival, in ms.
    var arrivalMilliseconds: Int64

    /// Whether it is a copy, be it in-band or in RED.
    var isCopy: Bool { isFEC || redundancyLevel > 0 }

    /// Whether it is to be preferred to another of the same time stamp: in-band copies come last, later ones first.
    func isBetter(than other: Self) -> Bool {
        isFEC == other.isFEC ? redundancyLevel < other.redundancyLevel : !isFEC
    }
}

/// Encoded audio in the order of its time stamps (libwebrtc `packet_buffer.cc`).
struct AudioPacketBuffer: Sendable {
    /// Whether a packet is obsolete only within this many samples before the limit; 5 s.
    static let obsoleteHorizon: Int64 = 5 * 48_000

    /// The oldest first.
    private(set) var packets = Ring<BufferedAudioPacket>()
    /// Packets with media of their own that were thrown away.
    private(set) var discardedPacketCount = 0
    /// Copies that were thrown away, as most are: their packet came.
    private(set) var discardedFECPacketCount = 0
    private(set) var flushCount = 0
    /// Packets with media of their own that wait.
    private(set) var primaryCount = 0
    private var dtxCount = 0
    private let countMax: Int

    init(countMax: Int) { self.countMax = countMax }

    var isEmpty: Bool { packets.isEmpty }
    var nextTimestamp: Int64? { packets.isEmpty ? nil : packets[0].timestamp }
    var isNextDTX: Bool { !packets.isEmpty && packets[0].isDTX }
    var containsDTX: Bool { dtxCount > 0 }

    /// Puts a packet in its place, and tells whether the buffer was full and had to be emptied first.
    ///
    /// Of two with the same time stamp the better one stays, or the one that came first.
    mutating func insert(_ packet: consuming BufferedAudioPacket) -> Bool {
        var hasFlushed = false
        if packets.count >= countMax {
            flush()
            flushCount += 1
            hasFlushed = true
        }
        var position = packets.count
        while position > 0, packets[position - 1].timestamp > packet.timestamp { position -= 1 }
        if position > 0, packets[position - 1].timestamp == packet.timestamp {
            guard packet.isBetter(than: packets[position - 1]) else {
                countDiscarded(packet)
                return hasFlushed
            }
            let replaced = packets[position - 1]
            countDiscarded(replaced)
            note(replaced, -1)
            note(packet, 1)
            packets[position - 1] = packet
        } else {
            note(packet, 1)
            if position == packets.count { packets.append(packet) } else { packets.insert(packet, at: position) }
        }
        return hasFlushed
    }

    /// Samples in the oldest packet; zero where they are not known, and where there is none.
    var nextSampleCount: Int { packets.isEmpty ? 0 : packets[0].sampleCount }

    /// The newest packet's place and length, and the pull clock at its arrival.
    @inline(__always)
    var newest: (timestamp: Int64, sampleCount: Int, arrivalMilliseconds: Int64)? {
        guard !packets.isEmpty else { return nil }
        let last = packets.count - 1
        return (packets[last].timestamp, packets[last].sampleCount, packets[last].arrivalMilliseconds)
    }

    /// The oldest packet as it goes to the decoder; there must be one.
    @inline(__always)
    func toDecode(at milliseconds: Int64, sampleCount: Int) -> AudioPacketToDecode {
        AudioPacketToDecode(
            payload: packets[0].payload,
            rtpTimestamp: UInt32(truncatingIfNeeded: packets[0].timestamp),
            sequenceNumber: packets[0].sequenceNumber,
            sampleCount: sampleCount,
            isFEC: packets[0].isFEC,
            isRedundant: packets[0].redundancyLevel > 0,
            isDTX: packets[0].isDTX,
            arrivalTime: packets[0].arrivalTime,
            waitingTime: .milliseconds(milliseconds - packets[0].arrivalMilliseconds)
        )
    }

    /// Takes out the oldest packet, of which there must be one, and returns its time stamp.
    mutating func removeFirst() -> Int64 {
        if packets[0].isDTX { dtxCount -= 1 }
        if !packets[0].isCopy { primaryCount -= 1 }
        let timestamp = packets[0].timestamp
        packets.removeFirst()
        return timestamp
    }

    /// Throws away what lies before `limit`: all of it, or only what is not older than the horizon.
    mutating func discard(before limit: Int64, all: Bool) {
        while let timestamp = nextTimestamp, timestamp < limit {
            guard all || timestamp > limit - Self.obsoleteHorizon else { break }
            guard let first = packets.popFirst() else { break }
            countDiscarded(first)
            note(first, -1)
        }
    }

    mutating func flush() {
        for packet in packets { countDiscarded(packet) }
        packets.removeAll()
        dtxCount = 0
        primaryCount = 0
    }

    private mutating func note(_ packet: borrowing BufferedAudioPacket, _ change: Int) {
        if packet.isDTX { dtxCount += change }
        if !packet.isCopy { primaryCount += change }
    }

    private mutating func countDiscarded(_ packet: BufferedAudioPacket) {
        if packet.isCopy { discardedFECPacketCount += 1 } else { discardedPacketCount += 1 }
    }
}
