import QualityModels
import Statistics

extension EquitySummary {
    var json: JSONObject {
        var members = JSONObject()
        for group in groups { members.append(group.value, .object(group.json)) }
        return [
            "by": .string(tag),
            "metric": .string(Self.metric.name),
            "min_calls": .integer(callsMin),
            "groups": .object(members),
            "gap": gap.map { .object($0.json) } ?? .null,
            "ratio": ratio.map { .object($0.json) } ?? .null,
            "ranked": .array(ranked.map { .array([.string($0.better), .string($0.worse)]) }),
        ]
    }
}

extension EquitySummary.Group {
    fileprivate var json: JSONObject {
        var object: JSONObject = ["calls": .integer(calls)]
        if unknown > 0 { object.append("unknown", .integer(unknown)) }
        object.append("share", .score(share))
        object.append("interval", interval?.json ?? .null)
        return object
    }
}

extension EquitySummary.Contrast {
    fileprivate var json: JSONObject { ["value": .score(value), "interval": interval?.json ?? .null] }
}

extension ConfidenceInterval {
    fileprivate var json: JSONValue { .array([.score(lower), .score(upper)]) }
}
