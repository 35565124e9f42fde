import Foundation
import Results
import Testing

@testable import Runner

@Suite("Output folder")
struct RunFolderTests {
    private let workspace = FileManager.default.temporaryDirectory.appending(path: "runner-\(UUID().uuidString)").path

    init() throws { try FileManager.default.createDirectory(atPath: workspace, withIntermediateDirectories: true) }

    private func path(_ name: String) -> String { workspace + "/" + name }

    private func write(_ text: String, _ name: String) throws {
        try Data(text.utf8).write(to: URL(filePath: path(name)))
    }

    private func refusal(_ name: String) -> RunError? {
        #expect(throws: RunError.self) { try RunFolder.create(at: path(name)) }
    }

    @Test("One run at a time writes to a folder, and the next may once it is free")
    func lock() throws {
        var first: RunFolder? = try RunFolder.create(at: path("out/deep/er"))
        #expect(refusal("out/deep/er")?.happened == "another run is writing there")
        first?.unlock()
        first = nil
        _ = try RunFolder.create(at: path("out/deep/er"))
    }

    @Test("A lock file that a killed run left is no run")
    func stale() throws {
        try FileManager.default.createDirectory(atPath: path("out"), withIntermediateDirectories: true)
        try write("", "out/.lock")
        _ = try RunFolder.create(at: path("out"))
    }

    @Test("What a killed replay wrote aside is no result, and is written over")
    func aside() throws {
        try FileManager.default.createDirectory(atPath: path("out"), withIntermediateDirectories: true)
        try Data("half".utf8).write(to: URL(filePath: path("out/.events.ndjson.aside")))
        try Data().write(to: URL(filePath: path("out/.lock")))
        let folder = try RunFolder.create(at: path("out"))
        try folder.write(Array("whole".utf8), to: "events.ndjson")
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: path("out")).sorted() == [".lock", "events.ndjson"]
        )
        folder.unlock()
    }

    @Test("What a killed run left is called unfinished, with the way to go on")
    func killed() throws {
        try FileManager.default.createDirectory(atPath: path("out"), withIntermediateDirectories: true)
        try write("", "out/.lock")
        try write("", "out/calls.ndjson.partial")
        let error = try #require(refusal("out"))
        #expect(error.kind == .usage && error.happened == "an unfinished run is there")
        #expect(error.advice.contains("--resume \(path("out"))"))
    }

    @Test("A folder that holds anything else is left alone")
    func occupied() throws {
        try write("x", "note.txt")
        let error = try #require(#expect(throws: RunError.self) { try RunFolder.create(at: workspace) })
        #expect(error.happened == "it already holds a file")
        #expect(try FileManager.default.contentsOfDirectory(atPath: workspace) == ["note.txt"])
    }

    @Test("A file in the way is named, in the system's words")
    func obstacle() throws {
        try write("x", "file")
        let inside = try #require(refusal("file/g"))
        #expect(inside.kind == .inputOutput && inside.happened == "Not a directory")
        #expect(inside.attempted.contains(path("file/g")))
        let itself = try #require(refusal("file"))
        #expect(itself.kind == .usage && itself.happened == "a file of that name stands there")
    }
}
