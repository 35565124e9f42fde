import QualityModels
import Statistics

extension MediaSampleSummary {
    var json: JSONObject {
        var metrics = JSONObject()
        for entry in entries { metrics.append(entry.metric.name, .object(entry.json)) }
        return [
            "calls": .integer(callCount),
            "digest": .string(digest.sixteenHexDigits),
            "strata": .array(strata.map { .object($0.json) }),
            "metrics": .object(metrics),
        ]
    }
}

extension MediaSampleSummary.Stratum {
    fileprivate var json: JSONObject {
        var object = JSONObject()
        for tag in tags { object.append(tag.name, .string(tag.value)) }
        object.append("calls", .integer(calls))
        object.append("sampled", .integer(sampled))
        return object
    }
}

extension MediaSampleSummary.Entry {
    fileprivate var json: JSONObject {
        var by = JSONObject()
        by.append("to:clinician", ifKnown: toClinician.map { .object($0.json) })
        by.append("to:patient", ifKnown: toPatient.map { .object($0.json) })
        var object: JSONObject = ["unit": .string(metric.unit.rawValue)]
        object.append("scale", ifKnown: metric.scale.map { .string($0) })
        object.append("all", .object(all.json))
        object.append("by", .object(by))
        return object
    }
}

extension CorrectedMean {
    fileprivate var json: JSONObject {
        var object: JSONObject = [
            "packet": .score(packet),
            "corrected": .score(corrected),
            "interval": interval.map { .array([.score($0.lower), .score($0.upper)]) } ?? .null,
            "calls": .integer(calls),
        ]
        if unknown > 0 { object.append("unknown", .integer(unknown)) }
        object.append("method", ifKnown: method.map { .string($0.rawValue) })
        object.append("slope", ifKnown: slope.map { .score($0) })
        object.append("standard_error", ifKnown: standardError.map { .score($0) })
        object.append("residual", ifKnown: residualDeviation.map { .score($0) })
        return object
    }
}
