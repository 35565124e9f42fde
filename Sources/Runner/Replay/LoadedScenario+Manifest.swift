import Results
import Scenarios

extension LoadedScenario {
    /// Reads the scenario as a run had it, from its manifest alone but for recordings.
    ///
    /// - Throws: `ScenarioErrors` for recordings that are gone or changed, `RunError` where the configuration comes out
    ///   otherwise than the run had it.
    static func load(
        of manifest: RunManifest,
        in folder: String,
        mediaFolder: String?,
        attempt: String
    ) throws -> LoadedScenario {
        let overrides = manifest.overrides.map {
            Override(path: $0.path, text: $0.value, origin: ValueOrigin($0.origin))
        }
        let loaded = try load(
            ScenarioText(
                bytes: Array(manifest.scenario.text.utf8),
                file: "the scenario in \(folder)/manifest.json",
                overrides: overrides
            ),
            shelf: RecordingShelf(of: manifest.media, movedTo: mediaFolder)
        )
        guard loaded.scenario.seed == manifest.seed,
            loaded.effective.map({ RunManifest.Setting($0) }) == manifest.configuration
        else {
            throw RunError(
                .runtime,
                attempted: attempt,
                happened: "the configuration came out otherwise than the manifest has it",
                advice: "use the build of rehearsal that made the run"
            )
        }
        return loaded
    }
}
