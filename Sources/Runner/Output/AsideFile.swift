import Foundation

/// A file that grows aside and gets its name when it is whole.
final class AsideFile {
    private static let pieceSize = 1 << 18

    let name: String
    private let folder: RunFolder
    private let appender: FileAppender
    private var waiting: [UInt8] = []
    private(set) var byteCount = 0

    init(_ name: String, in folder: RunFolder) throws {
        self.name = name
        self.folder = folder
        appender = try FileAppender(creating: Self.aside(name, folder))
    }

    func append(_ bytes: [UInt8]) throws {
        waiting += bytes
        byteCount += bytes.count
        if waiting.count >= Self.pieceSize { try flush() }
    }

    /// Brings every byte to the disk.
    func close() throws {
        try flush()
        try appender.close()
    }

    /// Gives the file its name.
    func publish() throws { try folder.rename(Self.aside(name, folder), to: folder.file(name)) }

    /// Takes away what was written.
    func discard() { _ = unlink(Self.aside(name, folder)) }

    private func flush() throws {
        try appender.append(waiting)
        waiting.removeAll(keepingCapacity: true)
    }

    private static func aside(_ name: String, _ folder: RunFolder) -> String { folder.file(".\(name).aside") }
}
