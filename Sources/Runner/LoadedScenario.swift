public import CallSimulation
import Foundation
public import Scenarios

/// A scenario that was read, with every file it names.
public struct LoadedScenario: Sendable {
    public let scenario: Scenario
    public let warnings: [ScenarioWarning]
    public let effective: [EffectiveValue]
    public let text: [UInt8]
    public let library: MediaLibrary

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
        let read = try ScenarioReader.read(bytes: bytes, file: file, overrides: overrides)
        guard read.scenario.tier == .media else {
            throw RunError(
                .scenario,
                attempted: "use \(file)",
                happened: "its tier is \(read.scenario.tier.rawValue), which is not built yet",
                advice: "write tier: media, or leave it out"
            )
        }
        let library = try mediaLibrary(for: read.scenario, file: file, folder: folder, drawsHeads: drawsHeads)
        return LoadedScenario(
            scenario: read.scenario,
            warnings: read.warnings,
            effective: read.effective,
            text: bytes,
            library: library
        )
    }

    /// The bytes of a scenario file, refusing what cannot be one before it fills the memory.
    public static func bytes(ofFile path: String) throws -> [UInt8] {
        try bytes(ofFile: path, attempting: "read the scenario \(path)", limit: 64 << 20, kind: .scenario)
    }

    private static func mediaLibrary(
        for scenario: Scenario,
        file: String,
        folder: String,
        drawsHeads: Bool
    ) throws -> MediaLibrary {
        do {
            return try MediaLibrary(for: scenario, drawsHeads: drawsHeads) { path in
                let place = path.hasPrefix("/") ? path : "\(folder)/\(path)"
                return try bytes(
                    ofFile: place,
                    attempting: "read \(path), which \(file) names",
                    limit: 4 << 30,
                    kind: .scenario
                )
            }
        } catch let error as MediaLibrary.UnusableFile {
            throw RunError(
                .scenario,
                attempted: "use \(error.path), which \(file) names",
                happened: error.reason,
                advice: "audio is 16-bit PCM WAV at 8 to 48 kHz, video is Y4M 4:2:0; convert the file or name another"
            )
        }
    }

    private static func bytes(
        ofFile path: String,
        attempting attempted: String,
        limit: Int,
        kind: RunError.Kind
    ) throws -> [UInt8] {
        var information = stat()
        guard stat(path, &information) == 0 else {
            throw RunError(
                kind,
                attempted: attempted,
                happened: String(cString: strerror(errno)),
                advice: "check the path; paths inside a scenario start at the scenario's own folder"
            )
        }
        guard information.st_mode & S_IFMT != S_IFDIR else {
            throw RunError(kind, attempted: attempted, happened: "it is a folder", advice: "name a file inside it")
        }
        guard Int(information.st_size) <= limit else {
            throw RunError(
                kind,
                attempted: attempted,
                happened: "it has \(information.st_size) bytes, over the limit of \(limit)",
                advice: "shorten the file; it plays forwards and backwards as long as a call needs it"
            )
        }
        do {
            return [UInt8](try Data(contentsOf: URL(filePath: path)))
        } catch {
            throw RunError(
                kind,
                attempted: attempted,
                happened: RunFolder.reason(error),
                advice: "check that the file is readable"
            )
        }
    }
}
