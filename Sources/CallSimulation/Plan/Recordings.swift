import RawMedia
public import Scenarios

/// The recordings that a scenario names, each read once.
public struct Recordings: Sendable {
    private(set) var sounds: [String: WAVFile] = [:]
    private(set) var pictures: [String: Y4MFile] = [:]

    /// How much of a file `check` can use.
    public static let beginningByteCount = 4_096

    public init() {}

    /// Whether the recording was added.
    public func holds(_ recording: NamedRecording) -> Bool {
        switch recording.kind {
        case .audio: sounds[recording.path] != nil
        case .video: pictures[recording.path] != nil
        }
    }

    /// Refuses what is no recording of its kind by the first bytes of its file, before the rest is read.
    public static func check(_ recording: NamedRecording, beginning bytes: [UInt8]) throws(RecordingFault) {
        do {
            switch recording.kind {
            case .audio: try WAVFile.check(beginning: bytes)
            case .video: try Y4MFile.check(beginning: bytes)
            }
        } catch {
            throw RecordingFault("\(recording.path) cannot be used: \(error)")
        }
    }

    /// Adds a recording by all the bytes of its file.
    public mutating func add(_ recording: NamedRecording, bytes: [UInt8]) throws(RecordingFault) {
        do {
            switch recording.kind {
            case .audio: sounds[recording.path] = try WAVFile(parsing: bytes)
            case .video: pictures[recording.path] = try Y4MFile(parsing: bytes)
            }
        } catch {
            throw RecordingFault("\(recording.path) cannot be used: \(error)")
        }
    }
}
