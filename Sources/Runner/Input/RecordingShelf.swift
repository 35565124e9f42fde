import CallSimulation
import Foundation
import Results
import Scenarios

/// Reads the recordings that a scenario names, each once, the beginning before the rest, and its traces.
struct RecordingShelf {
    private enum Origin {
        /// Relative paths start here.
        case folder(String)
        /// The files that a run had, unchanged; relative paths start at the second value now, if there is one.
        case run([RunManifest.MediaFile], movedTo: String?)
    }

    private let origin: Origin
    private(set) var recordings = Recordings()
    /// What a manifest says of the recordings, in the order in which they were read.
    private(set) var files: [RunManifest.MediaFile] = []
    private var faults: [NamedRecording: RecordingFault] = [:]

    /// The largest files that are read: an hour and a half of stereo at 48 kHz, three minutes of 640x360 at 30 fps.
    static func byteCountMax(_ kind: NamedRecording.Kind) -> Int { kind == .audio ? 1 << 30 : 2 << 30 }

    /// Finds recordings as a scenario in this folder names them.
    init(folder: String) { origin = .folder(folder) }

    /// Finds the very recordings that a run had.
    init(of files: [RunManifest.MediaFile], movedTo folder: String?) { origin = .run(files, movedTo: folder) }

    mutating func take(_ recording: NamedRecording) throws(RecordingFault) {
        if let fault = faults[recording] { throw fault }
        guard !recordings.holds(recording) else { return }
        do {
            let place = try place(of: recording.path)
            let bytes = try bytes(of: recording, at: place)
            let known = try check(Self.file(recording.path, at: place, bytes))
            try recordings.add(recording, bytes: bytes)
            files.append(known)
        } catch {
            faults[recording] = error
            throw error
        }
    }

    /// The bytes of a trace; each file is noted once.
    mutating func read(_ trace: NamedTrace) throws(RecordingFault) -> [UInt8] {
        let place = try place(of: trace.path)
        let bytes = try bytes(of: trace.path, at: place, upTo: trace.byteCountMax, advice: "shorten the file")
        let known = try check(Self.file(trace.path, at: place, bytes))
        if !files.contains(known) { files.append(known) }
        return bytes
    }

    private static func file(_ path: String, at place: String, _ bytes: [UInt8]) -> RunManifest.MediaFile {
        RunManifest.MediaFile(
            path: path,
            place: URL(filePath: place).standardizedFileURL.path,
            byteCount: bytes.count,
            sha256: SHA256.hexadecimal(bytes)
        )
    }

    private func place(of path: String) throws(RecordingFault) -> String {
        switch origin {
        case .folder(let folder): return path.hasPrefix("/") ? path : "\(folder)/\(path)"
        case .run(let files, let folder):
            guard let file = files.first(where: { $0.path == path }) else {
                throw RecordingFault(
                    "the manifest does not say which file \(path) was",
                    hint: "run the scenario again with this version of rehearsal, and replay that run"
                )
            }
            guard let folder, !path.hasPrefix("/") else { return file.place }
            return "\(folder)/\(path)"
        }
    }

    /// What the manifest is to say of a file: what it said already where the run had it.
    private func check(_ file: RunManifest.MediaFile) throws(RecordingFault) -> RunManifest.MediaFile {
        guard case .run(let files, _) = origin, let known = files.first(where: { $0.path == file.path }) else {
            return file
        }
        guard file.byteCount == known.byteCount, file.sha256 == known.sha256 else {
            throw RecordingFault(
                "\(file.place) was changed since the run used it: its SHA-256 is not \(known.sha256)",
                hint: "put the old file back, or name the folder that holds it with --media"
            )
        }
        return known
    }

    private func bytes(of recording: NamedRecording, at place: String) throws(RecordingFault) -> [UInt8] {
        try bytes(
            of: recording.path,
            at: place,
            upTo: Self.byteCountMax(recording.kind),
            advice: "shorten the file; it plays forwards and backwards as long as a call needs it"
        ) { (start) throws(RecordingFault) in try Recordings.check(recording, beginning: start) }
    }

    /// The bytes of a file no larger than a limit; `check` sees its beginning before that is asked.
    private func bytes(
        of path: String,
        at place: String,
        upTo limit: Int,
        advice: String,
        check: (([UInt8]) throws(RecordingFault) -> Void)? = nil
    ) throws(RecordingFault) -> [UInt8] {
        var hint: String?
        if case .run = origin { hint = "put the file back, or name the folder where relative paths start with --media" }
        do {
            let file = try InputFile.open(place, allowsPipes: false)
            if let check {
                let start = try InputFile.readBeginning(file, upTo: Recordings.beginningByteCount)
                try check(start)
            }
            guard file.byteCount ?? 0 <= limit else {
                throw RecordingFault(
                    "\(path) has \(file.byteCount ?? 0) bytes, over the limit of \(limit)",
                    hint: advice
                )
            }
            return try InputFile.readBeginning(file)
        } catch let refusal as InputFile.Refusal {
            throw RecordingFault("\(path) cannot be read: \(refusal.reason)", hint: hint ?? refusal.advice)
        } catch let fault as RecordingFault {
            throw fault
        } catch {
            throw RecordingFault("\(path) cannot be read: \(error)")
        }
    }
}
