public import QualityModels

/// What was measured, by metric, in the catalogue's order; what is absent was not measured.
///
/// A value is rounded to six significant digits as it enters, so that a summary made from memory and one made from
/// the file are the same bytes.
public struct MetricValues: Hashable, Sendable {
    private var map = CatalogueMap<Double>()

    public init() {}

    /// The value of a metric, in the metric's unit; a value that is set must be finite.
    public subscript(metric: Metric) -> Double? {
        get { map[metric] }
        set { map[metric] = newValue.map { $0.roundedToSixDigits } }
    }

    /// The value under a metric's name, which must be in the catalogue.
    public subscript(name: String) -> Double? {
        get { map[.known(name)] }
        set { self[.known(name)] = newValue }
    }

    public var isEmpty: Bool { map.entries.isEmpty }

    /// The metrics that were measured and their values, in the catalogue's order.
    public var pairs: [(metric: Metric, value: Double)] { map.pairs }
}

extension MetricValues: ExpressibleByDictionaryLiteral {
    public init(dictionaryLiteral elements: (String, Double)...) {
        for (name, value) in elements { self[name] = value }
    }
}

/// The values of metrics that are measured a window at a time, in the order of time.
public struct MetricWindows: Hashable, Sendable {
    private var map = CatalogueMap<[Double]>()

    public init() {}

    /// The windows of a metric, in the metric's unit and rounded as `MetricValues` are; `nil` where not measured.
    ///
    /// A call too short for a window has none to measure: setting no windows is setting `nil`.
    public subscript(metric: Metric) -> [Double]? {
        get { map[metric] }
        set { map[metric] = newValue.flatMap { $0.isEmpty ? nil : $0.map(\.roundedToSixDigits) } }
    }

    /// The windows under a metric's name, which must be in the catalogue.
    public subscript(name: String) -> [Double]? {
        get { map[.known(name)] }
        set { self[.known(name)] = newValue }
    }

    public var isEmpty: Bool { map.entries.isEmpty }

    /// The metrics that were measured and their windows, in the catalogue's order.
    public var pairs: [(metric: Metric, value: [Double])] { map.pairs }
}

extension MetricWindows: ExpressibleByDictionaryLiteral {
    public init(dictionaryLiteral elements: (String, [Double])...) {
        for (name, value) in elements { self[name] = value }
    }
}
