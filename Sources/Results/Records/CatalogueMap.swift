import QualityModels

/// A small map from metrics to values, always in the catalogue's order.
struct CatalogueMap<Value: Hashable & Sendable>: Hashable, Sendable {
    struct Entry: Hashable, Sendable {
        let place: Int
        var value: Value
    }

    private(set) var entries: [Entry] = []

    subscript(metric: Metric) -> Value? {
        get {
            let place = metric.place
            return entries.first { $0.place == place }?.value
        }
        set {
            let place = metric.place
            let index = entries.firstIndex { $0.place >= place } ?? entries.endIndex
            let isThere = index < entries.endIndex && entries[index].place == place
            switch (newValue, isThere) {
            case (let value?, true): entries[index].value = value
            case (let value?, false): entries.insert(Entry(place: place, value: value), at: index)
            case (nil, true): entries.remove(at: index)
            case (nil, false): break
            }
        }
    }

    var pairs: [(metric: Metric, value: Value)] { entries.map { (MetricCatalogue.all[$0.place], $0.value) } }
}

extension Metric {
    private static let places = Dictionary(
        uniqueKeysWithValues: MetricCatalogue.all.enumerated().map { ($1.name, $0) }
    )

    /// The metric's index in the catalogue.
    fileprivate var place: Int {
        guard let place = Self.places[name] else { preconditionFailure("'\(name)' is not in the metric catalogue") }
        return place
    }

    /// The metric of a name that this program itself writes down.
    static func known(_ name: String) -> Metric {
        guard let metric = MetricCatalogue.metric(named: name) else {
            preconditionFailure("'\(name)' is not in the metric catalogue")
        }
        return metric
    }
}
