import DequeModule
import Units

/// Decides which missing audio packets to ask for again, and when (libwebrtc `audio/nack_tracker.cc`, M150, and
/// `rtp_rtcp_impl2.cc`).
///
/// Every packet that arrives may lead to a request: at once for what it shows to be missing, and for the whole list once
/// in a round trip and a half. Nobody asks when nothing arrives.
struct AudioNACKTracker: Sendable {
    /// Numbers this far below the newest are given up; 5 s of 20 ms packets.
    static let listCountMax: Int64 = 250
    /// A packet is asked for while its age and a round trip are less than this.
    static let ageMax = TimeDelta.seconds(1)
    static let defaultRoundTripTime = TimeDelta.milliseconds(100)
    /// Sequence numbers in one request (libwebrtc `kRtcpMaxNackFields`).
    static let sequenceNumbersPerNACK = 253
    private static let fullListInterval = TimeDelta.milliseconds(100)
    private static let fullListMargin = TimeDelta.milliseconds(5)
    private static let packetSampleCountMax: Int64 = 120 * 48

    private struct Entry {
        var sequence: Int64
        /// Where its samples would begin.
        var timestamp: Int64
    }

    var roundTripTime: TimeDelta?
    /// Packets that were asked for and came.
    private(set) var recoveredCount = 0

    private var newest: Entry?
    /// In ascending order.
    private var missing: Deque<Entry> = []
    private var requestedThrough: Int64?
    private var lastFullList: Timestamp?
    private var recovered: Deque<Int64> = []

    /// Whether a packet came after it had been asked for.
    func hasRecovered(_ sequence: Int64) -> Bool { recovered.contains(sequence) }

    /// Takes a packet, number and time stamp unwrapped; returns what to ask for now.
    mutating func receive(_ sequence: Int64, timestamp: Int64, at now: Timestamp) -> [Int64] {
        guard let newest else {
            self.newest = Entry(sequence: sequence, timestamp: timestamp)
            return []
        }
        if sequence > newest.sequence {
            list(from: newest, to: Entry(sequence: sequence, timestamp: timestamp))
            self.newest = Entry(sequence: sequence, timestamp: timestamp)
        } else if let index = missing.firstIndex(where: { $0.sequence == sequence }) {
            missing.remove(at: index)
            if let requestedThrough, sequence <= requestedThrough { noteRecovered(sequence) }
        }
        return request(at: now)
    }

    private mutating func list(from newest: Entry, to packet: Entry) {
        let samples = (packet.timestamp - newest.timestamp) / (packet.sequence - newest.sequence)
        if samples > 0, samples <= Self.packetSampleCountMax {
            let first = max(newest.sequence + 1, packet.sequence - Self.listCountMax)
            for lost in first..<max(first, packet.sequence) {
                missing.append(
                    Entry(sequence: lost, timestamp: newest.timestamp + (lost - newest.sequence) * samples)
                )
            }
        }
        while let first = missing.first, first.sequence < packet.sequence - Self.listCountMax { missing.removeFirst() }
    }

    private mutating func request(at now: Timestamp) -> [Int64] {
        guard let newest else { return [] }
        let wait = roundTripTime ?? Self.defaultRoundTripTime
        let wanted = missing.filter { entry in
            let age = TimeDelta(nanoseconds: (newest.timestamp - entry.timestamp) * 1_000_000_000 / 48_000)
            return age + wait < Self.ageMax
        }.map(\.sequence)
        guard let last = wanted.last else { return [] }
        if isFullListDue(at: now) {
            lastFullList = now
        } else if let through = requestedThrough {
            let new = Array(wanted.filter { $0 > through }.prefix(Self.sequenceNumbersPerNACK))
            requestedThrough = max(through, new.last ?? through)
            return new
        }
        let all = Array(wanted.prefix(Self.sequenceNumbersPerNACK))
        requestedThrough = max(requestedThrough ?? last, all.last ?? last)
        return all
    }

    private func isFullListDue(at now: Timestamp) -> Bool {
        guard let lastFullList else { return true }
        let interval = roundTripTime.map { $0 * 3 / 2 + Self.fullListMargin } ?? Self.fullListInterval
        return now - lastFullList > interval
    }

    private mutating func noteRecovered(_ sequence: Int64) {
        recoveredCount += 1
        recovered.append(sequence)
        if recovered.count > Int(Self.listCountMax) { recovered.removeFirst() }
    }
}
