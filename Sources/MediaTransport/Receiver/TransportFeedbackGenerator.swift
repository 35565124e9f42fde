import RTPWire
import Units

/// Reports when each packet of the transport arrived (libwebrtc `transport_sequence_number_feedback_generator.cc`).
///
/// A report is made every 50 to 250 ms, so that reports take 5 % of the bitrate; 100 ms before that is known. Chromium's
/// timers follow a beat, so that 50 ms become 62.5 and 100 ms 109.4, as recorded calls show.
struct TransportFeedbackGenerator: Sendable {
    static let intervalMin = TimeDelta.milliseconds(50)
    static let intervalMax = TimeDelta.milliseconds(250)
    static let intervalDefault = TimeDelta.milliseconds(100)
    /// Chromium lets delayed tasks wait for the next of 64 beats a second.
    private static let beat = TimeDelta.microseconds(15_625)
    /// A report with its headers, on average.
    static let reportSize = DataSize(bytes: 68)
    /// Arrivals stay this long, in case an earlier packet turns up and they must be reported again.
    static let backWindow = TimeDelta.milliseconds(500)
    /// Arrivals in one report, which keeps it in one datagram.
    static let arrivalCountMax = 100
    private static let windowCountMax = 1 << 15
    private static let tick: Int64 = 250_000
    private static let referenceTick: Int64 = 64_000_000

    private var interval: TimeDelta
    private var bitrate: DataRate?
    private let phase: Double
    private var unwrapper = SequenceUnwrapper()
    /// The arrival of each packet from `base` on; `distantFuture` of those that have not come.
    private var arrivals = Ring<Timestamp>()
    private var base: Int64 = 0
    private var hasReceived = false
    /// The first packet to report on; beyond all before the first packet.
    private var windowStart = Int64.max
    private var feedbackCount: UInt8 = 0
    /// The last point of the report clock.
    private var processTime: Timestamp?
    /// When the next report is due; `distantFuture` where nothing is to be told.
    private(set) var wakeTime = Timestamp.distantFuture

    var nextTimeout: Timestamp? { wakeTime == .distantFuture ? nil : wakeTime }

    private var end: Int64 { base + Int64(arrivals.count) }

    /// - Parameters:
    ///   - phase: how much of the interval has gone when the first packet comes, in 0..<1.
    ///   - interval: how long from report to report; `nil` is Chromium's way.
    init(phase: Double = 0, interval: TimeDelta? = nil) {
        self.phase = phase
        self.interval = interval ?? Self.onBeat(Self.intervalDefault)
    }

    /// Chooses the interval by the bitrate that feedback may take a twentieth of.
    mutating func updateBitrate(_ bitrate: DataRate) {
        guard bitrate != self.bitrate else { return }
        self.bitrate = bitrate
        let budget = max(bitrate.bitsPerSecond / 20, 1)
        let wanted = TimeDelta(nanoseconds: Self.reportSize.bytes * 8 * 1_000_000_000 / budget)
        interval = Self.onBeat(min(max(wanted, Self.intervalMin), Self.intervalMax))
    }

    private static func onBeat(_ interval: TimeDelta) -> TimeDelta {
        beat * ((interval.nanoseconds + beat.nanoseconds - 1) / beat.nanoseconds)
    }

    mutating func receive(_ number: UInt16, at now: Timestamp) {
        let sequence = unwrapper.unwrap(number)
        if sequence == end, windowStart < end {
            arrivals.append(now)
            removeExcess()
        } else {
            if windowStart < .max, windowStart >= end { removeOld(before: sequence, now: now) }
            windowStart = min(windowStart, sequence)
            insert(sequence, at: now)
        }
        windowStart = max(windowStart, base)
        if wakeTime == .distantFuture, windowStart < end { schedule(at: now) }
    }

