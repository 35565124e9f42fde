extension RunManifest {
    /// The first thing by which the calls of two runs may differ, in words; `nil` where one may go on with the other's.
    ///
    /// Where a value came from, how many workers there are and what the machine is do not matter.
    public func difference(to other: RunManifest) -> String? {
        if seed != other.seed { return Self.change("the seed", "\(seed)", "\(other.seed)") }
        if let change = settingChange(to: other) { return change }
        if scenario.sha256 != other.scenario.sha256 { return "the text of the scenario was changed since" }
        if let file = other.media.first(where: { !media.map(\.sha256).contains($0.sha256) }) {
            return "the recording \(file.path) was changed since"
        }
        if tier != other.tier { return Self.change("the tier", tier, other.tier) }
        if shard != other.shard { return Self.change("the shard", "\(shard)", "\(other.shard)") }
        if series != other.series { return Self.change("--series", series.rawValue, other.series.rawValue) }
        if toolVersion != other.toolVersion { return Self.change("rehearsal", toolVersion, other.toolVersion) }
        for codec in other.codecs {
            let known = codecs.first { $0.name == codec.name }?.version ?? "absent"
            if known != codec.version { return Self.change(codec.name, known, codec.version) }
        }
        return codecs.count == other.codecs.count ? nil : "it was made with other codecs"
    }

    private func settingChange(to other: RunManifest) -> String? {
        var values = Dictionary(configuration.map { ($0.path, [$0.value]) }) { $0 + $1 }
        for setting in other.configuration {
            guard var known = values[setting.path], !known.isEmpty else {
                return "\(setting.path) is new: \(setting.value)"
            }
            let value = known.removeFirst()
            values[setting.path] = known
            if value != setting.value { return Self.change(setting.path, value, setting.value) }
        }
        guard let gone = configuration.first(where: { values[$0.path]?.isEmpty == false }) else { return nil }
        return "\(gone.path) was \(gone.value) and is not given now"
    }

    private static func change(_ what: String, _ before: String, _ now: String) -> String {
        "\(what) was \(before) and is \(now) now"
    }
}

extension RunManifest.Shard: CustomStringConvertible {
    public var description: String { "\(index)/\(count)" }
}
