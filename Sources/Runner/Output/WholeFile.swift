import Foundation

/// Writes a single file aside, and gives it its name once every byte is on the disk.
enum WholeFile {
    static func write(_ bytes: [UInt8], to path: String) throws {
        let aside = URL(filePath: path)
            .deletingLastPathComponent().appending(path: ".\(URL(filePath: path).lastPathComponent).aside").relativePath
        do {
            let writer = try FileAppender(creating: aside)
            try writer.append(bytes)
            try writer.close()
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
