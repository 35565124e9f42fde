import QualityModels
import Statistics

extension PairedComparison {
    /// The bytes of `comparison.json`.
    public var json: [UInt8] {
        var object: JSONObject = [
            "version": .integer(ResultsFormat.version),
            "verdict": .string(verdict.rawValue),
            "paired": .string(unit.rawValue),
            "pairs": .integer(pairCount),
            "identical": .integer(identicalCount),
            "level": .score(level),
        ]
        object.append("mismatch", ifKnown: mismatch.map { .string($0) })
        object.append("remark", ifKnown: remark.map { .string($0) })
        object.append("rows", .array(rows.map { .object($0.json) }))
        return JSONValue.object(object).prettyBytes
    }
}

extension ComparisonRow {
    fileprivate var json: JSONObject {
        let metric = quantity.subject.metric
        var object: JSONObject = ["metric": .string(metric.name)]
        object.append("tags", .object(quantity.subject.tag.map { [$0.name: .string($0.value)] } ?? [:]))
        object.append("aggregate", .string(quantity.aggregate.rawValue))
        object.append("unit", .string(metric.unit.rawValue))
        object.append("old", .score(old?.mean))
        object.append("old_half_width", .score(old?.halfWidth))
        object.append("new", .score(new?.mean))
        object.append("new_half_width", .score(new?.halfWidth))
        object.append("difference", .score(difference))
        object.append("interval", interval.map { .array([.score($0.lower), .score($0.upper)]) } ?? .null)
        object.append("p", .score(pDifference))
        object.append("margin", .score(margin))
        object.append("p_worse", .score(pWorse))
        object.append("p_same", .score(pSame))
        object.append("verdict", verdict.map { .string($0.rawValue) } ?? .null)
        if case .unmeasured(let count)? = doubt { object.append("unmeasured", .integer(count)) }
        return object
    }
}
