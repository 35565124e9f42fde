import Foundation
import Results

/// The output folder of one finished shard.
struct ShardFolder {
    let path: String
    let manifest: RunManifest

    /// The shard as folders and commands name it, such as `shard 2/4`.
    var name: String { "shard \(manifest.shard)" }

    /// The command that runs the shard again, into a folder yet to be chosen.
    var again: String { manifest.reproduce(manifest.shard) + " --out NEW" }

    func file(_ name: String) -> String { path + "/" + name }

    /// Reads a shard's manifest, and refuses a folder that holds no finished run of this version.
    ///
    /// - Throws: `RunError`.
    init(at path: String, toolVersion: String) throws {
        self.path = path
        manifest = try RunManifest(
            of: path,
            attempt: "merge \(path)",
            missing: "name the output folders of finished shards",
            broken: "run the shard again with this version of rehearsal, or merge with the version that ran all shards"
        )
        guard manifest.toolVersion == toolVersion else {
            throw RunError(
                .usage,
                attempted: "merge \(path)",
                happened: "rehearsal \(manifest.toolVersion) made it and this is \(toolVersion)",
                advice: "merge with rehearsal \(manifest.toolVersion), or run every shard again with \(toolVersion)"
            )
        }
        guard manifest.isComplete else {
            throw RunError(
                .usage,
                attempted: "merge \(path)",
                happened: "its \(name) is not finished",
                advice: "finish it: \(manifest.reproduce(manifest.shard)) --resume \(path)"
            )
        }
    }

    /// Refuses files that are missing or not as long as the run left them.
    ///
    /// - Throws: `RunError`.
    func check(files: [String]) throws {
        for name in files {
            guard let known = manifest.files.first(where: { $0.name == name }) else {
                throw damage("its manifest does not say how long \(name) is")
            }
            var information = stat()
            guard stat(file(name), &information) == 0 else {
                let reason = String(cString: strerror(errno))
                throw damage("its \(name) cannot be read: \(reason)")
            }
            guard Int(information.st_size) == known.byteCount else {
                throw damage("its \(name) has \(information.st_size) bytes, and the run left \(known.byteCount)")
            }
        }
    }

    /// What was found to be wrong in the folder's files.
    func damage(_ happened: String) -> RunError {
        RunError(
            .inputOutput,
            attempted: "merge \(path)",
            happened: happened,
            advice: "copy the folder again from where the shard ran, or run the shard again: \(again)"
        )
    }
}
