import Statistics
public import Units

/// How the capacity that a mobile network gives one user varies: regimes, fading within them, and chances to send.
///
/// The model is ours, of the family of Sprout's (remembered): the capacity of each 100 ms is the regime's median times
/// exp(sigma x) with x a normal autoregressive process of the first order; within it opportunities of 1504 bytes come
/// Poisson-distributed in each millisecond. A sojourn in a regime is exponential, and the next regime is drawn whatever
/// the last one was.
public struct CellularCapacity: Hashable, Sendable {
    /// One regime: how much of all time it holds, for how long on average at a draw, and its median capacity.
    public struct Regime: Hashable, Sendable {
        public let share: Double
        public let meanSojourn: TimeDelta
        public let median: DataRate

        public init(share: Double, meanSojourn: TimeDelta, median: DataRate) {
            self.share = share
            self.meanSojourn = meanSojourn
            self.median = median
        }
    }

    /// The span in which regime and fading are constant.
    public static let slot = TimeDelta.milliseconds(100)
    /// The size of an opportunity, as in Mahimahi's traces.
    public static let quantum = OpportunityTrace.opportunitySize

    /// Their shares add up to 1; a median of zero is an outage.
    public let regimes: [Regime]
    /// The standard deviation of the logarithm of the capacity within a regime.
    public let sigma: Double
    /// Fading dt apart has the correlation exp(-dt / memory).
    public let memory: TimeDelta

    /// `nil` where the shares do not add up to 1, nothing is ever sent, or a number lies beyond what makes sense.
    public init?(regimes: [Regime], sigma: Double, memory: TimeDelta) {
        let total = regimes.reduce(0) { $0 + $1.share }
        guard abs(total - 1) < 1e-9, sigma >= 0, sigma <= 3, memory > .zero else { return nil }
        guard regimes.allSatisfy({ $0.share > 0 && $0.meanSojourn >= Self.slot && $0.median >= .zero }),
            regimes.contains(where: { $0.median > .zero }),
            regimes.allSatisfy({ $0.median.bitsPerSecond <= 10_000_000_000 })
        else { return nil }
        self.regimes = regimes
        self.sigma = sigma
        self.memory = memory
    }

    /// The mean over all time: the mean of the medians times exp(sigma^2 / 2).
    public var meanRate: DataRate {
        let medians = regimes.reduce(0) { $0 + $1.share * Double($1.median.bitsPerSecond) }
        return DataRate(bitsPerSecond: max(1, Int64((medians * Elementary.exp(sigma * sigma / 2)).rounded())))
    }

    /// The same with all medians scaled, so that the mean is another.
    public func scaled(toMean mean: DataRate) -> CellularCapacity? {
        let factor = Double(mean.bitsPerSecond) / Double(meanRate.bitsPerSecond)
        let scaled = regimes.map {
            let median =
                $0.median == .zero ? .zero : DataRate(bitsPerSecond: max(1, ($0.median * factor).bitsPerSecond))
            return Regime(share: $0.share, meanSojourn: $0.meanSojourn, median: median)
        }
        return CellularCapacity(regimes: scaled, sigma: sigma, memory: memory)
    }
}

/// The classes of capacity that have a name.
///
/// Their parameters are ours, fitted to the quantiles of published downlinks.
public enum CellularClass: String, CaseIterable, Hashable, Sendable {
    case static4G = "4g-static"
    case driving4G = "4g-driving"
    case static5G = "5g-static"
    case driving5G = "5g-driving"

    /// The downlink's capacity; `docs/models/cellular.md` has the quantiles that it meets.
    public var capacity: CellularCapacity {
        let found =
            switch self {
            case .static4G:
                Self.make((0.36, 26_000), (0.30, 15_000), (0.304, 1_350), outage: 0.036, 0.375, moves: false)
            case .driving4G: Self.make((0.165, 26_000), (0.565, 7_400), (0.22, 1_450), outage: 0.05, 0.415, moves: true)
            case .static5G:
                Self.make((0.14, 184_000), (0.355, 81_000), (0.495, 11_400), outage: 0.01, 0.48, moves: false)
            case .driving5G: Self.make((0.09, 237_000), (0.44, 31_000), (0.42, 5_900), outage: 0.05, 0.6, moves: true)
            }
        guard let found else { preconditionFailure("the built-in capacity \(rawValue) is impossible") }
        return found
    }

    /// Shares and medians in kbit/s of the good, the medium and the bad regime.
    private static func make(
        _ good: (Double, Int64),
        _ medium: (Double, Int64),
        _ bad: (Double, Int64),
        outage: Double,
        _ sigma: Double,
        moves: Bool
    ) -> CellularCapacity? {
        let sojourns: [TimeDelta] =
            moves ? [.seconds(6), .seconds(6), .seconds(3)] : [.seconds(20), .seconds(20), .seconds(8)]
        var regimes = zip([good, medium, bad], sojourns).map { regime, sojourn in
            CellularCapacity.Regime(share: regime.0, meanSojourn: sojourn, median: .kilobitsPerSecond(regime.1))
        }
        regimes.append(
            CellularCapacity.Regime(share: outage, meanSojourn: .milliseconds(moves ? 500 : 300), median: .zero)
        )
        return CellularCapacity(regimes: regimes, sigma: sigma, memory: .seconds(1))
    }
}
