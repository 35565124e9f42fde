import Statistics

/// The law of a delay about its mean, in units of its standard deviation unless a case says otherwise.
///
/// A law is a function of a standard normal score, so that any of them can remember: the score is the process that
/// has a correlation (a Gaussian copula). Made once for a configuration; copies share the table.
public struct DelayDistribution: Hashable, Sendable {
    /// Which law, and its shape.
    public enum Law: Hashable, Sendable {
        /// A shape of 1 is the exponential law, a whole one Erlang's. The least value is -sqrt(shape).
        case gamma(shape: Double)
        /// Tail (x / least)^-shape, cut at `DelayDistribution.paretoTail`; a shape above 2. The least value is
        /// -sqrt((shape - 2) / shape) but for the cut.
        case pareto(shape: Double)
        /// A quarter normal and three quarters Pareto of shape 3 at the same quantile, as netem means its table.
        case paretoNormal
        /// exp(shape times a normal value), cut at six standard deviations of that.
        case logNormal(shape: Double)
        /// Evenly within one unit on either side: the unit is the half width.
        case uniform
        /// The given values, each with the same chance.
        case table([Double])
        /// RFC 8868, 4.5.1: a normal value cut at three standard deviations; the unit is the value's before the cut.
        case clippedNormal(RFC8868Form)
    }

    /// How the formula of RFC 8868, 4.5.1 is read.
    public enum RFC8868Form: String, Hashable, Sendable, CaseIterable {
        /// As it is printed, with its bars: an absolute value, whose mean is not zero.
        case literal
        /// Without the bars, as the text before it says: zero mean, and 30 ms from peak to peak for 5 ms.
        case signed
    }

    /// The chance of the longest delay of a Pareto law: those that would be longer become that long.
    public static let paretoTail = 1e-6

    public var law: Law { table.law }
    private let table: Table

    /// A law and what it takes to evaluate it, by reference: configurations are copied.
    private final class Table: Sendable {
        let law: Law
        let form: Form

        init(law: Law, form: Form) {
            self.law = law
            self.form = form
        }
    }

    private enum Form: Sendable {
        case curve(ScoreCurve)
        case steps([Double])
        case uniform
        case magnitude(limit: Double)
        case clipped(limit: Double)
    }

    private init(_ law: Law, _ form: Form) {
        table = Table(law: law, form: form)
    }

    public static func == (left: Self, right: Self) -> Bool { left.law == right.law }
    public func hash(into hasher: inout Hasher) { hasher.combine(law) }

    /// The deviation at a standard normal score.
    func deviate(at score: Double) -> Double {
        switch table.form {
        case .curve(let curve): return curve.value(at: score)
        case .steps(let values):
            let place = ScoreCurve.probability.value(at: score) * Double(values.count)
            return values[min(Int(place), values.count - 1)]
        case .uniform: return 2 * ScoreCurve.probability.value(at: score) - 1
        case .magnitude(let limit): return min(abs(score), limit)
        case .clipped(let limit): return min(max(score, -limit), limit)
        }
    }

    /// The least deviation that can come, in units.
    public var least: Double {
        switch table.form {
        case .curve(let curve): curve.value(at: -.infinity)
        case .steps(let values): values[0]
        case .uniform: -1
        case .magnitude: 0
        case .clipped(let limit): -limit
        }
    }
}

// MARK: - The laws

extension DelayDistribution {
    private static let scoreMax = 6.0

    /// A gamma law; shapes from 0.1 to 1,000.
    public static func gamma(shape: Double) -> Self {
        precondition((0.1...1_000).contains(shape), "a gamma delay's shape lies between 0.1 and 1,000")
        let curve = ScoreCurve(scores: -scoreMax...scoreMax) { score in
            let lower = Elementary.normalCDF(score)
            let value = RegularisedGamma.quantile(lower: lower, upper: Elementary.normalCDF(-score), shape: shape)
            let density = RegularisedGamma.density(value, shape: shape)
            return (value, density.isFinite && density > 0 ? ScoreCurve.density(score) / density : 0)
        }
        return Self(.gamma(shape: shape), .curve(curve.standardised))
    }

    /// A Pareto law; shapes above 2, for others have no standard deviation, up to 100.
    public static func pareto(shape: Double) -> Self {
        precondition(shape > 2 && shape <= 100, "a Pareto delay has a standard deviation where its shape is above 2")
        return Self(.pareto(shape: shape), .curve(paretoCurve(shape) { value, slope, _ in (value, slope) }))
    }

    /// A normal and a Pareto delay in one.
    public static var paretoNormal: Self {
        // The Pareto part by its own mean, 1.5, and standard deviation, sqrt(3) / 2.
        let scale = 2 / 3.0.squareRoot()
        let curve = paretoCurve(3) { value, slope, score in
            ((score + 3 * (value - 1.5) * scale) / 4, (1 + 3 * slope * scale) / 4)
        }
        return Self(.paretoNormal, .curve(curve))
    }

    private static func paretoCurve(
        _ shape: Double,
        _ mix: (_ value: Double, _ slope: Double, _ score: Double) -> (Double, Double)
    ) -> ScoreCurve {
        ScoreCurve(scores: -scoreMax ... -Elementary.normalQuantile(paretoTail)) { score in
            let tail = Elementary.normalCDF(-score)
            let value = Elementary.pow(tail, -1 / shape)
            return mix(value, value * ScoreCurve.density(score) / (shape * tail), score)
        }.standardised
    }

    /// A log-normal law; the shape is the standard deviation of the logarithm, from 0.01 to 1.5.
    public static func logNormal(shape: Double) -> Self {
        precondition((0.01...1.5).contains(shape), "a log-normal delay's shape lies between 0.01 and 1.5")
        let curve = ScoreCurve(scores: -scoreMax...scoreMax) { score in
            let value = Elementary.exp(shape * score)
            return (value, shape * value)
        }
        return Self(.logNormal(shape: shape), .curve(curve.standardised))
    }

    /// The uniform law, for delays that remember; the unit is the half width.
    public static let uniform = Self(.uniform, .uniform)

    /// RFC 8868's; the unit is the standard deviation before the cut, which the RFC puts at 5 ms.
    public static func clippedNormal(_ form: RFC8868Form) -> Self {
        Self(.clippedNormal(form), form == .literal ? .magnitude(limit: 3) : .clipped(limit: 3))
    }

    /// The values as they are but for their mean and scale; `nil` without two that differ.
    public static func table(_ values: [Double]) -> Self? {
        guard let deviation = standardDeviation(of: values), deviation > 0 else { return nil }
        let mean = values.reduce(0, +) / Double(values.count)
        return Self(.table(values), .steps(values.map { ($0 - mean) / deviation }.sorted()))
    }

    /// The standard deviation of a table's law; `nil` where there are no values or one is not finite.
    public static func standardDeviation(of values: [Double]) -> Double? {
        guard !values.isEmpty, values.allSatisfy(\.isFinite) else { return nil }
        let count = Double(values.count)
        let mean = values.reduce(0, +) / count
        let square = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
        return square.isFinite ? square.squareRoot() : nil
    }
}
