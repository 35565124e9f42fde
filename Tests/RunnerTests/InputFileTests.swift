import Foundation
import Testing

@testable import Runner

@Suite("Files that are read")
struct InputFileTests {
    private let path = FileManager.default.temporaryDirectory.appending(path: "input-\(UUID().uuidString)").path

    private func refusal(_ path: String, allowsPipes: Bool = true) -> String? {
        do {
            _ = try InputFile.open(path, allowsPipes: allowsPipes)
            return nil
        } catch {
            return error.reason
        }
    }

    private func refusal(reading descriptor: Int32) -> String? {
        do {
            _ = try InputFile.read(descriptor, upTo: 10)
            return nil
        } catch {
            return error.reason
        }
    }

    @Test("Devices and folders are refused for what they are")
    func kinds() throws {
        #expect(refusal("/dev/null") == "it is not a regular file")
        #expect(refusal("/dev/zero") == "it is not a regular file")
        #expect(refusal("/tmp") == "it is a folder")
        #expect(refusal("/nowhere/at all") == "No such file or directory")
        #expect(mkfifo(path, 0o600) == 0)
        #expect(refusal(path, allowsPipes: false) == "it is not a regular file")
        unlink(path)
    }

    @Test("No more is read than is asked for, however much there is", .timeLimit(.minutes(10)))
    func limit() throws {
        let zero = open("/dev/zero", O_RDONLY)
        defer { close(zero) }
        #expect(try InputFile.read(zero, upTo: 100_001).count == 100_001)
    }

    @Test("A file is read whole, or its beginning")
    func whole() throws {
        let bytes = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 / 7) }
        try Data(bytes).write(to: URL(filePath: path))
        defer { unlink(path) }
        let file = try InputFile.open(path, allowsPipes: false)
        #expect(try InputFile.readBeginning(file) == bytes)
        #expect(try InputFile.readBeginning(file, upTo: 10) == Array(bytes.prefix(10)))
    }

    @Test("Reading stops where it is told to while nothing comes", .timeLimit(.minutes(10)))
    func stopped() throws {
        let pipe = Pipe()
        #expect(throws: InputFile.Refusal.self) {
            try InputFile.read(pipe.fileHandleForReading.fileDescriptor, upTo: 10, isStopped: { true })
        }
    }

    @Test("A descriptor that is closed or a folder says so")
    func descriptors() throws {
        let folder = open("/tmp", O_RDONLY)
        defer { close(folder) }
        #expect([refusal(reading: folder), refusal(reading: 9_999)] == ["it is a folder", "it is closed"])
    }
}
