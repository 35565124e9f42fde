import ClinicModel
import QualityModels
import Statistics

extension RunSummary {
    /// The bytes of `summary.json`; nothing of the machine is in them.
    public var json: [UInt8] {
        var metricObjects = JSONObject()
        for metric in metrics { metricObjects.append(metric.metric.name, .object(metric.json)) }
        var object: JSONObject = [
            "version": .integer(ResultsFormat.version),
            "scenario": .string(identity.scenario),
            "seed": .integer(identity.seed),
            "tier": .string(identity.tier),
            "digest": .string(digest.sixteenHexDigits),
            "complete": .boolean(identity.isComplete),
            "verdict": .string(verdict.verdict.rawValue),
            "exit_code": .integer(verdict.exitCode),
            "calls": .integer(callCount),
            "metrics": .object(metricObjects),
            "thresholds": .array(thresholds.map { .object($0.json) }),
        ]
        let counts = appointments.filter { $0.count > 0 }
        if !counts.isEmpty {
            var byOutcome = JSONObject()
            for count in counts { byOutcome.append(count.outcome.rawValue, .integer(count.count)) }
            object.append("appointments", .object(byOutcome))
        }
        object.append("media_sample", ifKnown: mediaSample.map { .object($0.json) })
        if !equity.isEmpty { object.append("equity", .array(equity.map { .object($0.json) })) }
        return JSONValue.object(object).prettyBytes
    }
}

extension MetricSummary {
    fileprivate var json: JSONObject {
        var by = JSONObject()
        for group in groups { by.append(group.key, .object(group.distribution.json)) }
        var object: JSONObject = ["unit": .string(metric.unit.rawValue)]
        object.append("scale", ifKnown: metric.scale.map { .string($0) })
        if metric.name.hasPrefix("consultation.") { object.append("note", .string(UsabilityProfile.disclaimer)) }
        object.append("all", .object(all.json))
        object.append("by", .object(by))
        return object
    }
}

extension Distribution {
    fileprivate var json: JSONObject {
        [
            "count": .integer(count),
            "min": .score(minimum),
            "avg": .score(average),
            "med": .score(median),
            "max": .score(maximum),
            "p5": .score(p5),
            "p10": .score(p10),
            "p90": .score(p90),
            "p95": .score(p95),
        ]
    }
}

extension ThresholdEvaluation {
    fileprivate var json: JSONObject {
        var tags = JSONObject()
        for tag in rule.tags { tags.append(tag.name, .string(tag.value)) }
        var object: JSONObject = [
            "metric": .string(rule.metric.name),
            "tags": .object(tags),
            "expression": .string(rule.expression.text),
            "limit": .number(JSONNumber(exact: rule.expression.limit)),
            "value": .score(value),
            "samples": .integer(samples),
            "interval": interval.map { .array([.score($0.lower), .score($0.upper)]) } ?? .null,
            "verdict": .string(verdict.rawValue),
        ]
        if rule.decision == .interval { object.append("decide", .string(rule.decision.rawValue)) }
        if unknown > 0 { object.append("unknown", .integer(unknown)) }
        return object
    }
}
