import RTPWire
import Units

/// What the path carries: Google congestion control as libwebrtc's `goog_cc_network_control.cc` joins its parts.
///
/// Rates are in bit/s and count SRTP, UDP and IP.
struct BandwidthEstimator: Sendable {
    static let processInterval = TimeDelta.milliseconds(25)
    /// The floor of the whole (libwebrtc, `bwe_defines.h`).
    static let smallestMinimum = 5_000.0
    /// The delay alone is believed until loss is reported, and this long after a first report without any.
    private static let startPhase = TimeDelta.seconds(2)
    /// A probe that falls below the throughput takes the rate no lower than this share of it.
    private static let lowestProbeShare = 0.85
    private static let backoffRoundTripTime = TimeDelta.seconds(3)
    private static let backoffFactor = 0.8
    private static let backoffInterval = TimeDelta.seconds(1)
    /// No probe goes beyond this, in bit/s.
    private static let largestProbe = 5_000_000.0
    /// Video spreads over nine tenths of the time; calls without it have the larger factor.
    private static let pacingFactor = 1.1
    private static let pacingFactorOfAudio = 2.5

    /// The estimate.
    private(set) var target: Double
    /// Probes to send, to be taken out by the pacer.
    var pendingProbes: [ProbeCluster] = []

    /// Audio is never cut, and video not below its minimum, so the target does not fall below both.
    private let minimum: Double
    private var probeLimit: Double
    private let pacingFactor: Double
    private var adapter = TransportFeedbackAdapter()
    private var acknowledged = AcknowledgedBitrateEstimator()
    private var delayBased: DelayBasedEstimator
    private var lossBased: LossBasedEstimator
    private var probeEstimator = ProbeBitrateEstimator()
    private var probeController = ProbeController()
    private var applicationLimited = ApplicationLimitedDetector()
    private var results: [PacketResult] = []
    private var firstLossReport: Timestamp?
    /// As receiver reports have it; `nil` before they told of twenty packets.
    private var reportedLoss: Int?
    /// What the loss-based part said when the target was last taken from it.
    private var lossState = LossBasedEstimator.State.delayBased
    /// What the receiver said last that it can take.
    private var receiverLimit = Double.infinity
    private var propagationRoundTripTime = TimeDelta.zero
    private var lastRoundTripUpdate: Timestamp?
    private var lastSent: Timestamp?
    private var lastBackoff: Timestamp?
    private var nextProcess: Timestamp

    /// - Parameter allocation: what all encoders together need at least, and can use at most; probes go to twice that.
    init(start: Double, allocation: ClosedRange<Double>, sendsVideo: Bool, at now: Timestamp) {
        minimum = max(Self.smallestMinimum, allocation.lowerBound)
        target = max(start, minimum)
        probeLimit = Self.probeLimit(of: allocation.upperBound)
        pacingFactor = sendsVideo ? Self.pacingFactor : Self.pacingFactorOfAudio
        delayBased = DelayBasedEstimator(start: target, minimum: minimum)
        lossBased = LossBasedEstimator(start: target)
        nextProcess = now + Self.processInterval
        probeController.start(at: target, limit: probeLimit, now: now, into: &pendingProbes)
        for cluster in pendingProbes { probeEstimator.started(cluster) }
    }

    var nextTimeout: Timestamp { nextProcess }
    var nextWireSequenceNumber: UInt16 { adapter.nextWireSequenceNumber }
    var pacingRate: Double { target * pacingFactor }
    /// How fast to pad, when loss keeps the rate down and it is on its way up.
    var paddingRate: Double { lossState == .increasing ? min(lossBased.paddingRate, target) : 0 }

    /// Takes what all encoders together can use at most from now on.
    mutating func setMaximumAllocation(_ rate: Double, at now: Timestamp) {
        probeLimit = Self.probeLimit(of: rate)
        let known = pendingProbes.count
        probeController.allocationChanged(
            to: rate,
            isApplicationLimited: applicationLimited.isLimited,
            isLimited: holdsProbes,
            limit: probeLimit,
            now: now,
            into: &pendingProbes
        )
        for cluster in pendingProbes[known...] { probeEstimator.started(cluster) }
    }

    private static func probeLimit(of maximumAllocation: Double) -> Double {
        min(largestProbe, 2 * maximumAllocation)
    }

    mutating func packetSent(size: Int, probeCluster: Int32, at now: Timestamp) {
        adapter.packetSent(size: size, probeCluster: probeCluster, at: now)
        applicationLimited.packetSent(size: size, estimate: target, at: now)
        lastSent = now
    }

