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
    let media: [RunManifest.MediaFile]

    /// Reads a scenario and everything it names; relative paths start at `folder`.
    ///
    /// `drawsHeads` may be false where nothing will run, which is faster.
    /// - Throws: `ScenarioErrors` for everything that is wrong, files that cannot be used included.
    public static func load(
        bytes: [UInt8],
        file: String,
        folder: String,
        overrides: [Override],
        drawsHeads: Bool = true
    ) throws -> LoadedScenario {
        try load(
            bytes: bytes,
            file: file,
            overrides: overrides,
            drawsHeads: drawsHeads,
            shelf: RecordingShelf(folder: folder)
        )
    }

    /// Reads a scenario whose recordings stand on a shelf.
    static func load(
        bytes: [UInt8],
        file: String,
        overrides: [Override],
        drawsHeads: Bool = true,
        shelf: RecordingShelf
    ) throws(ScenarioErrors) -> LoadedScenario {
        var shelf = shelf
        let read = try ScenarioReader.read(
            bytes: bytes,
            file: file,
            overrides: overrides,
            check: { (recording) throws(RecordingFault) in try shelf.take(recording) },
            readTrace: { (trace) throws(RecordingFault) in try shelf.read(trace) }
        )
        return LoadedScenario(
            scenario: read.scenario,
            warnings: read.warnings,
            effective: read.effective,
            text: bytes,
            library: MediaLibrary(for: read.scenario, drawsHeads: drawsHeads, recordings: shelf.recordings),
            overrides: overrides,
            media: shelf.files
        )
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
