import CallSimulation
import Foundation
import Units

/// The growing files of one replay, which get their names when all of them are whole.
final class ReplayFiles {
    private let folder: RunFolder
    private let pictures: RecordedPictures
    private var appenders: [RecordedFile: FileAppender] = [:]
    /// In the order in which they were first written.
    private(set) var files: [RecordedFile] = []

    init(folder: RunFolder, pictures: RecordedPictures) {
        self.folder = folder
        self.pictures = pictures
    }

    func append(_ chunks: [RecordedChunk]) throws {
        for chunk in chunks {
            if appenders[chunk.file] == nil {
                appenders[chunk.file] = try FileAppender(creating: aside(chunk.file))
                files.append(chunk.file)
            }
            try appenders[chunk.file]?.append(chunk.bytes)
        }
    }

    /// Writes each of these over the start of its file.
    func overwrite(_ headers: [RecordedChunk]) throws {
        for header in headers where appenders[header.file] != nil {
            let path = aside(header.file)
            let descriptor = open(path, O_WRONLY | O_CLOEXEC)
            guard descriptor >= 0 else { throw RunError.refused("write \(path)") }
            let written = header.bytes.withUnsafeBytes { pwrite(descriptor, $0.baseAddress, $0.count, 0) }
            let code = errno
            let closed = close(descriptor)
            guard written == header.bytes.count, closed == 0 else {
                throw RunError.refused("write \(path)", code: written < 0 ? code : ENOSPC)
            }
        }
    }

    /// Brings every byte to the disk and gives the files their names.
    func publish() throws {
        for file in files { try appenders[file]?.close() }
        for file in files { try folder.rename(aside(file), to: folder.file(name(of: file))) }
    }

    /// Takes away what was written, after a failure.
    func discard() {
        for file in files { _ = unlink(aside(file)) }
    }

    func name(of file: RecordedFile) -> String {
        switch file {
        case .events: "events.ndjson"
        case .packets(let party): "\(party.name).pcap"
        case .sound(let party): "\(party.name)-heard.wav"
        case .pictures(let party):
            pictures == .y4m ? "\(party.name)-saw.y4m" : "\(party.name)-received.ivf"
        }
    }

    private func aside(_ file: RecordedFile) -> String { folder.file(".\(name(of: file)).aside") }
}
