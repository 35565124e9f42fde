import NetworkEmulation
import Statistics
import Units
import ValidationComparison
import VirtualTime

extension DataSize {
    static let full = DataSize(bytes: 1_200)
}

extension Fate {
    var deliveredAt: Timestamp? { if case .delivered(let time, _) = self { time } else { nil } }
    var queueing: TimeDelta? { if case .delivered(_, let queueing) = self { queueing } else { nil } }
}

extension Link {
    /// The link of a call, patient up.
    init(_ configuration: LinkConfiguration, owner: UInt32 = 1) {
        self.init(configuration: configuration, seed: 20_261, owner: owner, leg: .patientUp)
    }

    /// Which of equal packets, evenly spaced from the start, are lost.
    mutating func losses(count: Int, spacing: TimeDelta = .milliseconds(10)) -> [Bool] {
        (0..<count).map { send(.full, at: .start + spacing * Int64($0)) == .lost }
    }
}

/// The mean of 40 independent replications, and the standard error that they tell.
struct Replications {
    static let count = 40
    /// Student's t with 39 degrees of freedom exceeds this once in a million, both sides.
    static let limit = 5.80

    let mean: Double
    let error: Double

    /// The row decides on the owners, so that no two rows share their chance.
    init(row: UInt32, _ value: (UInt32) -> Double) {
        let moments = Moments((0..<UInt32(Self.count)).map { value(row * 100 + $0) })
        mean = moments.mean ?? .nan
        error = ((moments.variance ?? .nan) / Double(Self.count)).squareRoot()
    }

    func check(_ topic: String, _ what: String, source: String, promised: Double) -> NetworkCheck {
        NetworkCheck(
            topic,
            what,
            source: source,
            promised: promised,
            measured: mean,
            rule: .statistical(standardError: error, limit: Self.limit)
        )
    }
}

extension NetworkCheck {
    /// A check by standard errors from an exact variance.
    static func exact(
        _ topic: String,
        _ what: String,
        source: String,
        promised: Double,
        measured: Double?,
        error: Double
    ) -> NetworkCheck {
        NetworkCheck(
            topic,
            what,
            source: source,
            promised: promised,
            measured: measured,
            rule: .statistical(standardError: error, limit: normalLimit)
        )
    }
}

/// The mean of a function of a standard normal score, by the midpoint rule with a step of 1/2000 within 8.5.
func normalMean(_ function: (Double) -> Double) -> Double {
    let step = 1.0 / 2_000
    var sum = 0.0
    for index in -17_000..<17_000 {
        let score = (Double(index) + 0.5) * step
        sum += function(score) * Elementary.exp(-score * score / 2)
    }
    return sum * step / (2 * Double.pi).squareRoot()
}

/// sqrt(n) times Kolmogorov and Smirnov's distance between a sample and a continuous law.
func kolmogorovDistance(_ sample: [Double], _ cumulative: (Double) -> Double) -> Double {
    let count = Double(sample.count)
    var distance = 0.0
    for (index, value) in sample.sorted().enumerated() {
        let probability = cumulative(value)
        distance = max(distance, abs(probability - Double(index) / count))
        distance = max(distance, abs(probability - Double(index + 1) / count))
    }
    return distance * count.squareRoot()
}