    mutating func receive(_ feedback: TransportFeedback, at now: Timestamp) {
        adapter.receive(feedback, at: now, into: &results)
        guard !results.isEmpty else { return }
        updateRoundTripTime(at: now)
        acknowledged.receive(results)
        let throughput = acknowledged.bitrate
        var probe: Double?
        for result in results {
            guard let receiveTime = result.receiveTime, result.sent.probeCluster >= 0 else { continue }
            if let measured = probeEstimator.receive(result.sent, receiveTime: receiveTime) { probe = measured }
        }
        if let measured = probe, let throughput {
            probe = max(measured, min(delayBased.latestRate, throughput * Self.lowestProbeShare))
        }
        delayBased.receive(results, throughput: throughput, probe: probe, at: now)
        // A probe replaces the target at once.
        if let probe, delayBased.usage != .overusing { setTarget(probe) }
        lossBased.receive(
            results,
            acknowledged: throughput,
            delayBased: delayBased.bitrate,
            isApplicationLimited: applicationLimited.isLimited
        )
        updateTarget(at: now)
        if delayBased.hasRecovered { probeAfterRecovery(at: now) }
    }

    /// Takes the loss that receiver reports tell.
    mutating func receive(_ loss: ReportedLoss, at now: Timestamp) {
        firstLossReport = loss.firstReport
        guard loss.fraction != nil else { return }
        reportedLoss = loss.fraction
        updateTarget(at: now)
    }

    /// Takes the receiver's word, which limits the target whatever the feedback says (libwebrtc,
    /// `send_side_bandwidth_estimation.cc`); zero lifts the limit.
    mutating func receive(_ remb: ReceiverEstimatedMaximumBitrate, at now: Timestamp) {
        receiverLimit = remb.bitrate > .zero ? Double(remb.bitrate.bitsPerSecond) : .infinity
        updateTarget(at: now)
    }

    mutating func advance(to now: Timestamp) {
        guard now >= nextProcess else { return }
        nextProcess = now + Self.processInterval
        probeController.advance(to: now)
        updateTarget(at: now)
    }

    /// Takes the round trip that report blocks tell.
    mutating func setRoundTripTime(_ roundTripTime: TimeDelta) { delayBased.setRoundTripTime(roundTripTime) }

    /// The shortest round trip of the packets in a report, without the time that the receiver held it back.
    private mutating func updateRoundTripTime(at now: Timestamp) {
        guard let lastArrival = results.last?.receiveTime else { return }
        var shortest: TimeDelta?
        for result in results {
            guard let arrival = result.receiveTime else { continue }
            let propagation = now - result.sent.sendTime - (lastArrival - arrival)
            shortest = shortest.map { min($0, propagation) } ?? propagation
        }
        guard let shortest else { return }
        propagationRoundTripTime = shortest
        lastRoundTripUpdate = now
    }

    private mutating func updateTarget(at now: Timestamp) {
        if isBackingOff(at: now) { return }
        if reportedLoss ?? 0 == 0, isStarting(at: now), let estimate = delayBased.bitrate, estimate > target {
            setTarget(estimate)
        } else if reportedLoss != nil, lossBased.isReady {
            lossState = lossBased.state
            setTarget(lossBased.bitrate)
        } else {
            setTarget(target)
        }
        let known = pendingProbes.count
        probeController.estimateChanged(
            to: target,
            isLimited: holdsProbes,
            limit: probeLimit,
            now: now,
            into: &pendingProbes
        )
        for cluster in pendingProbes[known...] { probeEstimator.started(cluster) }
    }

    private func isStarting(at now: Timestamp) -> Bool {
        firstLossReport.map { now - $0 < Self.startPhase } ?? true
    }

    /// Whether delay or loss limits the rate, so that more of it would do harm.
    private var holdsProbes: Bool { delayBased.usage != .normal || lossState != .delayBased }

    private mutating func probeAfterRecovery(at now: Timestamp) {
        let known = pendingProbes.count
        probeController.recovered(
            isApplicationLimited: applicationLimited.isLimited,
            limitEnded: applicationLimited.endedAt,
            isLimited: holdsProbes,
            limit: probeLimit,
            now: now,
            into: &pendingProbes
        )
        for cluster in pendingProbes[known...] { probeEstimator.started(cluster) }
    }

    /// Without feedback for seconds the path may be dead: cut by a fifth each second.
    private mutating func isBackingOff(at now: Timestamp) -> Bool {
        guard let lastSent, let lastRoundTripUpdate else { return false }
        let corrected = propagationRoundTripTime + max(lastSent - lastRoundTripUpdate, .zero)
        guard corrected > Self.backoffRoundTripTime else { return false }
        if lastBackoff.map({ now - $0 >= Self.backoffInterval }) ?? true, target > minimum {
            lastBackoff = now
            setTarget(target * Self.backoffFactor)
        }
        return true
    }

    private mutating func setTarget(_ rate: Double) {
        target = max(minimum, min(rate, delayBased.bitrate ?? .infinity, receiverLimit))
    }
}
