extension RunManifest {
    /// The first thing by which the calls of two runs may differ, in words; `nil` where one may go on with the other's.
    ///
    /// Where a value came from, how many workers there are and what the machine is do not matter.
    public func difference(to other: RunManifest) -> String? {
        if let difference = firstDifference(to: other) { return difference.sinceThen }
        return shard == other.shard ? nil : RunDifference.value("the shard", "\(shard)", "\(other.shard)").sinceThen
    }

    /// The first thing by which the calls of two runs may differ, whichever shards they are; `nil` without any.
    public func firstDifference(to other: RunManifest) -> RunDifference? {
        if seed != other.seed { return .value("the seed", "\(seed)", "\(other.seed)") }
        if let change = settingChange(to: other) { return change }
        if scenario.sha256 != other.scenario.sha256 { return .text }
        if let file = other.media.first(where: { !media.map(\.sha256).contains($0.sha256) }) {
            return .recording(file.path)
        }
        if tier != other.tier { return .value("the tier", tier, other.tier) }
        if traces != other.traces {
            return .value("the SHA-256 of the traces", traces ?? "none", other.traces ?? "none")
        }
        if series != other.series { return .value("--series", series.rawValue, other.series.rawValue) }
        if toolVersion != other.toolVersion { return .value("rehearsal", toolVersion, other.toolVersion) }
        for codec in other.codecs {
            let known = codecs.first { $0.name == codec.name }?.version ?? "absent"
            if known != codec.version { return .value(codec.name, known, codec.version) }
        }
        return codecs.count == other.codecs.count ? nil : .codecs
    }

    private func settingChange(to other: RunManifest) -> RunDifference? {
        var values = Dictionary(configuration.map { ($0.path, [$0.value]) }) { $0 + $1 }
        for setting in other.configuration {
            guard var known = values[setting.path], !known.isEmpty else { return .new(setting.path, setting.value) }
            let value = known.removeFirst()
            values[setting.path] = known
            if value != setting.value { return .value(setting.path, value, setting.value) }
        }
        guard let gone = configuration.first(where: { values[$0.path]?.isEmpty == false }) else { return nil }
        return .gone(gone.path, gone.value)
    }
}

/// Something by which the calls of one run may differ from those of another.
public enum RunDifference: Hashable, Sendable {
    /// What it is, and its value in the one and in the other.
    case value(String, String, String)
    /// A setting that only the other has, and its value there.
    case new(String, String)
    /// A setting that only the one has, and its value there.
    case gone(String, String)
    case text
    /// A recording by its path.
    case recording(String)
    case codecs

    /// The difference where the other run is the one's continuation.
    public var sinceThen: String {
        switch self {
        case .value(let what, let before, let now): "\(what) was \(before) and is \(now) now"
        case .new(let path, let value): "\(path) is new: \(value)"
        case .gone(let path, let value): "\(path) was \(value) and is not given now"
        case .text: "the text of the scenario was changed since"
        case .recording(let path): "the recording \(path) was changed since"
        case .codecs: "it was made with other codecs"
        }
    }

    /// The difference where both runs stand side by side, under these names.
    public func between(_ one: String, and other: String) -> String {
        switch self {
        case .value(let what, let first, let second): "\(what) is \(first) in \(one) and \(second) in \(other)"
        case .new(let path, let value): "\(path) is \(value) in \(other) and not given in \(one)"
        case .gone(let path, let value): "\(path) is \(value) in \(one) and not given in \(other)"
        case .text: "the text of the scenario in \(other) is not that in \(one)"
        case .recording(let path): "the recording \(path) in \(other) is not that in \(one)"
        case .codecs: "\(other) was made with other codecs than \(one)"
        }
    }
}

extension RunManifest.Shard: CustomStringConvertible {
    public var description: String { "\(index)/\(count)" }
}
