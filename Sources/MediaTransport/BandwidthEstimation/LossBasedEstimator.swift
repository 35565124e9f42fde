import Statistics
import Units

/// The most likely bandwidth when loss is part the link's own and part overflow (libwebrtc, `loss_based_bwe_v2.cc`).
///
/// The model: loss probability = inherent + (1 - inherent) * max(0, (rate - bandwidth) / rate).
struct LossBasedEstimator: Sendable {
    enum State: Sendable {
        /// Loss does not limit the rate.
        case delayBased
        case increasing
        case decreasing
    }

    /// What explains the observations best.
    private struct Channel {
        var inherentLoss: Double
        /// In bit/s.
        var bandwidth: Double
    }

    /// Where nothing else limits, in bit/s.
    private static let maximum = 1e9
    private static let requiredWindows = 3
    private static let candidateFactors = [1.02, 1.0, 0.95]
    private static let newtonStep = 0.75
    private static let lowestInherentLoss = 0.001
    /// Loss beyond `lossOffset` is inherent only as far as this many bit/s allow.
    private static let lossOffset = 0.05
    private static let bandwidthBalance = 100_000.0
    private static let highBandwidthBias = 0.0002
    private static let highLogBandwidthBias = 0.02
    private static let biasLossThreshold = 0.2
    private static let biasSmoothing = 0.002
    private static let rampUpFactor = 1.5
    private static let rampUpFactorInHold = 1.2
    private static let rampUpHoldThreshold = 1.3
    private static let largestIncrease = 1.3
    private static let increaseWindow = TimeDelta.milliseconds(300)
    private static let firstHold = TimeDelta.milliseconds(300)
    private static let longestHold = TimeDelta.seconds(60)
    private static let paddingTime = TimeDelta.seconds(2)

    private(set) var state = State.delayBased
    /// In bit/s; meaningful once ready.
    private(set) var bitrate: Double
    private var observations = LossObservations()
    private var channel: Channel?
    private var acknowledged: Double?
    private var delayBased = Double.infinity
    private var averageLoss = 0.0
    private var holdRate = Double.infinity
    private var holdEnd: Timestamp?
    private var holdLength = Self.firstHold
    private var increaseLimit = Double.infinity
    private var increaseLimitSince: Timestamp?
    private var padding: (rate: Double, since: Timestamp)?

    init(start: Double) { bitrate = start }

    /// Whether three windows of loss are known.
    var isReady: Bool { channel != nil && observations.count >= Self.requiredWindows }

    /// How much to pad up to while the rate climbs under loss; zero else.
    var paddingRate: Double { state == .increasing ? padding?.rate ?? 0 : 0 }

    mutating func receive(
        _ results: [PacketResult],
        acknowledged: Double?,
        delayBased: Double?,
        isApplicationLimited: Bool
    ) {
        if let acknowledged { self.acknowledged = acknowledged }
        self.delayBased = delayBased ?? .infinity
        guard observations.receive(results), let now = observations.lastSendTime else { return }
        averageLoss = observations.averageLoss
        let current: Channel
        if let channel {
            current = channel
        } else {
            guard let delayBased else { return }
            current = Channel(inherentLoss: 0.01, bandwidth: delayBased)
            bitrate = delayBased
        }
        var best = bestCandidate(from: current, isApplicationLimited: isApplicationLimited, at: now)
        // More rate cannot help while more is lost than the link is thought to lose by itself.
        if averageLoss > best.inherentLoss { best.bandwidth = min(best.bandwidth, current.bandwidth) }
        if state != .delayBased { bound(&best, from: current, at: now) }
        let bounded = max(self.acknowledged ?? 0, min(best.bandwidth, instantUpperBound, self.delayBased, Self.maximum))
        // What arrives is carried, whatever the model says.
        best.bandwidth = max(best.bandwidth, self.acknowledged ?? 0)
        channel = best
        publish(bounded, at: now)
    }

    private func bestCandidate(from current: Channel, isApplicationLimited: Bool, at now: Timestamp) -> Channel {
        var best = current
        var bestObjective = -Double.infinity
        let ceiling = max(current.bandwidth, state == .delayBased ? Self.maximum : min(Self.maximum, increaseLimit))
        func consider(_ bandwidth: Double) {
            var candidate = Channel(inherentLoss: current.inherentLoss, bandwidth: min(bandwidth, ceiling))
            refineInherentLoss(&candidate)
            let objective = objective(candidate)
            if objective > bestObjective {
                bestObjective = objective
                best = candidate
            }
        }
        for factor in Self.candidateFactors { consider(current.bandwidth * factor) }
        let isPadding = padding.map { $0.since + Self.paddingTime >= now } ?? false
        if let acknowledged, !isApplicationLimited || isPadding { consider(acknowledged) }
        if delayBased < .infinity, delayBased > current.bandwidth { consider(delayBased) }
        return best
    }

