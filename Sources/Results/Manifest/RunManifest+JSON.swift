extension RunManifest {
    /// The bytes of `manifest.json`.
    public var json: [UInt8] {
        var codecVersions = JSONObject()
        for codec in codecs { codecVersions.append(codec.name, .string(codec.version)) }
        var object: JSONObject = [
            "version": .integer(ResultsFormat.version),
            "tool_version": .string(toolVersion),
            "scenario": .object([
                "name": .string(scenario.name), "sha256": .string(scenario.sha256), "text": .string(scenario.text),
            ]),
            "configuration": .array(configuration.map { .object($0.json) }),
        ]
        if !overrides.isEmpty { object.append("overrides", .array(overrides.map { .object($0.json) })) }
        if !media.isEmpty { object.append("media", .array(media.map { .object($0.json) })) }
        object.append("traces_sha256", ifKnown: traces.map { .string($0) })
        let decided: JSONObject = [
            "default_thresholds": .boolean(usesDefaultThresholds),
            "seed": .integer(seed),
            "tier": .string(tier),
            "shard": .object(["index": .integer(shard.index), "count": .integer(shard.count)]),
            "series": .string(series.rawValue),
            "codecs": .object(codecVersions),
            "digest": .string(digest.sixteenHexDigits),
            "complete": .boolean(isComplete),
        ]
        for member in decided.members { object.append(member.key, member.value) }
        if !files.isEmpty { object.append("files", .object(files.json)) }
        let rest: JSONObject = [
            "workers": .integer(workers),
            "wall_s": .score(wallSeconds),
            "cpu_s": .score(cpuSeconds),
            "tester": .object(tester.json),
            "reproduce": .string(reproduce),
        ]
        for member in rest.members { object.append(member.key, member.value) }
        return JSONValue.object(object).prettyBytes
    }

    /// Reads `manifest.json`; a scenario whose text does not match its SHA-256 is refused.
    public init(parsing json: [UInt8]) throws(FormatError) {
        var fields = try JSONFields(JSONValue(parsing: json), line: 1)
        let version = try fields.integer("version")
        guard version == ResultsFormat.version else {
            throw fields.error("version", "this tool reads version \(ResultsFormat.version), not \(version)")
        }
        var shardFields = try fields.fields("shard")
        let seriesName = try fields.string("series")
        guard let series = SeriesPolicy(rawValue: seriesName) else {
            throw fields.error("series", "'\(seriesName)' is none of all, sample, none")
        }
        self.init(
            toolVersion: try fields.string("tool_version"),
            scenario: try ScenarioText(reading: try fields.fields("scenario")),
            configuration: try Setting.list(try fields.array("configuration"), in: "configuration"),
            overrides: fields.contains("overrides")
                ? try Setting.list(try fields.array("overrides"), in: "overrides") : [],
            media: fields.contains("media") ? try MediaFile.list(try fields.array("media")) : [],
            traces: try fields.optionalString("traces_sha256"),
            usesDefaultThresholds: try fields.boolean("default_thresholds"),
            seed: try fields.unsigned("seed"),
            tier: try fields.string("tier"),
            shard: Shard(index: try shardFields.integer("index"), count: try shardFields.integer("count")),
            series: series,
            codecs: try CodecVersion.list(try fields.fields("codecs")),
            digest: try fields.digest("digest"),
            isComplete: try fields.boolean("complete"),
            files: fields.contains("files") ? try FileLength.list(try fields.fields("files")) : [],
            workers: try fields.integer("workers"),
            wallSeconds: try fields.number("wall_s").value,
            cpuSeconds: try fields.number("cpu_s").value,
            tester: try TesterAccount(reading: try fields.fields("tester")),
            reproduce: try fields.string("reproduce")
        )
        try shardFields.finish()
        try fields.finish()
    }
}

extension RunManifest.ScenarioText {
    fileprivate init(reading fields: JSONFields) throws(FormatError) {
        var fields = fields
        self.init(name: try fields.string("name"), text: try fields.string("text"))
        guard try fields.string("sha256") == sha256 else {
            throw fields.error("sha256", "is not that of the text: the file was changed by hand")
        }
        try fields.finish()
    }
}

extension RunManifest.Setting {
    fileprivate var json: JSONObject {
        ["path": .string(path), "value": .string(value), "origin": .string(origin.rawValue)]
    }

    fileprivate static func list(_ values: [JSONValue], in key: String) throws(FormatError) -> [Self] {
        var settings: [Self] = []
        for (index, value) in values.enumerated() {
            var fields = try JSONFields(value, path: "\(key)[\(index)]", line: 1)
            let name = try fields.string("origin")
            guard let origin = RunManifest.Origin(rawValue: name) else {
                throw fields.error("origin", "'\(name)' is no origin")
            }
            settings.append(Self(path: try fields.string("path"), value: try fields.string("value"), origin: origin))
            try fields.finish()
        }
        return settings
    }
}

extension RunManifest.MediaFile {
    fileprivate var json: JSONObject {
        ["path": .string(path), "place": .string(place), "bytes": .integer(byteCount), "sha256": .string(sha256)]
    }

    fileprivate static func list(_ values: [JSONValue]) throws(FormatError) -> [Self] {
        var files: [Self] = []
        for (index, value) in values.enumerated() {
            var fields = try JSONFields(value, path: "media[\(index)]", line: 1)
            files.append(
                Self(
                    path: try fields.string("path"),
                    place: try fields.string("place"),
                    byteCount: try fields.integer("bytes"),
                    sha256: try fields.string("sha256")
                )
            )
            try fields.finish()
        }
        return files
    }
}

extension [RunManifest.FileLength] {
    fileprivate var json: JSONObject {
        var object = JSONObject()
        for file in self { object.append(file.name, .integer(file.byteCount)) }
        return object
    }
}

extension RunManifest.FileLength {
    fileprivate static func list(_ fields: JSONFields) throws(FormatError) -> [Self] {
        var fields = fields
        var files: [Self] = []
        for name in fields.keys { files.append(Self(name: name, byteCount: try fields.integer(name))) }
        return files
    }
}

extension RunManifest.CodecVersion {
    fileprivate static func list(_ fields: JSONFields) throws(FormatError) -> [Self] {
        var fields = fields
        var codecs: [Self] = []
        for name in fields.keys { codecs.append(Self(name: name, version: try fields.string(name))) }
        return codecs
    }
}

extension TesterAccount {
    fileprivate var json: JSONObject {
        var object: JSONObject = ["processors": .integer(processors), "cpu_share": .score(cpuShare)]
        object.append("speed_up", .score(speedUp))
        object.append("peak_memory_bytes", ifKnown: peakMemoryBytes.map { .integer($0) })
        object.append("saturated", .boolean(isSaturated))
        return object
    }

    fileprivate init(reading fields: JSONFields) throws(FormatError) {
        var fields = fields
        self.init(
            processors: try fields.integer("processors"),
            cpuShare: try fields.number("cpu_share").value,
            speedUp: try fields.number("speed_up").value,
            peakMemoryBytes: fields.contains("peak_memory_bytes") ? try fields.integer("peak_memory_bytes") : nil,
            isSaturated: try fields.boolean("saturated")
        )
        try fields.finish()
    }
}
