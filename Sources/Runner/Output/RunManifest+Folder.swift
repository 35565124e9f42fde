import Foundation
import Results

extension RunManifest {
    /// Reads the manifest of an output folder.
    ///
    /// - Parameters:
    ///   - attempt: what it is read for, as an error says it.
    ///   - missing: what to do where there is none.
    ///   - broken: what to do where it is none of this version.
    /// - Throws: `RunError`.
    init(of folder: String, attempt: String, missing: String, broken: String) throws(RunError) {
        let file = folder + "/manifest.json"
        guard let data = FileManager.default.contents(atPath: file) else {
            throw RunError(
                .usage,
                attempted: attempt,
                happened: "there is no manifest.json in it that can be read",
                advice: missing
            )
        }
        do {
            try self.init(parsing: [UInt8](data))
        } catch {
            throw RunError(.inputOutput, attempted: "read \(file)", happened: "\(error)", advice: broken)
        }
    }
}
