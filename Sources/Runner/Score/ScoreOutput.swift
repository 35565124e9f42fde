import Reports
import Results
import Units

/// Writes what a scoring leaves: each file whole, `score.json` last.
struct ScoreOutput {
    let outcome: ScoreOutcome
    let files: ScoreFiles
    let series: [SeriesLine]
    let hasSeries: Bool

    func write(to path: String?, junit: String?, toolVersion: String) throws {
        let xml = Array(JUnitReport.xml(summary: outcome.summary, manifest: outcome.manifest).utf8)
        if let path {
            let folder = try RunFolder.create(at: path)
            defer { folder.unlock() }
            var lines: [UInt8] = []
            outcome.call.record.appendLines(to: &lines)
            try folder.write(lines, to: "calls.ndjson")
            if hasSeries {
                var bytes: [UInt8] = []
                for line in series { line.appendLine(to: &bytes) }
                try folder.write(bytes, to: "series.ndjson")
            }
            try folder.write(outcome.summary.json, to: "summary.json")
            try folder.write(xml, to: "junit.xml")
            // Where this is, everything else is.
            try folder.write(scoreJSON(toolVersion).prettyBytes, to: "score.json")
        }
        if let junit { try WholeFile.write(xml, to: junit) }
    }

    private func scoreJSON(_ toolVersion: String) -> JSONValue {
        let inputs = files.entries.map { entry in
            JSONValue.object([
                "kind": .string(entry.kind), "path": .string(entry.path), "bytes": .integer(entry.byteCount),
                "sha256": .string(entry.sha256),
            ])
        }
        return .object([
            "version": .integer(ResultsFormat.version), "tool_version": .string(toolVersion), "inputs": .array(inputs),
            "default_thresholds": .boolean(outcome.manifest.usesDefaultThresholds),
            "notes": .array(outcome.call.notes.map { .string($0) }),
            "estimates": .object(Self.object(outcome.call.estimates)),
            "unknown": .object(Self.object(outcome.call.unknown)),
            "reproduce": .string(outcome.manifest.reproduce),
        ])
    }

    private static func object(_ remarks: [ScoredCall.Remark]) -> JSONObject {
        var object = JSONObject()
        for remark in remarks { object.append(remark.key, .string(remark.text)) }
        return object
    }
}

extension StatisticsChoice {
    /// The dump's numbers as the lines of `series.ndjson`, a snapshot a line.
    func seriesLines(call: Int, at party: Party) -> [SeriesLine] {
        table.times.indices.map { index in
            var line = SeriesLine(call: call, at: party, time: table.times[index])
            var objects: [(name: String, fields: JSONObject)] = []
            for name in table.names {
                guard let dot = name.lastIndex(of: "."), let value = table[name]?[index] else { continue }
                let object = String(name[..<dot])
                if objects.last?.name != object { objects.append((object, JSONObject())) }
                let isWhole = value == value.rounded() && abs(value) < 9e15
                objects[objects.count - 1].fields.append(
                    String(name[name.index(after: dot)...]),
                    isWhole ? .integer(Int64(value)) : .number(JSONNumber(exact: value))
                )
            }
            for object in objects { line.append(object.name, object.fields) }
            return line
        }
    }
}
