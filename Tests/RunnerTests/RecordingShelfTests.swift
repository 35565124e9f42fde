import CallSimulation
import Foundation
import Results
import Scenarios
import Testing

@testable import Runner

@Suite("Recordings on the shelf")
struct RecordingShelfTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "shelf-\(UUID().uuidString)").path

    init() throws { try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true) }

    /// A file that begins with a text and is as large as it is told, though not on the disk.
    private func write(_ text: String, _ name: String, byteCount: Int? = nil) throws {
        try Data(text.utf8).write(to: URL(filePath: folder + "/" + name))
        if let byteCount { #expect(truncate(folder + "/" + name, off_t(byteCount)) == 0) }
    }

    private func fault(_ kind: NamedRecording.Kind, _ path: String) -> RecordingFault? {
        var shelf = RecordingShelf(folder: folder)
        do {
            try shelf.take(NamedRecording(kind: kind, path: path))
            return nil
        } catch {
            return error
        }
    }

    @Test("What its first bytes tell is refused before the rest is read", .timeLimit(.minutes(10)))
    func beginning() throws {
        try write("no sound", "large.wav", byteCount: 1 << 40)
        try write("YUV4MPEG2 W64 H48 F25:1 C444\n", "large.y4m", byteCount: 1 << 40)
        #expect(try #require(fault(.audio, "large.wav")).message.contains("this is not a WAV file"))
        #expect(try #require(fault(.video, "large.y4m")).message.contains("C444"))
    }

    @Test("A file over the limit is refused by its size")
    func size() throws {
        try write("YUV4MPEG2 W64 H48 F25:1\n", "long.y4m", byteCount: 3 << 30)
        let found = try #require(fault(.video, "long.y4m"))
        #expect(found.message == "long.y4m has 3221225472 bytes, over the limit of 2147483648")
        #expect(found.hint?.contains("plays forwards and backwards") == true)
    }

    @Test("A missing file, a folder and a device say what they are")
    func kinds() throws {
        #expect(fault(.audio, "absent.wav")?.message == "absent.wav cannot be read: No such file or directory")
        #expect(fault(.audio, folder)?.message == "\(folder) cannot be read: it is a folder")
        #expect(fault(.video, "/dev/zero")?.message == "/dev/zero cannot be read: it is not a regular file")
    }

    @Test("A file is read once, and its fault is told at every place that names it")
    func once() throws {
        try write("YUV4MPEG2 W2 H2 F25:1\nFRAME\nabcdef", "small.y4m")
        let recording = NamedRecording(kind: .video, path: "small.y4m")
        var shelf = RecordingShelf(folder: folder)
        try shelf.take(recording)
        #expect(unlink(folder + "/small.y4m") == 0)
        try shelf.take(recording)
        #expect(shelf.recordings.holds(recording))
        let absent = NamedRecording(kind: .audio, path: "absent.wav")
        for _ in 0..<2 { #expect(throws: RecordingFault.self) { try shelf.take(absent) } }
    }

    @Test("A trace is read whole, noted once with its hash, and refused by its size before it is read")
    func traces() throws {
        try write("0,1\n1,2\n", "capacity.csv")
        try write("0,1\n", "large.csv", byteCount: 1 << 30)
        var shelf = RecordingShelf(folder: folder)
        let trace = NamedTrace(path: "capacity.csv", byteCountMax: 64_000_000)
        for _ in 0..<2 { #expect(try shelf.read(trace) == Array("0,1\n1,2\n".utf8)) }
        #expect(shelf.files.map(\.path) == ["capacity.csv"])
        #expect(shelf.files.map(\.byteCount) == [8])
        #expect(shelf.files.first?.sha256 == SHA256.hexadecimal(Array("0,1\n1,2\n".utf8)))
        let fault = #expect(throws: RecordingFault.self) {
            try shelf.read(NamedTrace(path: "large.csv", byteCountMax: 64_000_000))
        }
        #expect(fault?.message == "large.csv has 1073741824 bytes, over the limit of 64000000")
    }

    @Test("A run's trace that was changed since is refused when the run is done again")
    func changedTrace() throws {
        try write("0,1\n1,2\n", "capacity.csv")
        let trace = NamedTrace(path: "capacity.csv", byteCountMax: 64_000_000)
        var first = RecordingShelf(folder: folder)
        _ = try first.read(trace)
        var again = RecordingShelf(of: first.files, movedTo: nil)
        #expect(try again.read(trace) == Array("0,1\n1,2\n".utf8))
        try write("0,1\n1,3\n", "capacity.csv")
        var changed = RecordingShelf(of: first.files, movedTo: nil)
        let fault = #expect(throws: RecordingFault.self) { try changed.read(trace) }
        #expect(fault?.message.contains("was changed since the run used it") == true)
    }
}
