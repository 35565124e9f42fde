import Foundation
import Reports
import Results

/// The folder that a run writes to: one run at a time, files written aside and renamed when whole.
///
/// While the run goes on, what is finished grows in files that end in `.partial` (`RunJournal`); the manifest of a run
/// that was not finished says so, and `--resume` goes on from there.
public struct RunFolder: Sendable {
    public let path: String
    private let lock: FolderLock

    /// Makes or takes over an empty folder, and locks it.
    ///
    /// - Throws: `RunError` when the folder holds something already, is in use, or cannot be written.
    public static func create(at path: String) throws -> RunFolder {
        try makeFolder(path)
        let found = try contents(of: path)
        // A lock file is no sign of a run: one that was killed leaves its own behind, and what it wrote aside.
        guard found.isEmpty || found.contains(FolderLock.fileName) else { throw refusal(of: found, at: path) }
        let folder = try locked(path)
        let rest = try contents(of: path).filter { $0 != FolderLock.fileName && !isAside($0) }
        guard rest.isEmpty else {
            folder.unlock()
            throw refusal(of: rest, at: path)
        }
        return folder
    }

    /// Takes over the folder of an unfinished run.
    public static func resume(at path: String) throws -> RunFolder {
        guard FileManager.default.fileExists(atPath: path + "/manifest.json") else {
            throw RunError(
                .usage,
                attempted: "resume \(path)",
                happened: "there is no manifest.json in it",
                advice: "name the folder of a run that was interrupted"
            )
        }
        return try locked(path)
    }

    private static func isAside(_ name: String) -> Bool { name.hasPrefix(".") && name.hasSuffix(".aside") }

    public func file(_ name: String) -> String { path + "/" + name }

    /// Writes a whole file aside, and gives it its name once every byte is down.
    public func write(_ bytes: [UInt8], to name: String) throws {
        try WholeFile.write(bytes, to: file(name))
    }

    /// Writes what a finished run came to; the manifest goes last: where it says complete, everything is there.
    func write(_ summary: RunSummary, _ manifest: RunManifest, _ comparison: PairedComparison? = nil) throws {
        if let comparison { try write(comparison.json, to: "comparison.json") }
        try write(summary.json, to: "summary.json")
        let xml = JUnitReport.xml(summary: summary, manifest: manifest, comparison: comparison)
        try write(Array(xml.utf8), to: "junit.xml")
        try write(manifest.json, to: "manifest.json")
    }

    public func unlock() { lock.removeFile() }

    private static func locked(_ path: String) throws -> RunFolder {
        guard let lock = try FolderLock(in: path) else {
            throw RunError(
                .usage,
                attempted: "write to \(path)",
                happened: "another run is writing there",
                advice: "wait for it to end, or choose a new folder with --out"
            )
        }
        return RunFolder(path: path, lock: lock)
    }

    /// Makes the folder and those above it where they are missing.
    private static func makeFolder(_ path: String) throws {
        var made = path.hasPrefix("/") ? "/" : ""
        for part in path.split(separator: "/") {
            made += part
            if mkdir(made, 0o777) != 0 {
                let code = errno
                guard isFolder(made) else { throw obstacle(made, to: path, code: code) }
            }
            made += "/"
        }
    }

    /// Why a folder could not be made.
    private static func obstacle(_ place: String, to path: String, code: Int32) -> RunError {
        guard isThere(place) else { return RunError.refused("make the output folder \(path), at \(place)", code: code) }
        guard place == path else {
            return RunError.refused("make the output folder \(path), at \(place)", code: ENOTDIR)
        }
        return RunError(
            .usage,
            attempted: "use \(path) as the output folder",
            happened: "a file of that name stands there",
            advice: "choose a new folder with --out"
        )
    }

    private static func isThere(_ path: String) -> Bool {
        var information = stat()
        return lstat(path, &information) == 0
    }

    private static func isFolder(_ path: String) -> Bool {
        var information = stat()
        return stat(path, &information) == 0 && information.st_mode & S_IFMT == S_IFDIR
    }

    private static func contents(of path: String) throws -> [String] {
        // Foundation does not say why it cannot read a folder; the system does.
        guard let directory = opendir(path) else { throw RunError.refused("read the output folder \(path)") }
        closedir(directory)
        do {
            return try FileManager.default.contentsOfDirectory(atPath: path)
        } catch {
            throw RunError.refused("read the output folder \(path)", code: EIO)
        }
    }

    func rename(_ from: String, to target: String) throws {
        guard Foundation.rename(from, target) == 0 else {
            throw RunError(
                .inputOutput,
                attempted: "rename \(from)",
                happened: String(cString: strerror(errno)),
                advice: "check that the folder is still there and writable"
            )
        }
    }

    /// Why a folder that holds something cannot be a new run's.
    private static func refusal(of contents: [String], at path: String) -> RunError {
        let manifest = FileManager.default.contents(atPath: path + "/manifest.json")
            .flatMap { try? RunManifest(parsing: [UInt8]($0)) }
        let isUnfinished = manifest.map { !$0.isComplete } ?? contents.contains { $0.hasSuffix(".partial") }
        return RunError(
            .usage,
            attempted: "use \(path) as the output folder",
            happened: isUnfinished
                ? "an unfinished run is there"
                : "it already holds \(contents.count == 1 ? "a file" : "\(contents.count) files")",
            advice: isUnfinished
                ? "go on with it by --resume \(path), or choose a new folder with --out"
                : "choose a new folder with --out"
        )
    }
}
