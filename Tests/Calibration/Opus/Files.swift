import Foundation
import ValidationComparison

/// Reading and writing, with errors that say what was attempted.
enum Files {
    static func read(_ path: String, hint: String) throws -> [UInt8] {
        do {
            return [UInt8](try Data(contentsOf: URL(filePath: path)))
        } catch {
            throw ValidationError(path, "could not be read: \(reason(error))", hint: hint)
        }
    }

    /// Writes aside and renames, making the folder.
    static func write(_ bytes: [UInt8], to path: String) throws {
        let file = URL(filePath: path)
        do {
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(),
                withIntermediateDirectories: true
            )
            try Data(bytes).write(to: file, options: .atomic)
        } catch {
            throw ValidationError(path, "could not be written: \(reason(error))", hint: "check the folder and the disk")
        }
    }

    static func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

    /// The names in a folder in order.
    static func names(in folder: String, hint: String) throws -> [String] {
        do {
            return try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        } catch {
            throw ValidationError(folder, "could not be read: \(reason(error))", hint: hint)
        }
    }

    static func tell(_ line: String) { FileHandle.standardError.write(Data((line + "\n").utf8)) }

    private static func reason(_ error: any Error) -> String {
        let error = error as NSError
        let inner = error.userInfo[NSUnderlyingErrorKey] as? NSError
        return inner.map { String(cString: strerror(Int32($0.code))) } ?? error.localizedDescription
    }
}
