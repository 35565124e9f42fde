import RTPWire
import Units

/// Sent video, kept for requests to send it again (libwebrtc, `rtp_packet_history.cc`).
struct PacketHistory: Sendable {
    private struct Entry {
        var packet: RTPPacket
        var lastSent: Timestamp
        var retransmissions = 0
        var isPending = false

        var sequenceNumber: UInt16 { packet.header.sequenceNumber }
    }

    private static let shortestTime = TimeDelta.seconds(1)
    private static let roundTrips: Int64 = 3
    private static let cullingFactor: Int64 = 3
    private static let nominalCapacity = 600
    private static let capacity = 9_600
    /// A packet this many bytes smaller does not become the model for padding, until the model is this old.
    private static let paddingHysteresis = 100
    private static let paddingModelAgeMax: UInt16 = 1 << 13
    private static let spacingMargin = TimeDelta.milliseconds(5)

    /// By sequence number; parity packets, which are not sent again, leave gaps.
    private var entries = Ring<Entry>()
    private var roundTripTime: TimeDelta?
    private var lastSent = Timestamp.start
    /// Packets forgotten before their time, because there were too many.
    private(set) var overflowCount: Int64 = 0

    /// Which packet padding repeats, by number and length, and the packet itself once it is forgotten.
    private var model: (sequenceNumber: UInt16, payloadLength: Int)?
    private var forgottenModel: RTPPacket?

    /// The packet that padding repeats: the last large one.
    var paddingModel: RTPPacket? {
        guard let model else { return nil }
        return forgottenModel ?? index(of: model.sequenceNumber).map { entries[$0].packet }
    }

    mutating func setRoundTripTime(_ roundTripTime: TimeDelta) { self.roundTripTime = roundTripTime }

    /// Takes a packet that is sent for the first time.
    mutating func sent(_ packet: consuming RTPPacket, at now: Timestamp) {
        lastSent = now
        cull()
        let (sequenceNumber, payloadLength) = (packet.header.sequenceNumber, packet.payloadLength)
        insert(consume packet, at: now)
        if let model, payloadLength + Self.paddingHysteresis <= model.payloadLength {
            let age = sequenceNumber &- model.sequenceNumber
            if age <= Self.paddingModelAgeMax || age >= 1 << 15 { return }
        }
        model = (sequenceNumber, payloadLength)
        forgottenModel = nil
    }

    /// A packet to send again, which is pending until `resent`; `nil` when it is gone, waits already, or was sent
    /// again less than a round trip and 5 ms ago.
    mutating func takeForRetransmission(_ sequenceNumber: UInt16, at now: Timestamp) -> RTPPacket? {
        guard let index = index(of: sequenceNumber) else { return nil }
        let entry = entries[index]
        guard !entry.isPending else { return nil }
        let spacing = (roundTripTime ?? .zero) + Self.spacingMargin
        if entry.retransmissions > 0, now < entry.lastSent + spacing { return nil }
        entries[index].isPending = true
        return entry.packet
    }

    /// Releases a packet that was taken but not sent.
    mutating func release(_ sequenceNumber: UInt16) {
        if let index = index(of: sequenceNumber) { entries[index].isPending = false }
    }

    mutating func resent(_ sequenceNumber: UInt16, at now: Timestamp) {
        guard let index = index(of: sequenceNumber) else { return }
        entries[index].isPending = false
        entries[index].retransmissions += 1
        entries[index].lastSent = now
    }

    /// Keeps the order of sequence numbers where a packet is passed on that others had overtaken.
    private mutating func insert(_ packet: consuming RTPPacket, at now: Timestamp) {
        var position = entries.count
        while position > 0 {
            let distance = Int16(
                bitPattern: packet.header.sequenceNumber &- entries[position - 1].sequenceNumber
            )
            if distance == 0 { return }
            if distance > 0 { break }
            position -= 1
        }
        if position == entries.count {
            entries.append(Entry(packet: consume packet, lastSent: now))
        } else {
            entries.insert(Entry(packet: consume packet, lastSent: now), at: position)
        }
    }

    private func index(of sequenceNumber: UInt16) -> Int? {
        guard let first = entries.first else { return nil }
        let base = first.sequenceNumber
        let distance = sequenceNumber &- base
        var (low, high) = (0, min(entries.count, Int(distance) + 1))
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].sequenceNumber &- base < distance {
                low = middle + 1
            } else {
                high = middle
            }
        }
        return low < entries.count && entries[low].sequenceNumber == sequenceNumber ? low : nil
    }

    /// Forgets what is old as of when a packet was last sent.
    private mutating func cull() {
        let time = max(Self.shortestTime, (roundTripTime ?? .zero) * Self.roundTrips)
        while !entries.isEmpty {
            if entries.count >= Self.capacity {
                overflowCount += 1
            } else {
                let age = lastSent - entries[0].lastSent
                guard !entries[0].isPending, age >= time else { return }
                guard entries.count >= Self.nominalCapacity || age >= time * Self.cullingFactor else { return }
            }
            if forgottenModel == nil, entries[0].sequenceNumber == model?.sequenceNumber {
                forgottenModel = entries[0].packet
            }
            entries.removeFirst()
        }
    }
}
