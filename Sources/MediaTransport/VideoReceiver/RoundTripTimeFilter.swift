import Units

/// The largest of the round-trip times lately measured, following jumps and drifts (libwebrtc `rtt_filter.cc`).
struct RoundTripTimeFilter: Sendable {
    private static let roundTripTimeMax = 3_000.0
    private static let factorCountMax = 35.0
    private static let jumpDeviations = 2.5
    private static let driftDeviations = 3.5
    private static let bufferCount = 5

    private var average = 0.0
    private var variance = 0.0
    /// In milliseconds.
    private(set) var maximum = 0.0
    private var factorCount = 1.0
    private var hasSample = false
    private var jumps: [Double] = []
    private var drifts: [Double] = []
    private var isLastJumpPositive = false

    mutating func update(_ roundTripTime: TimeDelta) {
        let sample = min(max(roundTripTime.milliseconds, 0), Self.roundTripTimeMax)
        guard hasSample || sample > 0 else { return }
        hasSample = true
        let factor = factorCount > 1 ? (factorCount - 1) / factorCount : 0
        factorCount = min(factorCount + 1, Self.factorCountMax)
        let before = (average, variance)
        average = factor * average + (1 - factor) * sample
        let deviation = sample - average
        variance = factor * variance + (1 - factor) * deviation * deviation
        maximum = max(maximum, sample)
        let follows = followsJump(sample)
        if !follows { (average, variance) = before } else { followDrift(sample) }
    }

    /// False while a jump is suspected, when a sample must not count.
    private mutating func followsJump(_ sample: Double) -> Bool {
        let difference = average - sample
        guard abs(difference) > Self.jumpDeviations * variance.squareRoot() else {
            jumps.removeAll()
            return true
        }
        let isPositive = difference >= 0
        if isPositive != isLastJumpPositive { jumps.removeAll() }
        jumps.append(sample)
        isLastJumpPositive = isPositive
        guard jumps.count >= Self.bufferCount else { return false }
        restart(from: jumps)
        jumps.removeAll()
        return true
    }

    private mutating func followDrift(_ sample: Double) {
        guard maximum - average > Self.driftDeviations * variance.squareRoot() else {
            drifts.removeAll()
            return
        }
        drifts.append(sample)
        guard drifts.count >= Self.bufferCount else { return }
        restart(from: drifts)
        drifts.removeAll()
    }

    private mutating func restart(from samples: [Double]) {
        maximum = samples.reduce(0, max)
        average = samples.reduce(0, +) / Double(samples.count)
        factorCount = Double(Self.bufferCount + 1)
    }
}
