import RTPWire
import Units

/// Loss and jitter of one source as its reports tell them (RFC 3550, appendices A.1, A.3 and A.8).
///
/// As libwebrtc's `receive_statistics_impl.cc` does it: jitter in sixteenths; a jump beyond the reordering threshold
/// that the next packet confirms is a restart of the stream and not loss.
struct ReceptionStatistics: Sendable {
    /// No report is made this long after the last packet.
    static let timeout = TimeDelta.seconds(8)
    /// Jumps of the transit time from here on, in RTP units, are no jitter: 5 s of video.
    private static let jitterStepMax: Int64 = 450_000

    private(set) var packetCount = 0
    private(set) var payloadByteCount = 0
    private(set) var headerByteCount = 0
    private(set) var lastPacketTime: Timestamp?
    private(set) var cumulativeLost: Int64 = 0

    private let clockRate: Int64
    private let reorderingMax: Int64
    /// Without wraps; each number is taken as the nearest to it.
    private var highest: Int64 = 0
    private var suspectedRestart: UInt16?
    private var jitterQ4: Int64 = 0
    private var lastInOrderTime: Timestamp = .start
    private var lastTimestamp: UInt32 = 0
    private var reportedHighest: Int64 = 0
    private var reportedLost: Int64 = 0
    private var senderReport: (compactTime: UInt32, arrival: Timestamp)?

    init(clockRate: Int64, reorderingMax: Int64) {
        self.clockRate = clockRate
        self.reorderingMax = reorderingMax
    }

    /// Interarrival jitter in seconds.
    var jitterSeconds: Double { Double(jitterQ4 >> 4) / Double(clockRate) }

    mutating func receive(_ packet: RTPPacket, at now: Timestamp) {
        let isFirst = packetCount == 0
        packetCount += 1
        payloadByteCount += packet.payloadLength + packet.descriptorLength
        headerByteCount += packet.header.length + Int(packet.paddingLength)
        if packet.originalSequenceNumber != nil { payloadByteCount += 2 }
        if packet.redBlockType != nil { payloadByteCount += 1 }
        lastPacketTime = now
        cumulativeLost -= 1
        let number = packet.header.sequenceNumber
        let distance = Int64(Int16(bitPattern: number &- UInt16(truncatingIfNeeded: highest)))
        let sequence = isFirst ? Int64(number) : highest + distance
        if isFirst {
            highest = sequence - 1
            reportedHighest = sequence - 1
        } else if isOutOfOrder(sequence, number: number) {
            return
        }
        cumulativeLost += sequence - highest
        highest = sequence
        if !isFirst, packet.header.timestamp != lastTimestamp {
            updateJitter(timestamp: packet.header.timestamp, at: now)
        }
        lastTimestamp = packet.header.timestamp
        lastInOrderTime = now
    }

    mutating func receive(_ report: SenderReport, at now: Timestamp) {
        senderReport = (UInt32(truncatingIfNeeded: report.ntpTime >> 16), now)
    }

    /// What to report, counting the interval as reported; nil before the first packet and after long silence.
    mutating func makeReportBlock(ssrc: UInt32, at now: Timestamp) -> ReportBlock? {
        guard let lastPacketTime, now - lastPacketTime < Self.timeout else { return nil }
        let expected = highest - reportedHighest
        let lost = cumulativeLost - reportedLost
        var fraction: UInt8 = 0
        if expected > 0, lost > 0 { fraction = UInt8(min(255, (lost << 8) / expected)) }
        reportedHighest = highest
        reportedLost = cumulativeLost
        let delay = senderReport.map { now - $0.arrival } ?? .zero
        return ReportBlock(
            ssrc: ssrc,
            fractionLost: fraction,
            cumulativeLost: Int32(min(max(cumulativeLost, -0x80_0000), 0x7F_FFFF)),
            extendedHighestSequenceNumber: UInt32(truncatingIfNeeded: highest),
            jitter: UInt32(truncatingIfNeeded: jitterQ4 >> 4),
            lastSenderReport: senderReport?.compactTime ?? 0,
            delaySinceLastSenderReport: UInt32(
                clamping: delay.nanoseconds / 1_000_000_000 * 65_536
                    + delay.nanoseconds % 1_000_000_000 * 65_536 / 1_000_000_000
            )
        )
    }

    /// True for a packet that does not move the highest number, or may be the first of a restarted stream.
    private mutating func isOutOfOrder(_ sequence: Int64, number: UInt16) -> Bool {
        if let suspect = suspectedRestart {
            // The suspect was not counted below.
            cumulativeLost -= 1
            suspectedRestart = nil
            if number == suspect &+ 1 {
                highest = sequence - 2
                reportedHighest = sequence - 2
                return false
            }
        }
        if abs(sequence - highest) > reorderingMax {
            suspectedRestart = number
            cumulativeLost += 1
            return true
        }
        return sequence <= highest
    }

    private mutating func updateJitter(timestamp: UInt32, at now: Timestamp) {
        let elapsed = (now - lastInOrderTime).nanoseconds
        let (seconds, rest) = elapsed.quotientAndRemainder(dividingBy: 1_000_000_000)
        let arrivalUnits = seconds * clockRate + (rest * clockRate + 500_000_000) / 1_000_000_000
        let mediaUnits = Int64(Int32(bitPattern: timestamp &- lastTimestamp))
        let difference = abs(arrivalUnits - mediaUnits)
        guard difference < Self.jitterStepMax else { return }
        jitterQ4 += ((difference << 4) - jitterQ4 + 8) >> 4
    }
}
