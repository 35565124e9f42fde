import QualityModels
import Results
import Statistics
import VirtualTime

/// Panels whose figures are drawn, with the means and spreads of real runs.
struct MadePanel {
    enum Shape: String, CaseIterable {
        case normal
        /// A quarter of all draws above 1.4 standard deviations and none below -1: an exponential, its mean taken off.
        case skewed
        /// A normal of which one draw in ten is five times as wide.
        case heavyTailed = "heavy-tailed"
    }

    enum Effect {
        case none
        case margin
        /// So many standard deviations of the paired differences more than the margin.
        case marginAndDeviations(Double)
    }

    private struct Figure {
        let key: String
        let subject: ComparedQuantity.Subject
        let mean: Double
        let deviation: Double
    }

    private static let changed = "audio.mos{to:clinician}"
    /// Of the spread of a run's figures, the part that comes and goes with all of them together.
    private static let sharedPart = 0.5

    private let pool: RunPool
    private let shape: Shape
    private let figures: [Figure]

    init(like pool: RunPool, shape: Shape) {
        (self.pool, self.shape) = (pool, shape)
        var samples: [(key: String, values: [Double])] = []
        for run in pool.runs {
            guard case .object(let metrics)? = run["metrics"] else { continue }
            for member in metrics.members {
                guard case .object(let values) = member.value, case .number(let mean)? = values["avg"] else { continue }
                if let place = samples.firstIndex(where: { $0.key == member.key }) {
                    samples[place].values.append(mean.value)
                } else {
                    samples.append((member.key, [mean.value]))
                }
            }
        }
        figures = samples.compactMap { key, values in
            guard let subject = ComparedQuantity.Subject(key: key), let mean = Moments(values).mean else { return nil }
            return Figure(
                key: key,
                subject: subject,
                mean: mean,
                deviation: Moments(values).standardDeviation ?? 0
            )
        }
    }

    /// Two panels: the runs of one seed have nothing in common, so that their differences are as wide as can be.
    func panels(_ index: Int, effect: Effect) throws -> (old: Baseline, new: Baseline) {
        var random = RandomStream(seed: UInt64(index), owner: 0, cause: .delay)
        let runs = (0..<2 * ValidationCase.cap).map { place in
            run(isNew: place >= ValidationCase.cap, effect: effect, &random)
        }
        return (
            try pool.baseline(Array(runs.prefix(ValidationCase.cap)), digestsFrom: 1),
            try pool.baseline(Array(runs.dropFirst(ValidationCase.cap)), digestsFrom: 1_001)
        )
    }

    private func run(isNew: Bool, effect: Effect, _ random: inout RandomStream) -> JSONObject {
        let shared = draw(&random)
        var metrics = JSONObject()
        for figure in figures {
            let own = draw(&random)
            let noise =
                Self.sharedPart.squareRoot() * shared + (1 - Self.sharedPart).squareRoot() * own
            var value = figure.mean + figure.deviation * noise
            if isNew, figure.key == Self.changed { value += shift(of: figure, effect) }
            metrics.append(
                figure.key,
                .object(["avg": .score(value), "p10": .score(value), "p90": .score(value)])
            )
        }
        return [
            "seed": .integer(0), "digest": .string(UInt64(0).sixteenHexDigits), "calls": .integer(6),
            "metrics": .object(metrics),
        ]
    }

    private func shift(of figure: Figure, _ effect: Effect) -> Double {
        let margin = figure.subject.metric.margin ?? 0
        let worse = figure.subject.metric.direction == .lowerIsBetter ? 1.0 : -1
        switch effect {
        case .none: return 0
        case .margin: return worse * margin
        case .marginAndDeviations(let count): return worse * (margin + count * 2.0.squareRoot() * figure.deviation)
        }
    }

    /// A draw with mean 0 and variance 1.
    private func draw(_ random: inout RandomStream) -> Double {
        switch shape {
        case .normal: return random.normal()
        case .skewed: return random.exponential(mean: 1) - 1
        case .heavyTailed:
            let isWide = random.unitInterval() < 0.1
            return random.normal() * (isWide ? 5 : 1) / 3.4.squareRoot()
        }
    }
}
