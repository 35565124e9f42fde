/// What two runs must have in common for a difference between them to be the software's.
public struct BaselineKey: Hashable, Sendable {
    /// Of the results files (`ResultsFormat`): scores of two versions are not the same scores.
    public let resultsVersion: Int
    public let scenario: String
    /// The SHA-256 of the scenario's text and of what overrides it, leaving out the seed.
    public let scenarioSHA256: String
    public let tier: String
    /// Such as `x86_64`; `nil` where a file does not tell.
    public let architecture: String?
    /// In the order of their names.
    public let codecs: [RunManifest.CodecVersion]
    /// Of the recordings and traces that the scenario names, in its order.
    public let recordings: [String]
    /// Of the traces that a run of the packet tier plays; `nil` in the media tier.
    public let traces: String?

    init(
        resultsVersion: Int,
        scenario: String,
        scenarioSHA256: String,
        tier: String,
        architecture: String?,
        codecs: [RunManifest.CodecVersion],
        recordings: [String],
        traces: String?
    ) {
        self.resultsVersion = resultsVersion
        self.scenario = scenario
        self.scenarioSHA256 = scenarioSHA256
        self.tier = tier
        self.architecture = architecture
        self.codecs = codecs.sorted { $0.name < $1.name }
        self.recordings = recordings
        self.traces = traces
    }

    /// The key of a run by its manifest.
    public init(of manifest: RunManifest, architecture: String?) {
        // Two parts of a text cannot be taken for one another: an override is one line of JSON.
        var hashed = Array(manifest.scenario.text.utf8)
        for override in manifest.overrides where override.path != "seed" {
            hashed.append(0x0A)
            hashed += JSONValue.array([.string(override.path), .string(override.value)]).compactBytes
        }
        self.init(
            resultsVersion: ResultsFormat.version,
            scenario: manifest.scenario.name,
            scenarioSHA256: SHA256.hexadecimal(hashed),
            tier: manifest.tier,
            architecture: architecture,
            codecs: manifest.codecs,
            recordings: manifest.media.map(\.sha256),
            traces: manifest.traces
        )
    }

    /// The first thing that keeps two runs from being compared, in words; `nil` where nothing does.
    public func mismatch(with other: BaselineKey, _ mine: String, _ its: String) -> String? {
        func differs(_ what: String, _ one: String, _ two: String) -> String {
            "\(what) is \(one) in \(mine) and \(two) in \(its)"
        }
        if resultsVersion != other.resultsVersion {
            return differs("the results format", String(resultsVersion), String(other.resultsVersion))
        }
        if tier != other.tier { return differs("the tier", tier, other.tier) }
        if scenario != other.scenario { return differs("the scenario", scenario, other.scenario) }
        if scenarioSHA256 != other.scenarioSHA256 {
            return "the text of the scenario, or what overrides it, in \(its) is not that in \(mine)"
        }
        if recordings != other.recordings { return "the recordings of the scenario in \(its) are not those in \(mine)" }
        for codec in codecs {
            let version = other.codecs.first { $0.name == codec.name }?.version ?? "absent"
            if version != codec.version { return differs(codec.name, codec.version, version) }
        }
        if codecs.count != other.codecs.count { return "\(its) has other codecs than \(mine)" }
        if let one = architecture, let two = other.architecture, one != two {
            return differs("the architecture", one, two)
        }
        return traces == other.traces ? nil : "the traces that calls play in \(its) are not those in \(mine)"
    }

    /// The architecture that this program was built for.
    public static var ownArchitecture: String {
        #if arch(x86_64)
            "x86_64"
        #elseif arch(arm64)
            "arm64"
        #else
            "other"
        #endif
    }
}
