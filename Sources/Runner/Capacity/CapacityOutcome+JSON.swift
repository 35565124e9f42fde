import Planning
import QualityModels
import Results

extension CapacityOutcome {
    /// Writes the curve and the answer, aside until they are whole.
    public func write(to path: String) throws { try WholeFile.write(json.prettyBytes, to: path) }

    /// Writes two searches of one scenario, with starts as they are spread and all at once.
    public static func write(staggered: CapacityOutcome, synchronised: CapacityOutcome, to path: String) throws {
        let both: JSONObject = ["staggered": staggered.json, "synchronised": synchronised.json]
        try WholeFile.write(JSONValue.object(both).prettyBytes, to: path)
    }

    var json: JSONValue {
        var object: JSONObject = [
            "version": .integer(ResultsFormat.version), "scenario": .string(scenario), "tier": .string(tier),
            "seed": .integer(seed), "path": .string(path), "from": .integer(range.lowerBound),
            "to": .integer(range.upperBound),
        ]
        object.append("held", ifKnown: held.map { .integer($0) })
        object.append("broken", ifKnown: broken.map { .integer($0) })
        object.append("thresholds", .array(rules.map { .string($0.metric.name + " " + $0.expression.text) }))
        object.append("knees", .array(knees.map { $0.map { .integer($0) } ?? .null }))
        object.append("points", .array(points.map { $0.json }))
        if let bottleneck {
            object.append("gave_out", ifKnown: bottleneck.exhausted.map { $0.json })
            object.append("next", ifKnown: bottleneck.next.map { $0.json })
            object.append("next_load", ifKnown: bottleneck.nextLoad.map { .integer($0) })
        }
        return .object(object)
    }
}

extension CapacityPoint {
    fileprivate var json: JSONValue {
        .object([
            "load": .integer(point.load), "answer": .string(point.answer.rawValue), "runs": .integer(point.runCount),
            "passed": .integer(point.passCount), "values": .array(values.map { .score($0) }),
            "runs_that_held": .array(passCounts.map { .integer($0) }), "resources": .array(uses.map { $0.json }),
        ])
    }
}

extension ResourceUse {
    fileprivate var json: JSONValue {
        .object([
            "name": .string(name), "utilisation": .score(utilisation), "refused": .score(refusedShare),
        ])
    }
}
