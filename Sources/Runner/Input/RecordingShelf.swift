import CallSimulation
import Scenarios

/// Reads the recordings that a scenario names, each once, the beginning before the rest.
struct RecordingShelf {
    /// Where relative paths start.
    let folder: String
    private(set) var recordings = Recordings()
    private var faults: [NamedRecording: RecordingFault] = [:]

    /// The largest files that are read: an hour and a half of stereo at 48 kHz, three minutes of 640x360 at 30 fps.
    static func byteCountMax(_ kind: NamedRecording.Kind) -> Int { kind == .audio ? 1 << 30 : 2 << 30 }

    init(folder: String) { self.folder = folder }

    mutating func take(_ recording: NamedRecording) throws(RecordingFault) {
        if let fault = faults[recording] { throw fault }
        guard !recordings.holds(recording) else { return }
        do {
            try recordings.add(recording, bytes: try bytes(of: recording))
        } catch {
            faults[recording] = error
            throw error
        }
    }

    private func bytes(of recording: NamedRecording) throws(RecordingFault) -> [UInt8] {
        let path = recording.path.hasPrefix("/") ? recording.path : "\(folder)/\(recording.path)"
        do {
            let file = try InputFile.open(path, allowsPipes: false)
            let start = try InputFile.readBeginning(file, upTo: Recordings.beginningByteCount)
            try Recordings.check(recording, beginning: start)
            let limit = Self.byteCountMax(recording.kind)
            guard file.byteCount ?? 0 <= limit else {
                throw RecordingFault(
                    "\(recording.path) has \(file.byteCount ?? 0) bytes, over the limit of \(limit)",
                    hint: "shorten the file; it plays forwards and backwards as long as a call needs it"
                )
            }
            return try InputFile.readBeginning(file)
        } catch let refusal as InputFile.Refusal {
            throw RecordingFault("\(recording.path) cannot be read: \(refusal.reason)", hint: refusal.advice)
        } catch let fault as RecordingFault {
            throw fault
        } catch {
            throw RecordingFault("\(recording.path) cannot be read: \(error)")
        }
    }
}
