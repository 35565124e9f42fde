public import CallSimulation
import Foundation
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
    /// - Throws: `ScenarioErrors` for the scenario, `RunError` for a file.
    public static func load(
        bytes: [UInt8],
        file: String,
        folder: String,
        overrides: [Override],
        drawsHeads: Bool = true
    ) throws -> LoadedScenario {
        try load(bytes: bytes, file: file, overrides: overrides, drawsHeads: drawsHeads) { path in
            let place = path.hasPrefix("/") ? path : "\(folder)/\(path)"
            let bytes = try ScenarioFile.bytes(
                of: place,
                attempting: "read \(path), which \(file) names",
                limit: mediaSizeMax
            )
            let media = RunManifest.MediaFile(
                path: path,
                place: URL(filePath: place).standardizedFileURL.path,
                byteCount: bytes.count,
                sha256: SHA256.hexadecimal(bytes)
            )
            return (bytes, media)
        }
    }

    static let mediaSizeMax = 4 << 30

    /// Reads a scenario whose recordings come through `read`, each with what the manifest says of it.
    static func load(
        bytes: [UInt8],
        file: String,
        overrides: [Override],
        drawsHeads: Bool = true,
        read: (_ path: String) throws -> ([UInt8], RunManifest.MediaFile)
    ) throws -> LoadedScenario {
        let scenario = try ScenarioReader.read(bytes: bytes, file: file, overrides: overrides)
        guard scenario.scenario.tier == .media else {
            throw RunError(
                .scenario,
                attempted: "use \(file)",
                happened: "its tier is \(scenario.scenario.tier.rawValue), which is not built yet",
                advice: "write tier: media, or leave it out"
            )
        }
        var media: [RunManifest.MediaFile] = []
        let library: MediaLibrary
        do {
            library = try MediaLibrary(for: scenario.scenario, drawsHeads: drawsHeads) { path in
                let (bytes, found) = try read(path)
                media.append(found)
                return bytes
            }
        } catch let error as MediaLibrary.UnusableFile {
            throw RunError(
                .scenario,
                attempted: "use \(error.path), which \(file) names",
                happened: error.reason,
                advice: "audio is 16-bit PCM WAV at 8 to 48 kHz, video is Y4M 4:2:0; convert the file or name another"
            )
        }
        return LoadedScenario(
            scenario: scenario.scenario,
            warnings: scenario.warnings,
            effective: scenario.effective,
            text: bytes,
            library: library,
            overrides: overrides,
            media: media
        )
    }

    /// The bytes of a scenario file, refusing what cannot be one before it fills the memory.
    public static func bytes(ofFile path: String) throws -> [UInt8] {
        try ScenarioFile.bytes(of: path, attempting: "read the scenario \(path)", limit: 64 << 20)
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
