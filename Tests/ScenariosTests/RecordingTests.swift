import Scenarios
import Testing

@Suite("Recordings that a scenario names")
struct RecordingTests {
    private static let text = """
        rehearsal: 1
        name: own
        seed: many
        media: { audio: { source: talk.wav }, video: { source: face.y4m } }
        patients:
          - { name: home, network: fttc, share: 50 %, audio_source: talk.wav }
          - { name: away, network: 4g, video_source: other.y4m }
        """

    private func errors(_ text: String, failing: Set<String>) -> (errors: [String], asked: [NamedRecording]) {
        var asked: [NamedRecording] = []
        do {
            _ = try ScenarioReader.read(bytes: Array(text.utf8), file: "own.yaml") { recording throws(RecordingFault) in
                asked.append(recording)
                if failing.contains(recording.path) {
                    throw RecordingFault("\(recording.path) is broken", hint: "mend it")
                }
            }
            return ([], asked)
        } catch {
            return (error.errors.map(\.description), asked)
        }
    }

    @Test("Every fault comes at the place that names the file, together with all other errors")
    func places() {
        let found = errors(Self.text, failing: ["talk.wav", "other.y4m"])
        #expect(
            found.errors == [
                "own.yaml:3:7: error: seed: 'many' is no whole number from 0 to 2^64 - 1\n  hint: write 7",
                "own.yaml:4:27: error: media.audio.source: talk.wav is broken\n  hint: mend it",
                "own.yaml:6:61: error: patients[0].audio_source: talk.wav is broken\n  hint: mend it",
                "own.yaml:7:46: error: patients[1].video_source: other.y4m is broken\n  hint: mend it",
            ]
        )
        #expect(found.asked.contains(NamedRecording(kind: .video, path: "face.y4m")))
    }

    @Test("A fault alone makes the scenario invalid, and none leaves it valid")
    func alone() {
        let valid = Self.text.replacing("seed: many", with: "seed: 3")
        #expect(errors(valid, failing: ["face.y4m"]).errors.count == 1)
        #expect(errors(valid, failing: []).errors.isEmpty)
    }

    @Test("Without video nobody asks for pictures")
    func voiceAlone() {
        let text = Self.text.replacing("video: { source: face.y4m }", with: "video: { codec: none, source: face.y4m }")
        let asked = errors(text, failing: []).asked
        #expect(!asked.isEmpty && asked.allSatisfy { $0.kind == .audio })
    }
}
