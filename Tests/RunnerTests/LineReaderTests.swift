import Foundation
import Testing

@testable import Runner

@Suite("Lines of a file")
struct LineReaderTests {
    private let path = FileManager.default.temporaryDirectory.appending(path: "lines-\(UUID().uuidString)").path

    private func read(_ text: String) throws -> (lines: [String], isCutShort: Bool, offset: Int) {
        try Data(text.utf8).write(to: URL(filePath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        let reader = try LineReader(path: path)
        var lines: [String] = []
        while let line = try reader.next() { lines.append(String(decoding: line, as: UTF8.self)) }
        #expect(reader.lineCount == lines.count)
        return (lines, reader.isCutShort, reader.offset)
    }

    @Test("Every line comes whole, whatever its length, and what stands behind the last newline is told")
    func lines() throws {
        // Lengths on both sides of the pieces of 256 KiB in which a file is read.
        let lengths = [0, 1, 70_000, 262_143, 262_144, 3, 900_000, 5]
        let text = lengths.map { String(repeating: "x", count: $0) + "\n" }.joined()
        for rest in ["", "half"] {
            let found = try read(text + rest)
            #expect(found.lines.map(\.count) == lengths.map { $0 + 1 })
            #expect(found.isCutShort == !rest.isEmpty)
            #expect(found.offset == text.utf8.count)
        }
        let empty = try read("")
        #expect(empty.lines.isEmpty && !empty.isCutShort)
    }

    @Test("A file that is not there is an error with its name")
    func absent() {
        let error = #expect(throws: RunError.self) { try LineReader(path: "/nowhere/calls.ndjson") }
        #expect(error?.attempted == "read /nowhere/calls.ndjson")
    }

    @Test("The number that a line begins with is read, and no other")
    func numbers() {
        func number(_ text: String) -> Int? { Array(text.utf8).leadingNumber("call") }
        #expect(number("{\"call\":12,\"from\"") == 12)
        #expect(number("{\"call\":0,") == 0)
        for text in [
            "{\"call\":12", "{\"call\":,", "{\"calls\":1,", "{\"call\":-1,", "{\"call\":1.5,", "", "{\"flow\":1,",
        ] {
            #expect(number(text) == nil, "\(text)")
        }
        #expect(number("{\"call\":99999999999999999999999999,") == nil)
    }
}
