import QualityModels

extension Baseline {
    /// The bytes of the file, a line for each figure so that version control shows what changed.
    public var json: [UInt8] {
        var object: JSONObject = ["version": .integer(Self.version), "tool_version": .string(toolVersion)]
        for member in key.json.members { object.append(member.key, member.value) }
        object.append("runs", .array(runs.map { .object($0.json) }))
        return JSONValue.object(object).prettyBytes
    }

    /// Reads a baseline; an unknown key, a metric of another version, or a run that is there twice is an error.
    public init(parsing json: [UInt8]) throws(FormatError) {
        var fields = try JSONFields(JSONValue(parsing: json), line: 1)
        guard fields.contains("runs"), fields.contains("version") else {
            throw FormatError(line: 1, message: "this is no baseline: it has no version or no runs")
        }
        let version = try fields.integer("version")
        guard version == Self.version else {
            throw fields.error("version", "this tool reads baselines of version \(Self.version), not \(version)")
        }
        toolVersion = try fields.string("tool_version")
        key = try BaselineKey(reading: &fields)
        var runs: [PanelRun] = []
        for (index, value) in try fields.array("runs").enumerated() {
            let run = try PanelRun(reading: JSONFields(value, path: "runs[\(index)]", line: 1))
            guard !runs.contains(where: { $0.seed == run.seed }) else {
                throw fields.error("runs[\(index)].seed", "seed \(run.seed) is there twice")
            }
            runs.append(run)
        }
        guard !runs.isEmpty else { throw fields.error("runs", "there is no run in it") }
        self.runs = runs
        try fields.finish()
    }
}

extension BaselineKey {
    fileprivate var json: JSONObject {
        var versions = JSONObject()
        for codec in codecs { versions.append(codec.name, .string(codec.version)) }
        var object: JSONObject = [
            "results_version": .integer(resultsVersion),
            "scenario": .object(["name": .string(scenario), "sha256": .string(scenarioSHA256)]),
            "tier": .string(tier),
        ]
        object.append("architecture", ifKnown: architecture.map { .string($0) })
        object.append("codecs", .object(versions))
        if !recordings.isEmpty { object.append("recordings_sha256", .array(recordings.map { .string($0) })) }
        object.append("traces_sha256", ifKnown: traces.map { .string($0) })
        return object
    }

    fileprivate init(reading fields: inout JSONFields) throws(FormatError) {
        let resultsVersion = try fields.integer("results_version")
        var scenario = try fields.fields("scenario")
        let (name, sha256) = (try scenario.string("name"), try scenario.string("sha256"))
        try scenario.finish()
        let tier = try fields.string("tier")
        let architecture = try fields.optionalString("architecture")
        var codecFields = try fields.fields("codecs")
        var codecs: [RunManifest.CodecVersion] = []
        for name in codecFields.keys {
            codecs.append(RunManifest.CodecVersion(name: name, version: try codecFields.string(name)))
        }
        var recordings: [String] = []
        if fields.contains("recordings_sha256") {
            for value in try fields.array("recordings_sha256") {
                guard case .string(let text) = value else {
                    throw fields.error("recordings_sha256", "strings are due here")
                }
                recordings.append(text)
            }
        }
        self.init(
            resultsVersion: resultsVersion,
            scenario: name,
            scenarioSHA256: sha256,
            tier: tier,
            architecture: architecture,
            codecs: codecs,
            recordings: recordings,
            traces: try fields.optionalString("traces_sha256")
        )
    }
}

extension PanelRun {
    fileprivate var json: JSONObject {
        var metrics = JSONObject()
        for figure in figures {
            metrics.append(
                figure.subject.key,
                .object(["avg": .score(figure.average), "p10": .score(figure.p10), "p90": .score(figure.p90)])
            )
        }
        var object: JSONObject = [
            "seed": .integer(seed), "digest": .string(digest.sixteenHexDigits), "calls": .integer(callCount),
            "metrics": .object(metrics),
        ]
        guard !unknown.isEmpty else { return object }
        var counts = JSONObject()
        for count in unknown { counts.append(count.metric.name, .integer(count.count)) }
        object.append("unknown", .object(counts))
        return object
    }

    fileprivate init(reading fields: JSONFields) throws(FormatError) {
        var fields = fields
        let seed = try fields.unsigned("seed")
        let digest = try fields.digest("digest")
        let callCount = try fields.count("calls")
        var figures: [Figure] = []
        var metrics = try fields.fields("metrics")
        for key in metrics.keys {
            guard let subject = ComparedQuantity.Subject(key: key) else {
                throw metrics.error(key, "there is no such metric in this version")
            }
            var values = try metrics.fields(key)
            figures.append(
                Figure(
                    subject: subject,
                    average: try values.figure("avg"),
                    p10: try values.figure("p10"),
                    p90: try values.figure("p90")
                )
            )
            try values.finish()
        }
        var unknown: [UnknownCount] = []
        if fields.contains("unknown") {
            var counts = try fields.fields("unknown")
            for key in counts.keys {
                guard let metric = MetricCatalogue.metric(named: key) else {
                    throw counts.error(key, "there is no such metric in this version")
                }
                unknown.append(UnknownCount(metric: metric, count: try counts.count(key)))
            }
        }
        self.init(seed: seed, digest: digest, callCount: callCount, figures: figures, unknown: unknown)
        try fields.finish()
    }
}

extension JSONFields {
    /// A number of things that there can be.
    fileprivate mutating func count(_ key: String) throws(FormatError) -> Int {
        let count = try integer(key)
        guard UInt32(exactly: count) != nil else { throw error(key, "\(count) is no number of things") }
        return count
    }

    /// A number that a metric can have.
    fileprivate mutating func figure(_ key: String) throws(FormatError) -> Double {
        let value = try number(key).value
        guard value.magnitude <= MetricRange.unbounded else { throw error(key, "no metric is as large") }
        return value
    }
}
