import Statistics
import Units

/// Raises the rate while the queue is empty and cuts it below the throughput when the queue grows
/// (libwebrtc, `aimd_rate_control.cc`; draft-ietf-rmcat-gcc-02, section 5.5).
struct AIMDRateControl: Sendable {
    private enum Phase {
        case hold
        case increase
        case decrease
    }

    private static let decreaseFactor = 0.85
    private static let increasePerSecond = 1.08
    private static let initialisationTime = TimeDelta.seconds(5)
    /// The round trip assumed before one is measured.
    private static let defaultRoundTripTime = TimeDelta.milliseconds(200)

    /// In bit/s.
    private(set) var bitrate: Double
    /// Whether the rate is more than the configured start.
    private(set) var isInitialised = false
    var roundTripTime = Self.defaultRoundTripTime

    private let minimum: Double
    private var phase = Phase.hold
    private var linkCapacity = LinkCapacityEstimator()
    private var latestThroughput: Double
    private var firstThroughputTime: Timestamp?
    private var lastChange: Timestamp?

    init(start: Double, minimum: Double) {
        bitrate = start
        latestThroughput = start
        self.minimum = minimum
    }

    /// Takes a probe's result, or another estimate from outside, as it is.
    mutating func setEstimate(_ estimate: Double, at now: Timestamp) {
        isInitialised = true
        bitrate = max(estimate, minimum)
        lastChange = now
    }

    /// Whether a further cut is due though the last one has hardly shown.
    func isTimeToReduceFurther(throughput: Double, at now: Timestamp) -> Bool {
        isAfterReductionInterval(at: now) || (isInitialised && throughput < 0.5 * bitrate)
    }

    /// The same before any throughput is known.
    func isInitialTimeToReduceFurther(at now: Timestamp) -> Bool { isInitialised && isAfterReductionInterval(at: now) }

    private func isAfterReductionInterval(at now: Timestamp) -> Bool {
        guard let lastChange else { return true }
        return now - lastChange >= min(max(roundTripTime, .milliseconds(10)), .milliseconds(200))
    }

    mutating func update(_ usage: BandwidthUsage, throughput: Double?, at now: Timestamp) {
        if !isInitialised, let throughput {
            let first = firstThroughputTime ?? now
            firstThroughputTime = first
            if now - first > Self.initialisationTime {
                bitrate = throughput
                isInitialised = true
            }
        }
        if let throughput { latestThroughput = throughput }
        guard isInitialised || usage == .overusing else { return }
        changePhase(usage, at: now)
        switch phase {
        case .hold: break
        case .increase: increase(at: now)
        case .decrease: decrease(at: now)
        }
    }

    private mutating func changePhase(_ usage: BandwidthUsage, at now: Timestamp) {
        switch usage {
        case .normal:
            if phase == .hold {
                lastChange = now
                phase = .increase
            }
        case .overusing: phase = .decrease
        case .underusing: phase = .hold
        }
    }

    private mutating func increase(at now: Timestamp) {
        if let bounds = linkCapacity.bounds, latestThroughput > bounds.upperBound { linkCapacity.reset() }
        let limit = 1.5 * latestThroughput + 10_000
        let elapsed = min((now - (lastChange ?? now)).seconds, 1)
        if bitrate < limit {
            let raised =
                linkCapacity.estimate != nil
                ? bitrate + additivePerSecond * elapsed
                : bitrate + max(bitrate * (Elementary.pow(Self.increasePerSecond, elapsed) - 1), 1_000)
            bitrate = max(min(raised, limit), minimum)
        }
        lastChange = now
    }

    /// About half a packet for each response time (bit/s for each second).
    private var additivePerSecond: Double {
        let frameBytes = bitrate / 30 / 8
        let packets = (frameBytes / 1_200).rounded(.up)
        let packetBits = frameBytes * 8 / max(packets, 1)
        let response = (roundTripTime + .milliseconds(100)).seconds * 2
        return max(4_000, packetBits / response)
    }

    private mutating func decrease(at now: Timestamp) {
        var lowered = latestThroughput * Self.decreaseFactor
        if lowered > 5_000 { lowered -= 5_000 }
        if lowered > bitrate, let capacity = linkCapacity.estimate { lowered = Self.decreaseFactor * capacity * 1_000 }
        if lowered < bitrate { bitrate = max(lowered, minimum) }
        if let bounds = linkCapacity.bounds, latestThroughput < bounds.lowerBound { linkCapacity.reset() }
        isInitialised = true
        linkCapacity.overuseDetected(throughput: latestThroughput)
        phase = .hold
        lastChange = now
    }
}
