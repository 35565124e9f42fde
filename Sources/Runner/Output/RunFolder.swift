import Foundation

/// The folder that a run writes to: one run at a time, files written aside and renamed when whole.
///
/// While the run goes on, `calls.ndjson` and `series.ndjson` grow under the ending `.partial`; a folder that holds such
/// files was not finished, and `--resume` goes on from it.
public struct RunFolder: Sendable {
    public let path: String

    static let lockName = ".lock"

    /// Makes or takes over an empty folder, and locks it.
    ///
    /// - Throws: `RunError` when the folder holds something already, is in use, or cannot be written.
    public static func create(at path: String) throws -> RunFolder {
        let folder = RunFolder(path: path)
        let files = FileManager.default
        var isDirectory: ObjCBool = false
        if files.fileExists(atPath: path, isDirectory: &isDirectory) {
            guard isDirectory.boolValue else { throw folder.refusal("a file of that name stands there") }
            let contents = try folder.attempt("read the output folder") { try files.contentsOfDirectory(atPath: path) }
            guard contents.isEmpty else {
                throw contents.contains(lockName)
                    ? folder.refusal("another run is writing there")
                    : folder.refusal("it already holds \(contents.count) files")
            }
        } else {
            try folder.attempt("make the output folder") {
                try files.createDirectory(atPath: path, withIntermediateDirectories: true)
            }
        }
        try folder.lock()
        return folder
    }

    /// Takes over the folder of an unfinished run.
    public static func resume(at path: String) throws -> RunFolder {
        let folder = RunFolder(path: path)
        guard FileManager.default.fileExists(atPath: folder.file("manifest.json")) else {
            throw RunError(
                .usage,
                attempted: "resume \(path)",
                happened: "there is no manifest.json in it",
                advice: "name the folder of a run that was interrupted"
            )
        }
        try folder.lock()
        return folder
    }

    public func file(_ name: String) -> String { path + "/" + name }

    /// Writes a whole file aside, and gives it its name once every byte is down.
    public func write(_ bytes: [UInt8], to name: String) throws {
        let aside = file(".\(name).aside")
        try attempt("write \(file(name))") {
            let writer = try FileAppender(creating: aside)
            try writer.append(bytes)
            try writer.close()
        } cleaning: {
            _ = unlink(aside)
        }
        try rename(aside, to: file(name))
    }

    /// Gives a file that grew under `.partial` its name.
    public func publish(_ name: String) throws { try rename(file(name + ".partial"), to: file(name)) }

    public func unlock() { _ = unlink(file(Self.lockName)) }

    private func lock() throws {
        let descriptor = open(file(Self.lockName), O_CREAT | O_RDWR, 0o644)
        guard descriptor >= 0 else {
            throw RunError(
                .inputOutput,
                attempted: "write to \(path)",
                happened: String(cString: strerror(errno)),
                advice: "check the permissions and the free space, or choose another folder with --out"
            )
        }
        // The lock lives as long as this process; the kernel frees it when the process ends, however it ends.
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            _ = close(descriptor)
            throw refusal("another run is writing there")
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

    private func refusal(_ reason: String) -> RunError {
        RunError(
            .usage,
            attempted: "use \(path) as the output folder",
            happened: reason,
            advice: "choose a new folder with --out, or go on with an interrupted run by --resume"
        )
    }

    private func attempt<Value>(
        _ what: String,
        _ work: () throws -> Value,
        cleaning: () -> Void = {}
    ) throws -> Value {
        do {
            return try work()
        } catch let error as RunError {
            cleaning()
            throw error
        } catch {
            cleaning()
            throw RunError(
                .inputOutput,
                attempted: what,
                happened: Self.reason(error),
                advice: "check the permissions and the free space, or choose another folder with --out"
            )
        }
    }

    static func reason(_ error: any Error) -> String {
        let cocoa = error as NSError
        if let underlying = cocoa.userInfo[NSUnderlyingErrorKey] as? NSError, underlying.domain == NSPOSIXErrorDomain {
            return String(cString: strerror(Int32(underlying.code)))
        }
        return cocoa.localizedDescription
    }
}
