public import QualityModels

/// One figure of a run that can be held against another run's: a metric, whose it is, and how samples become one number.
public struct ComparedQuantity: Hashable, Sendable {
    public let subject: Subject
    public let aggregate: MarginRule.Aggregate

    public init(_ subject: Subject, _ aggregate: MarginRule.Aggregate) {
        (self.subject, self.aggregate) = (subject, aggregate)
    }

    /// Such as `audio.mos{to:clinician} p(10)`; the mean has no aggregate behind it.
    public var text: String { subject.key + (aggregate == .average ? "" : " " + aggregate.rawValue) }

    /// A metric, and whose it is where several have it: the receiver, flow, link, server or clinic.
    public struct Subject: Hashable, Sendable {
        public let metric: Metric
        public let tag: ThresholdRule.Tag?

        public init(_ metric: Metric, _ tag: ThresholdRule.Tag? = nil) {
            (self.metric, self.tag) = (metric, tag)
        }

        /// Such as `audio.mos{to:clinician}` or `call.setup_time`.
        public var key: String { metric.name + (tag.map { "{\($0.name):\($0.value)}" } ?? "") }

        /// Reads a key; `nil` for a metric that this version does not have, or a text that is no key.
        public init?(key: String) {
            let name = key.prefix { $0 != "{" }
            guard let metric = MetricCatalogue.metric(named: String(name)) else { return nil }
            let rest = key.dropFirst(name.count)
            guard !rest.isEmpty else {
                self.init(metric)
                return
            }
            let inner = rest.dropFirst().dropLast()
            guard rest.count > 2, rest.last == "}", let colon = inner.firstIndex(of: ":") else { return nil }
            let value = inner[inner.index(after: colon)...]
            self.init(metric, ThresholdRule.Tag(name: String(inner[..<colon]), value: String(value)))
        }
    }
}
