import RTPWire
import Units

/// The receiver's estimate of what the path carries, from when packets left and came
/// (libwebrtc, `remote_bitrate_estimator_abs_send_time.cc` and `remb_throttler.cc`).
///
/// Delay is judged by the arrival-time filter of the first congestion control, which knows the sizes of packets. Rates
/// are in bit/s and count payload and padding only, as libwebrtc's do.
struct ReceiveSideEstimator: Sendable {
    /// Where the rate control stands before anything sets it (libwebrtc, `aimd_rate_control.cc`).
    private static let startBitrate = 30_000_000.0
    private static let streamTimeout = TimeDelta.seconds(2)
    private static let reportInterval = TimeDelta.milliseconds(200)
    /// An estimate this much below the one that was sent goes at once.
    private static let dropFactor = 1.03
    /// What one RTCP packet takes, of a twentieth of the rate.
    private static let reportBits = 80.0 * 8
    private static let reportShare = 0.05
    private static let updateIntervalRange = TimeDelta.milliseconds(200)...TimeDelta.seconds(1)

    private let localSSRC: UInt32
    private var clock = AbsoluteSendTime()
    private var groups = ReceivedGroups()
    private var filter = ArrivalTimeFilter()
    private var detector = OveruseDetector()
    private var rateControl = AIMDRateControl(start: startBitrate, minimum: BandwidthEstimator.smallestMinimum)
    private var probes = ReceivedProbes()
    private var incoming = RateMeter()
    private var incomingSince: Timestamp?
    /// When each stream was last heard of, by its number.
    private var streams: [(ssrc: UInt32, time: Timestamp)] = []
    private var lastUpdate: Timestamp?
    private var lastReport: (time: Timestamp, rate: Double)?

    init(localSSRC: UInt32) { self.localSSRC = localSSRC }

    /// The estimate; `nil` before there is one.
    var bitrate: DataRate? {
        rateControl.isInitialised ? DataRate(bitsPerSecond: Int64(rateControl.bitrate)) : nil
    }

    mutating func setRoundTripTime(_ roundTripTime: TimeDelta) { rateControl.roundTripTime = roundTripTime }

    /// Takes a packet; appends a REMB where one is due.
    mutating func receive(_ packet: RTPPacket, at now: Timestamp, into effects: inout [ReceiverEffect]) {
        guard let value = packet.header.absoluteSendTime else { return }
        note(packet.header.ssrc, at: now)
        let sendTime = clock.unwrap(value)
        let size = packet.length - packet.header.length
        count(size, at: now)
        var isDue = false
        if let probe = probes.receive(size: size, sendTime: sendTime, at: now, estimate: bitrate) {
            rateControl.setEstimate(probe, at: now)
            isDue = true
        }
        judgeDelay(sendTime: sendTime, size: size, at: now)
        guard isDue || isUpdateDue(at: now) else { return }
        rateControl.update(detector.usage, throughput: throughput(at: now), at: now)
        guard rateControl.isInitialised else { return }
        lastUpdate = now
        report(at: now, into: &effects)
    }

    private mutating func judgeDelay(sendTime: Timestamp, size: Int, at now: Timestamp) {
        guard let deltas = groups.receive(sendTime: sendTime, size: size, at: now) else { return }
        let sendDelta = deltas.send.milliseconds
        filter.receive(
            sendDelta: sendDelta,
            arrivalDelta: deltas.arrival.milliseconds,
            sizeDelta: deltas.size,
            usage: detector.usage
        )
        detector.receive(growth: filter.offset, sendDelta: sendDelta, deltaCount: filter.deltaCount, at: now)
    }

    private func isUpdateDue(at now: Timestamp) -> Bool {
        guard let lastUpdate else { return true }
        let wanted = TimeDelta(seconds: Self.reportBits / (Self.reportShare * rateControl.bitrate))
        let range = Self.updateIntervalRange
        if now - lastUpdate > min(max(wanted, range.lowerBound), range.upperBound) { return true }
        guard detector.usage == .overusing, let rate = throughput(at: now) else { return false }
        return rateControl.isTimeToReduceFurther(throughput: rate, at: now)
    }

    private mutating func report(at now: Timestamp, into effects: inout [ReceiverEffect]) {
        let rate = rateControl.bitrate
        if let lastReport, rate * Self.dropFactor > lastReport.rate, now < lastReport.time + Self.reportInterval {
            return
        }
        lastReport = (now, rate)
        let remb = ReceiverEstimatedMaximumBitrate(
            senderSSRC: localSSRC,
            bitrate: DataRate(bitsPerSecond: Int64(rate)),
            ssrcs: streams.map(\.ssrc)
        )
        effects.append(.feedback(.remb(remb)))
    }
}

extension ReceiveSideEstimator {
    /// Keeps the streams of the last two seconds; after a pause of all of them the delay is judged afresh.
    private mutating func note(_ ssrc: UInt32, at now: Timestamp) {
        streams.removeAll { now - $0.time > Self.streamTimeout }
        if streams.isEmpty {
            groups = ReceivedGroups()
            filter = ArrivalTimeFilter()
        }
        if let index = streams.firstIndex(where: { $0.ssrc == ssrc }) {
            streams[index].time = now
        } else {
            streams.append((ssrc, now))
            streams.sort { $0.ssrc < $1.ssrc }
        }
    }

    private mutating func count(_ size: Int, at now: Timestamp) {
        incoming.trim(to: now)
        if incoming.bytes == 0 { incomingSince = now }
        incoming.add(size, at: now)
    }

    /// Over the last second, or what there is of it.
    private func throughput(at now: Timestamp) -> Double? {
        guard let incomingSince, now > incomingSince else { return nil }
        let span = min(now - incomingSince + .milliseconds(1), .seconds(1))
        return Double(incoming.bytes * 8) / span.seconds
    }
}
