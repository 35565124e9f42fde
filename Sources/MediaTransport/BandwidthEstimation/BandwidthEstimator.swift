import RTPWire
import Units

/// What the path carries: Google congestion control as libwebrtc's `goog_cc_network_control.cc` joins its parts.
///
/// Rates are in bit/s and count SRTP, UDP and IP.
struct BandwidthEstimator: Sendable {
    static let processInterval = TimeDelta.milliseconds(25)
    /// The floor of the whole (libwebrtc, `bwe_defines.h`).
    static let minimum = 5_000.0
    /// The first probes are believed this long without loss.
    private static let startPhase = TimeDelta.seconds(2)
    /// A probe that falls below the throughput takes the rate no lower than this share of it.
    private static let lowestProbeShare = 0.85
    private static let backoffRoundTripTime = TimeDelta.seconds(3)
    private static let backoffFactor = 0.8
    private static let backoffInterval = TimeDelta.seconds(1)
    /// Probes without a configured maximum stop here.
    private static let largestProbe = 5_000_000.0
    private static let pacingFactorBeforeFeedback = 2.5
    private static let pacingFactor = 1.1

    /// The estimate.
    private(set) var target: Double
    /// Probes to send, to be taken out by the pacer.
    var pendingProbes: [ProbeCluster] = []

    private let maximum: Double
    private var probeLimit: Double
    private let startTime: Timestamp
    private var adapter = TransportFeedbackAdapter()
    private var acknowledged = AcknowledgedBitrateEstimator()
    private var delayBased: DelayBasedEstimator
    private var lossBased: LossBasedEstimator
    private var probeEstimator = ProbeBitrateEstimator()
    private var probeController = ProbeController()
    private var applicationLimited = ApplicationLimitedDetector()
    private var results: [PacketResult] = []
    private var hasFeedback = false
    private var hasSeenLoss = false
    private var feedbackRoundTripTimes = Ring<TimeDelta>()
    private var feedbackRoundTripSum = TimeDelta.zero
    private var propagationRoundTripTime = TimeDelta.zero
    private var lastRoundTripUpdate: Timestamp?
    private var lastSent: Timestamp?
    private var lastBackoff: Timestamp?
    private var nextProcess: Timestamp

    /// - Parameter maximumAllocation: what all encoders together can use at most; probes go to twice that.
    init(start: Double, maximum: Double?, maximumAllocation: Double, at now: Timestamp) {
        target = start
        self.maximum = maximum ?? .infinity
        probeLimit = Self.probeLimit(maximum: maximum, maximumAllocation: maximumAllocation)
        startTime = now
        delayBased = DelayBasedEstimator(start: start, minimum: Self.minimum)
        lossBased = LossBasedEstimator(start: start, maximum: maximum ?? 1e9)
        nextProcess = now + Self.processInterval
        probeController.start(at: start, limit: probeLimit, now: now, into: &pendingProbes)
        for cluster in pendingProbes { probeEstimator.started(cluster) }
    }

    var nextTimeout: Timestamp { nextProcess }
    var nextWireSequenceNumber: UInt16 { adapter.nextWireSequenceNumber }
    var pacingRate: Double { target * (hasFeedback ? Self.pacingFactor : Self.pacingFactorBeforeFeedback) }
    /// How fast to pad, when loss keeps the rate down and it is on its way up.
    var paddingRate: Double { min(lossBased.paddingRate, target) }

    /// Takes what all encoders together can use at most from now on.
    mutating func setMaximumAllocation(_ rate: Double) {
        probeLimit = Self.probeLimit(maximum: maximum.isFinite ? maximum : nil, maximumAllocation: rate)
    }

    private static func probeLimit(maximum: Double?, maximumAllocation: Double) -> Double {
        min(maximum ?? largestProbe, 2 * maximumAllocation)
    }

    mutating func packetSent(size: Int, probeCluster: Int32, at now: Timestamp) {
        adapter.packetSent(size: size, probeCluster: probeCluster, at: now)
        applicationLimited.packetSent(size: size, estimate: target, at: now)
        lastSent = now
    }

    mutating func receive(_ feedback: TransportFeedback, at now: Timestamp) {
        adapter.receive(feedback, at: now, into: &results)
        guard !results.isEmpty else { return }
        hasFeedback = true
        updateRoundTripTime(at: now)
        acknowledged.receive(results)
        let throughput = acknowledged.bitrate
        var probe: Double?
        for result in results {
            guard let receiveTime = result.receiveTime else {
                hasSeenLoss = true
                continue
            }
            guard result.sent.probeCluster >= 0 else { continue }
            if let measured = probeEstimator.receive(result.sent, receiveTime: receiveTime) { probe = measured }
        }
        if let measured = probe, let throughput {
            probe = max(measured, min(delayBased.latestRate, throughput * Self.lowestProbeShare))
        }
        delayBased.receive(results, throughput: throughput, probe: probe, at: now)
        // A probe replaces the target at once, unless loss holds it down.
        if let probe, delayBased.usage != .overusing, lossBased.state == .delayBased { setTarget(probe) }
        lossBased.receive(
            results,
            acknowledged: throughput,
            delayBased: delayBased.bitrate,
            isApplicationLimited: applicationLimited.isLimited
        )
        updateTarget(at: now)
        if delayBased.hasRecovered { probeAfterRecovery(at: now) }
    }

    mutating func advance(to now: Timestamp) {
        guard now >= nextProcess else { return }
        nextProcess = now + Self.processInterval
        probeController.advance(to: now)
        updateTarget(at: now)
    }

    /// The mean over 32 reports of each one's longest round trip, and the shortest of the last one without the time
    /// that the receiver held it back.
    private mutating func updateRoundTripTime(at now: Timestamp) {
        var longest: TimeDelta?
        var shortest: TimeDelta?
        let lastArrival = results.last?.receiveTime
        for result in results {
            guard let arrival = result.receiveTime, let lastArrival else { continue }
            let roundTrip = now - result.sent.sendTime
            let propagation = roundTrip - (lastArrival - arrival)
            longest = longest.map { max($0, roundTrip) } ?? roundTrip
            shortest = shortest.map { min($0, propagation) } ?? propagation
        }
        guard let longest, let shortest else { return }
        if feedbackRoundTripTimes.count == 32, let oldest = feedbackRoundTripTimes.popFirst() {
            feedbackRoundTripSum -= oldest
        }
        feedbackRoundTripTimes.append(longest)
        feedbackRoundTripSum += longest
        delayBased.setRoundTripTime(feedbackRoundTripSum / Int64(feedbackRoundTripTimes.count))
        propagationRoundTripTime = shortest
        lastRoundTripUpdate = now
    }

    private mutating func updateTarget(at now: Timestamp) {
        if isBackingOff(at: now) { return }
        let before = target
        if !hasSeenLoss, now - startTime < Self.startPhase {
            if let estimate = delayBased.bitrate { setTarget(max(estimate, target)) }
        } else if lossBased.isReady {
            setTarget(lossBased.bitrate)
        } else {
            setTarget(target)
        }
        guard target != before else { return }
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

    /// Whether delay or loss limits the rate, so that more of it would do harm.
    private var holdsProbes: Bool { delayBased.usage != .normal || lossBased.state != .delayBased }

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
        if lastBackoff.map({ now - $0 >= Self.backoffInterval }) ?? true, target > Self.minimum {
            lastBackoff = now
            setTarget(target * Self.backoffFactor)
        }
        return true
    }

    private mutating func setTarget(_ rate: Double) {
        target = max(Self.minimum, min(rate, delayBased.bitrate ?? .infinity, maximum))
    }
}
