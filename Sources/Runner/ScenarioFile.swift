import Foundation

/// Files that a run reads whole: the scenario, and the recordings that it names.
enum ScenarioFile {
    /// The bytes of a file, refusing what cannot be one before it fills the memory.
    static func bytes(
        of path: String,
        attempting attempted: String,
        limit: Int,
        advice: String = "check the path; paths inside a scenario start at the scenario's own folder"
    ) throws -> [UInt8] {
        var information = stat()
        guard stat(path, &information) == 0 else {
            throw RunError(.scenario, attempted: attempted, happened: String(cString: strerror(errno)), advice: advice)
        }
        guard information.st_mode & S_IFMT != S_IFDIR else {
            throw RunError(.scenario, attempted: attempted, happened: "it is a folder", advice: "name a file inside it")
        }
        guard Int(information.st_size) <= limit else {
            throw RunError(
                .scenario,
                attempted: attempted,
                happened: "it has \(information.st_size) bytes, over the limit of \(limit)",
                advice: "shorten the file; it plays forwards and backwards as long as a call needs it"
            )
        }
        do {
            return [UInt8](try Data(contentsOf: URL(filePath: path)))
        } catch {
            throw RunError(
                .scenario,
                attempted: attempted,
                happened: RunFolder.reason(error),
                advice: "check that the file is readable"
            )
        }
    }
}
