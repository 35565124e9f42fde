/// A limit in k6's grammar, such as `p(10) >= 3.6` or `share(>= 3.6) >= 95 %`.
public struct ThresholdExpression: Hashable, Sendable {
    /// The text as the person wrote it, trimmed.
    public let text: String
    public let aggregate: Aggregate
    /// What is made of the aggregates of groups of calls; `nil` where all samples make one.
    public let contrast: Contrast?
    public let comparison: Comparison
    /// In the metric's own unit; shares and percentages as fractions of one.
    public let limit: Double

    public init(
        text: String,
        aggregate: Aggregate,
        contrast: Contrast? = nil,
        comparison: Comparison,
        limit: Double
    ) {
        self.text = text
        self.aggregate = aggregate
        self.contrast = contrast
        self.comparison = comparison
        self.limit = limit
    }

    /// How far the groups of calls with the values of one tag lie apart.
    public struct Contrast: Hashable, Sendable {
        public enum Kind: String, Hashable, Sendable, CaseIterable {
            /// The largest less the smallest.
            case gap
            /// The smallest over the largest.
            case ratio
        }

        public let kind: Kind
        /// The tag's name, such as `network`.
        public let tag: String

        public init(_ kind: Kind, by tag: String) {
            self.kind = kind
            self.tag = tag
        }

        /// The tags of every scenario that divide calls.
        public static let tagNames = ["clinician", "network", "patient", "site"]
    }

    public enum Comparison: String, Hashable, Sendable, CaseIterable {
        case atLeast = ">="
        case atMost = "<="
        case above = ">"
        case below = "<"

        public func holds(_ value: Double, _ limit: Double) -> Bool {
            switch self {
            case .atLeast: value >= limit
            case .atMost: value <= limit
            case .above: value > limit
            case .below: value < limit
            }
        }
    }

    /// How the samples of a metric become one number.
    public enum Aggregate: Hashable, Sendable {
        case average
        case minimum
        case maximum
        case median
        /// A percentile, from 0 to 100.
        case percentile(Double)
        /// The mean of a metric of zeros and ones.
        case share
        /// The share of samples that keep a condition, its limit in the metric's unit.
        case shareOf(Comparison, Double)
    }
}

/// A limit on one metric, among the samples that carry the given tags.
public struct ThresholdRule: Hashable, Sendable {
    public let metric: Metric
    /// Pairs of tag and value, in the order of the tags' names; empty for all samples.
    public let tags: [Tag]
    public let expression: ThresholdExpression
    public let decision: Decision
    /// The line of the scenario file that states it, for annotations; `nil` for defaults.
    public let line: Int?

    public init(
        metric: Metric,
        tags: [Tag],
        expression: ThresholdExpression,
        decision: Decision = .value,
        line: Int? = nil
    ) {
        self.metric = metric
        self.tags = tags
        self.expression = expression
        self.decision = decision
        self.line = line
    }

    public struct Tag: Hashable, Sendable {
        public let name: String
        public let value: String

        public init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    /// What decides: the value alone, or the one-sided 95 % bound of its interval.
    public enum Decision: String, Hashable, Sendable {
        case value
        case interval
    }
}
