public import CallSimulation
import Results
public import Scenarios

/// A scenario that was read, with every file it names.
public struct LoadedScenario: Sendable {
    public let scenario: Scenario
    public let warnings: [ScenarioWarning]
    public let effective: [EffectiveValue]
    public let text: [UInt8]
    public let library: MediaLibrary
    let overrides: [Override]
    private let shelf: RecordingShelf

    /// The recordings and traces that the scenario names.
    var media: [RunManifest.MediaFile] { shelf.files }

    /// Reads a scenario and everything it names.
    ///
    /// `drawsHeads` says whether the calls will need their pictures: not where nothing is run, or traces are played.
    /// - Throws: `ScenarioErrors` for everything that is wrong, files that cannot be used included.
    public static func load(
        _ text: ScenarioText,
        drawsHeads: (Scenario) -> Bool = { _ in true }
    ) throws -> LoadedScenario {
        try load(text, shelf: RecordingShelf(folder: text.folder), drawsHeads: drawsHeads)
    }

    /// Reads a scenario whose recordings stand on a shelf.
    static func load(
        _ text: ScenarioText,
        shelf: RecordingShelf,
        drawsHeads: (Scenario) -> Bool = { _ in true }
    ) throws(ScenarioErrors) -> LoadedScenario {
        let (read, shelf) = try read(text, shelf)
        let library = MediaLibrary(
            for: read.scenario,
            drawsHeads: drawsHeads(read.scenario),
            recordings: shelf.recordings
        )
        return LoadedScenario(read, text, library, shelf)
    }

    /// The same scenario with other overrides that leave its media alone: what it hears and sees is not made again.
    func again(_ text: ScenarioText) throws(ScenarioErrors) -> LoadedScenario {
        let (read, shelf) = try Self.read(text, shelf)
        return LoadedScenario(read, text, library, shelf)
    }

    /// The same scenario with another seed.
    func again(seed: UInt64) throws(ScenarioErrors) -> LoadedScenario {
        let own = Override(path: "seed", text: String(seed), origin: .flag, shown: "--seed")
        let others = overrides.filter { $0.path != "seed" }
        return try again(ScenarioText(bytes: text, file: "the scenario", overrides: others + [own]))
    }

    private init(_ read: ReadScenario, _ text: ScenarioText, _ library: MediaLibrary, _ shelf: RecordingShelf) {
        (scenario, warnings, effective) = (read.scenario, read.warnings, read.effective)
        (self.text, overrides) = (text.bytes, text.overrides)
        (self.library, self.shelf) = (library, shelf)
    }

    private static func read(
        _ text: ScenarioText,
        _ shelf: RecordingShelf
    ) throws(ScenarioErrors) -> (ReadScenario, RecordingShelf) {
        var shelf = shelf
        let read = try ScenarioReader.read(
            bytes: text.bytes,
            file: text.file,
            overrides: text.overrides,
            check: { (recording) throws(RecordingFault) in try shelf.take(recording) },
            readTrace: { (trace) throws(RecordingFault) in try shelf.read(trace) }
        )
        return (read, shelf)
    }

    /// The bytes of a scenario file or of a pipe; of a file that is too large to be one, just enough to say so.
    public static func bytes(ofFile path: String) throws -> [UInt8] {
        try reading("the scenario \(path)") { () throws(InputFile.Refusal) in
            let file = try InputFile.open(path, allowsPipes: true)
            return try InputFile.read(file.descriptor, upTo: ScenarioReader.byteCountMax + 1)
        }
    }

    /// The same from an open descriptor, such as standard input, until it ends or `stop` is raised.
    public static func bytes(ofDescriptor descriptor: Int32, name: String, stop: StopSignal) throws -> [UInt8] {
        try reading("the scenario from \(name)") { () throws(InputFile.Refusal) in
            try InputFile.read(descriptor, upTo: ScenarioReader.byteCountMax + 1) { stop.isRaised }
        }
    }

    private static func reading(
        _ what: String,
        _ work: () throws(InputFile.Refusal) -> [UInt8]
    ) throws(RunError) -> [UInt8] {
        do {
            return try work()
        } catch {
            let kind: RunError.Kind = error.isInterruption ? .aborted : .scenario
            throw RunError(kind, attempted: "read \(what)", happened: error.reason, advice: error.advice)
        }
    }
}

extension RunManifest.Setting {
    init(_ value: EffectiveValue) {
        self.init(path: value.path, value: value.value, origin: RunManifest.Origin(value.origin))
    }

    init(_ override: Override) {
        self.init(path: override.path, value: override.text, origin: RunManifest.Origin(override.origin))
    }
}

extension RunManifest.Origin {
    init(_ origin: ValueOrigin) {
        switch origin {
        case .default: self = .default
        case .file: self = .file
        case .environment: self = .environment
        case .flag: self = .flag
        }
    }
}

extension ValueOrigin {
    init(_ origin: RunManifest.Origin) {
        switch origin {
        case .default: self = .default
        case .file: self = .file
        case .environment: self = .environment
        case .flag: self = .flag
        }
    }
}
