import Units

/// A Gilbert-Elliott model fitted to a record of packets, each lost or kept.
public struct GilbertElliottEstimate: Hashable, Sendable {
    /// How far a fit can be believed.
    public enum Standing: Hashable, Sendable {
        case identified
        /// Fewer than 100 runs of losses: other parameters fit as well.
        case tooFewRuns(Int)
        /// The two states lose alike, or change as if by independent draws: which is which cannot be told.
        case statesAlike
    }

    public internal(set) var leaveGood: Double
    public internal(set) var leaveBad: Double
    public internal(set) var lossWhenGood: Double
    public internal(set) var lossWhenBad: Double
    public internal(set) var standing: Standing

    public var model: GilbertElliott {
        GilbertElliott(
            pace: .packets(
                leaveGood: Probability(clamping: leaveGood),
                leaveBad: Probability(clamping: leaveBad)
            ),
            lossWhenGood: Probability(clamping: lossWhenGood),
            lossWhenBad: Probability(clamping: lossWhenBad)
        )
    }

    /// Gilbert's model with loss in the bad state only, from the rate, the covariance of neighbours and its decay.
    ///
    /// Autocovariance at lag k is g b e^2 d^k, with the shares g and b of good and bad, the loss e when bad and the decay
    /// d = 1 - p - r: the rate b e and the first lags, up to `lags` fitted by least squares, give all three. `nil` where losses
    /// do not cluster or never happen. Ours, by the algebra of Gilbert, BSTJ 39 (1960).
    public init?(moments record: [Bool], lags: Int = 10) {
        let tally = LossTally(record)
        guard let rate = tally.lossRate, rate > 0, rate < 1, record.count > lags, lags >= 2 else { return nil }
        let covariances = (1...lags).map { Self.covariance(of: record, rate: rate, lag: $0) }
        let products = zip(covariances, covariances.dropFirst()).reduce(0) { $0 + $1.0 * $1.1 }
        let squares = covariances.dropLast().reduce(0) { $0 + $1 * $1 }
        guard covariances[0] > 0, squares > 0, products > 0 else { return nil }
        let decay = min(products / squares, 1 - 1 / Double(record.count))
        self.init(rate: rate, covariance: covariances[0], decay: decay)
        judge(runCount: tally.runs.count)
    }

    /// The model whose losses have this rate, covariance of neighbours and decay of the covariance.
    init(rate: Double, covariance: Double, decay: Double) {
        let odds = rate * rate * decay / covariance
        // The bad state must hold all losses, so that its share is not below the rate.
        let badShare = max(odds / (1 + odds), rate)
        leaveGood = (1 - decay) * badShare
        leaveBad = (1 - decay) * (1 - badShare)
        lossWhenGood = 0
        lossWhenBad = rate / badShare
        standing = .identified
    }

    private static func covariance(of record: [Bool], rate: Double, lag: Int) -> Double {
        var both = 0
        for index in lag..<record.count where record[index] && record[index - lag] { both += 1 }
        return Double(both) / Double(record.count - lag) - rate * rate
    }

    mutating func judge(runCount: Int) {
        let areAlike = abs(lossWhenBad - lossWhenGood) < 1e-3 || abs(1 - leaveGood - leaveBad) < 1e-3
        if runCount < GilbertEstimate.fewestRuns {
            standing = .tooFewRuns(runCount)
        } else {
            standing = areAlike ? .statesAlike : .identified
        }
    }
}