    /// One Newton step towards the inherent loss that fits best at the candidate's bandwidth.
    private func refineInherentLoss(_ candidate: inout Channel) {
        let highest = min(1, Self.lossOffset + Self.bandwidthBalance / max(candidate.bandwidth, 1))
        let range = Self.lowestInherentLoss...max(highest, Self.lowestInherentLoss)
        candidate.inherentLoss = min(max(candidate.inherentLoss, range.lowerBound), range.upperBound)
        // Where nothing was lost the step leads down, and there is nothing below.
        if observations.areLossless, candidate.inherentLoss == range.lowerBound { return }
        var first = 0.0
        var second = 0.0
        var weight = 1.0
        for window in observations.windows.reversed() {
            let loss = Self.lossProbability(candidate, rate: window.sendingRate)
            let kept = window.size - window.lost
            first += weight * (window.lost / loss - kept / (1 - loss))
            second -= weight * (window.lost / (loss * loss) + kept / ((1 - loss) * (1 - loss)))
            weight *= LossObservations.temporalWeight
        }
        if second < 0 { candidate.inherentLoss -= Self.newtonStep * first / second }
        candidate.inherentLoss = min(max(candidate.inherentLoss, range.lowerBound), range.upperBound)
    }

    /// The log likelihood of the observations, with a preference for bandwidth.
    private func objective(_ candidate: Channel) -> Double {
        let kilobits = candidate.bandwidth / 1_000
        let bias =
            adjusted(Self.highBandwidthBias) * kilobits
            + adjusted(Self.highLogBandwidthBias) * FastElementary.logarithm(1 + kilobits)
        let inherent = Self.logarithms(Self.lossProbability(candidate, rate: 0))
        var sum = 0.0
        var weight = 1.0
        for window in observations.windows.reversed() {
            let overflows = window.sendingRate > candidate.bandwidth
            let logarithms =
                overflows ? Self.logarithms(Self.lossProbability(candidate, rate: window.sendingRate)) : inherent
            sum +=
                weight
                * (window.lost * logarithms.lost
                    + (window.size - window.lost) * logarithms.kept
                    + bias * window.size)
            weight *= LossObservations.temporalWeight
        }
        return sum
    }

    /// The log likelihoods of losing and of keeping a byte.
    private static func logarithms(_ loss: Double) -> (lost: Double, kept: Double) {
        (FastElementary.logarithm(loss), FastElementary.logarithm(1 - loss))
    }

    /// The bias turns against bandwidth above a loss of 20 %.
    private func adjusted(_ bias: Double) -> Double {
        let margin = Self.biasLossThreshold - averageLoss
        return bias * margin / (Self.biasSmoothing + abs(margin))
    }

    private static func lossProbability(_ channel: Channel, rate: Double) -> Double {
        var loss = min(max(channel.inherentLoss, 0), 1)
        if rate > channel.bandwidth { loss += (1 - loss) * (rate - channel.bandwidth) / rate }
        return min(max(loss, 1e-6), 1 - 1e-6)
    }

    private func bound(_ best: inout Channel, from current: Channel, at now: Timestamp) {
        if let since = increaseLimitSince, since + Self.increaseWindow > now, best.bandwidth > increaseLimit {
            best.bandwidth = increaseLimit
        }
        let isIncreasing =
            current.bandwidth < best.bandwidth || (current.bandwidth == best.bandwidth && state == .increasing)
        guard isIncreasing, let acknowledged else { return }
        let isNearHold = holdRate < .infinity && acknowledged < Self.rampUpHoldThreshold * holdRate
        let factor = isNearHold ? Self.rampUpFactorInHold : Self.rampUpFactor
        best.bandwidth = max(current.bandwidth, min(best.bandwidth, factor * acknowledged))
        // One more bit/s, so that the state turns to increasing.
        if state == .decreasing, best.bandwidth == current.bandwidth { best.bandwidth += 1 }
    }

    /// The most that the loss alone allows, whatever the model says.
    private var instantUpperBound: Double {
        averageLoss > Self.lossOffset ? Self.bandwidthBalance / (averageLoss - Self.lossOffset) : Self.maximum
    }

    private mutating func publish(_ bounded: Double, at now: Timestamp) {
        if state == .decreasing, let holdEnd, holdEnd > now, bounded < delayBased {
            holdRate = max(holdRate, acknowledged ?? 0)
            bitrate = min(holdRate, bounded)
            return
        }
        let isLimited = bounded < delayBased && bounded < Self.maximum
        let isIncreasing =
            state != .delayBased && (bitrate < bounded || (bitrate == bounded && state == .increasing))
        if isLimited, isIncreasing, canKeepIncreasing(to: bounded, at: now) {
            if bounded > (padding?.rate ?? 0) { padding = (bounded, now) }
            state = .increasing
        } else if isLimited {
            if state != .decreasing {
                holdEnd = now + holdLength
                holdLength = min(Self.longestHold, holdLength * 2)
                holdRate = bounded
            }
            padding = nil
            state = .decreasing
        } else {
            holdEnd = nil
            holdLength = Self.firstHold
            holdRate = .infinity
            padding = nil
            state = .delayBased
        }
        bitrate = bounded
        if state != .delayBased, increaseLimitSince.map({ $0 + Self.increaseWindow < now }) ?? true {
            increaseLimit = max(5_000, (channel?.bandwidth ?? bounded) * Self.largestIncrease)
            increaseLimitSince = now
        }
    }

    /// Increasing lasts two seconds at a rate before the rate must have risen.
    private func canKeepIncreasing(to rate: Double, at now: Timestamp) -> Bool {
        guard state == .increasing, let padding else { return true }
        return padding.since + Self.paddingTime >= now || padding.rate < rate
    }
}
