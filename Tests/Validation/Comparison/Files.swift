import Foundation

/// Reading and writing, with errors that say what was attempted.
public enum Files {
    public static func read(_ path: String, hint: String) throws -> [UInt8] {
        do {
            return [UInt8](try Data(contentsOf: URL(filePath: path)))
        } catch {
            throw ValidationError(path, "could not be read: \(reason(error))", hint: hint)
        }
    }

    /// Writes aside and renames, making the folder.
    public static func write(_ bytes: [UInt8], to path: String) throws {
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

    public static func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

    /// The names in a folder in order.
    public static func names(in folder: String, hint: String) throws -> [String] {
        do {
            return try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        } catch {
            throw ValidationError(folder, "could not be read: \(reason(error))", hint: hint)
        }
    }

    /// What a gzip file holds, unpacked by gzip itself.
    public static func unpack(_ path: String) throws -> [UInt8] {
        let hint = "check that gzip is installed and the file is whole"
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["gzip", "--decompress", "--stdout", path]
        let pipe = Pipe()
        process.standardOutput = pipe
        do {
            try process.run()
            let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
            process.waitUntilExit()
            guard process.terminationStatus == 0 else {
                throw ValidationError(path, "gzip ended with \(process.terminationStatus)", hint: hint)
            }
            return [UInt8](data)
        } catch let error as ValidationError {
            throw error
        } catch {
            throw ValidationError(path, "could not be unpacked: \(reason(error))", hint: hint)
        }
    }

    public static func tell(_ line: String) { FileHandle.standardError.write(Data((line + "\n").utf8)) }

    private static func reason(_ error: any Error) -> String {
        let error = error as NSError
        let inner = error.userInfo[NSUnderlyingErrorKey] as? NSError
        return inner.map { String(cString: strerror(Int32($0.code))) } ?? error.localizedDescription
    }
}
