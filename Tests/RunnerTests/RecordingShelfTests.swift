import CallSimulation
import Foundation
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

    @Test("What its first bytes tell is refused before the rest is read", .timeLimit(.minutes(1)))
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
}
