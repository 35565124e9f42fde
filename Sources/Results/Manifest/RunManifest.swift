/// How a run came about: everything needed to do it again, and what the machine that did it says of itself.
public struct RunManifest: Hashable, Sendable {
    public var toolVersion: String
    public var scenario: ScenarioText
    /// Every value that was in effect, in the order of the scenario's schema.
    public var configuration: [Setting]
    /// What replaced values of the scenario's text, as it was given, in the order in which it was applied.
    public var overrides: [Setting]
    /// The recordings that the scenario names, in the order in which they were read.
    public var media: [MediaFile]
    /// The SHA-256 of the traces that a run of the packet tier plays, be they from a file or recorded by it; `nil` where
    /// none are played.
    public var traces: String?
    /// Whether the thresholds are ours, for the scenario states none.
    public var usesDefaultThresholds: Bool
    public var seed: UInt64
    public var tier: String
    public var shard: Shard
    /// Which calls leave a line a second in `series.ndjson`.
    public var series: SeriesPolicy
    /// In the order of their names.
    public var codecs: [CodecVersion]
    public var digest: UInt64
    public var isComplete: Bool
    /// How long the files of a finished run are, so that one cut short is told; empty while it goes on.
    public var files: [FileLength]
    public var workers: Int
    public var wallSeconds: Double
    /// The processor time of all workers together.
    public var cpuSeconds: Double
    public var tester: TesterAccount
    /// The command line that does it again.
    public var reproduce: String

    /// The digest in 16 lower-case hexadecimal digits.
    public var digestHexadecimal: String { digest.sixteenHexDigits }

    public init(
        toolVersion: String,
        scenario: ScenarioText,
        configuration: [Setting],
        overrides: [Setting] = [],
        media: [MediaFile] = [],
        traces: String? = nil,
        usesDefaultThresholds: Bool = false,
        seed: UInt64,
        tier: String,
        shard: Shard = .whole,
        series: SeriesPolicy = .all,
        codecs: [CodecVersion],
        digest: UInt64,
        isComplete: Bool,
        files: [FileLength] = [],
        workers: Int,
        wallSeconds: Double,
        cpuSeconds: Double,
        tester: TesterAccount,
        reproduce: String
    ) {
        self.toolVersion = toolVersion
        self.scenario = scenario
        self.configuration = configuration
        self.overrides = overrides
        self.media = media
        self.traces = traces
        self.usesDefaultThresholds = usesDefaultThresholds
        self.seed = seed
        self.tier = tier
        self.shard = shard
        self.series = series
        self.codecs = codecs.sorted { $0.name < $1.name }
        self.digest = digest
        self.isComplete = isComplete
        self.files = files.sorted { $0.name < $1.name }
        self.workers = workers
        self.wallSeconds = wallSeconds
        self.cpuSeconds = cpuSeconds
        self.tester = tester
        self.reproduce = reproduce
    }

    /// A scenario as it was read.
    public struct ScenarioText: Hashable, Sendable {
        public let name: String
        public let text: String
        /// The SHA-256 of the text's UTF-8, 64 hexadecimal digits.
        public let sha256: String

        public init(name: String, text: String) {
            self.name = name
            self.text = text
            sha256 = SHA256.hexadecimal(text.utf8)
        }
    }

    /// One value in effect and where it came from.
    public struct Setting: Hashable, Sendable {
        public let path: String
        /// As the scenario file would write it.
        public let value: String
        public let origin: Origin

        public init(path: String, value: String, origin: Origin) {
            self.path = path
            self.value = value
            self.origin = origin
        }
    }

    /// A recording that the scenario names, and how to tell that it is still the same.
    public struct MediaFile: Hashable, Sendable {
        /// As the scenario writes it.
        public let path: String
        /// Where it was found, from the root of the file system.
        public let place: String
        public let byteCount: Int
        /// The SHA-256 of its bytes, 64 hexadecimal digits.
        public let sha256: String

        public init(path: String, place: String, byteCount: Int, sha256: String) {
            self.path = path
            self.place = place
            self.byteCount = byteCount
            self.sha256 = sha256
        }
    }

    /// Where a value came from, the first named outweighing the later.
    public enum Origin: String, Hashable, Sendable, CaseIterable {
        case flag
        case environment
        case file
        case `default`
    }

    /// Which part of the run this is.
    public struct Shard: Hashable, Sendable {
        /// From 1.
        public let index: Int
        public let count: Int

        public init(index: Int, count: Int) {
            self.index = index
            self.count = count
        }

        public static let whole = Self(index: 1, count: 1)
    }

    /// One of the run's files and its length.
    public struct FileLength: Hashable, Sendable {
        public let name: String
        public let byteCount: Int

        public init(name: String, byteCount: Int) {
            self.name = name
            self.byteCount = byteCount
        }
    }

    /// A codec library and its version, as the library states it.
    public struct CodecVersion: Hashable, Sendable {
        public let name: String
        public let version: String

        public init(name: String, version: String) {
            self.name = name
            self.version = version
        }
    }
}

/// What the machine that ran the test says of itself, so that its limits are not taken for those of what it tested.
public struct TesterAccount: Hashable, Sendable {
    public let processors: Int
    /// Processor time over the time that all processors had, 0 to 1.
    public let cpuShare: Double
    /// Seconds of virtual call time for each second of wall time, over all calls.
    public let speedUp: Double
    public let peakMemoryBytes: Int?
    /// Whether the tester itself was the bottleneck, which makes a live run inconclusive.
    public let isSaturated: Bool

    public init(
        processors: Int,
        cpuShare: Double,
        speedUp: Double,
        peakMemoryBytes: Int? = nil,
        isSaturated: Bool = false
    ) {
        self.processors = processors
        self.cpuShare = cpuShare
        self.speedUp = speedUp
        self.peakMemoryBytes = peakMemoryBytes
        self.isSaturated = isSaturated
    }
}
