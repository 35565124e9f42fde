import Foundation

/// Writes a single file aside, and gives it its name once every byte is on the disk.
enum WholeFile {
    /// A link is followed; what is no regular file, such as a pipe or a device, is written to and never replaced.
    static func write(_ bytes: [UInt8], to path: String) throws {
        var status = stat()
        guard stat(path, &status) == 0 else { return try replace(path, with: bytes) }
        guard status.st_mode & S_IFMT == S_IFREG else { return try append(bytes, to: path) }
        try replace(URL(filePath: path).resolvingSymlinksInPath().path(percentEncoded: false), with: bytes)
    }

    private static func append(_ bytes: [UInt8], to path: String) throws {
        let writer = try FileAppender(creating: path)
        try writer.append(bytes)
        try writer.close()
    }

    private static func replace(_ path: String, with bytes: [UInt8]) throws {
        let aside = URL(filePath: path)
            .deletingLastPathComponent().appending(path: ".\(URL(filePath: path).lastPathComponent).aside").relativePath
        do {
            try append(bytes, to: aside)
        } catch {
            _ = unlink(aside)
            throw error
        }
        guard rename(aside, path) == 0 else {
            let code = errno
            _ = unlink(aside)
            throw RunError.refused("write \(path)", code: code)
        }
    }
}