    private mutating func schedule(at now: Timestamp) {
        let last = processTime ?? now - TimeDelta(seconds: interval.seconds * phase)
        var due = last + interval
        if due <= now {
            // The clock kept running while nothing came.
            due += interval * ((now - due).nanoseconds / interval.nanoseconds + 1)
        }
        wakeTime = due
    }

    /// Appends the reports that are due.
    mutating func advance(
        to now: Timestamp,
        senderSSRC: UInt32,
        mediaSSRC: UInt32,
        into effects: inout [ReceiverEffect]
    ) {
        guard now >= wakeTime else { return }
        processTime = wakeTime
        wakeTime = .distantFuture
        while windowStart < end {
            guard var report = makeReport(from: windowStart) else { break }
            report.senderSSRC = senderSSRC
            report.mediaSSRC = mediaSSRC
            effects.append(.feedback(.transportFeedback(report)))
        }
    }

    private mutating func makeReport(from start: Int64) -> TransportFeedback? {
        var index = Int(start - base)
        while index < arrivals.count, arrivals[index] == .distantFuture { index += 1 }
        guard index < arrivals.count else { return nil }
        let reference = arrivals[index].nanoseconds / Self.referenceTick
        var last = reference * Self.referenceTick
        var deltas: [Int16?] = []
        deltas.reserveCapacity(arrivals.count - Int(start - base))
        for _ in Int(start - base)..<index { deltas.append(nil) }
        var missingCount = 0
        var arrivalCount = 0
        var next = start
        while index < arrivals.count, arrivalCount < Self.arrivalCountMax {
            defer { index += 1 }
            let arrival = arrivals[index]
            guard arrival != .distantFuture else {
                missingCount += 1
                continue
            }
            let difference = arrival.nanoseconds - last
            let ticks = (difference + (difference < 0 ? -Self.tick / 2 : Self.tick / 2)) / Self.tick
            guard let delta = Int16(exactly: ticks) else { break }
            // Rounding does not add up: the next delta starts from the rounded time.
            last += ticks * Self.tick
            for _ in 0..<missingCount { deltas.append(nil) }
            missingCount = 0
            deltas.append(delta)
            arrivalCount += 1
            next = base + Int64(index) + 1
        }
        guard arrivalCount > 0 else { return nil }
        windowStart = next
        defer { feedbackCount &+= 1 }
        return TransportFeedback(
            senderSSRC: 0,
            mediaSSRC: 0,
            baseSequenceNumber: UInt16(truncatingIfNeeded: start),
            feedbackPacketCount: feedbackCount,
            referenceTime: UInt32(truncatingIfNeeded: reference) & 0xFF_FFFF,
            arrivalDeltas: deltas
        )
    }

    /// Notes the first arrival of a packet.
    private mutating func insert(_ sequence: Int64, at now: Timestamp) {
        // An emptied window keeps its place, so that a gap after it is still reported.
        if !hasReceived { base = sequence }
        hasReceived = true
        if sequence >= end {
            if sequence - end >= Int64(Self.windowCountMax) {
                arrivals.removeAll()
                base = sequence
            }
            while end < sequence { arrivals.append(.distantFuture) }
            arrivals.append(now)
            removeExcess()
        } else if sequence < base {
            guard end - sequence <= Int64(Self.windowCountMax) else { return }
            while base > sequence {
                arrivals.prepend(.distantFuture)
                base -= 1
            }
            arrivals[0] = now
        } else if arrivals[Int(sequence - base)] == .distantFuture {
            arrivals[Int(sequence - base)] = now
        }
    }

    private mutating func removeExcess() {
        let excess = arrivals.count - Self.windowCountMax
        guard excess > 0 else { return }
        arrivals.removeFirst(excess)
        base += Int64(excess)
    }

    private mutating func removeOld(before sequence: Int64, now: Timestamp) {
        while let first = arrivals.first, base < sequence {
            if first != .distantFuture, now - first <= Self.backWindow { break }
            arrivals.removeFirst()
            base += 1
        }
    }
}
