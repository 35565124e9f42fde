import Foundation
import Testing

@testable import Runner

@Suite("Whole files")
struct WholeFileTests {
    private static func inFolder(_ body: (URL) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "whole-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder)
    }

    @Test("A link is followed: the file behind it is replaced, and the link stays")
    func link() throws {
        try Self.inFolder { folder in
            let (file, link) = (folder.appending(path: "file").path, folder.appending(path: "link").path)
            try WholeFile.write(Array("old and long".utf8), to: file)
            try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: file)
            try WholeFile.write(Array("new".utf8), to: link)
            #expect(try String(contentsOfFile: file, encoding: .utf8) == "new")
            #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == file)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == ["file", "link"])
        }
    }

    @Test("A device is written to and not replaced; a full one says so", .enabled(if: access("/dev/full", W_OK) == 0))
    func device() throws {
        try Self.inFolder { folder in
            let link = folder.appending(path: "full").path
            try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "/dev/full")
            #expect(throws: RunError.self) { try WholeFile.write(Array("new".utf8), to: link) }
            #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == "/dev/full")
        }
    }
}
