public import QualityModels
import Results

/// How a metric's numbers are shown to a person: shares in percent, rates in kbit/s.
public struct DisplayUnit {
    public let name: String
    private let factor: Double

    public init(_ metric: Metric) {
        (name, factor) = Self.scale(of: metric)
    }

    private static func scale(of metric: Metric) -> (name: String, factor: Double) {
        switch metric.unit {
        // A ratio that should be high and is a share of neither calls nor a link, such as SSIM, is an index.
        case .ratio
        where metric.direction == .lowerIsBetter || metric.name.hasPrefix("consultation.") || metric.sampling == .link:
            ("%", 100)
        case .ratio: ("", 1)
        case .bitsPerSecond: ("kbit/s", 0.001)
        case .count: ("", 1)
        default: (metric.unit.rawValue, 1)
        }
    }

    /// The unit of a threshold's value, which is a share or in the metric's unit.
    public init(_ rule: ThresholdRule) {
        switch rule.expression.aggregate {
        case _ where rule.expression.contrast?.kind == .ratio: (name, factor) = ("%", 100)
        case .share, .shareOf: (name, factor) = ("%", 100)
        default: (name, factor) = Self.scale(of: rule.metric)
        }
    }

    /// The number in this unit.
    func scaled(_ value: Double) -> Double { value * factor }

    /// The number alone, to four significant digits unless told otherwise.
    public func number(_ value: Double, digits: Int = 4) -> String { (value * factor).text(significantDigits: digits) }

    /// The number and its unit, with all the digits that a results file keeps.
    public func text(_ value: Double) -> String {
        let number = number(value, digits: 6)
        return name.isEmpty || name == MetricUnit.meanOpinionScore.rawValue ? number : number + " " + name
    }
}
