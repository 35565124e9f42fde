import ArgumentParser
import Runner

/// The files of `score`.
struct ScoreInputs: ParsableArguments {
    @Option(
        help: "A dump of getStats: JSON, a snapshot a second.",
        completion: .file(extensions: ["json", "ndjson", "txt"])
    )
    var stats: [String] = []

    @Option(help: "A capture of RTP, where it arrived.", completion: .file(extensions: ["pcap", "pcapng"]))
    var capture: [String] = []

    @Option(help: "What was said, as a WAV file; with --heard.", completion: .file(extensions: ["wav"]))
    var spoken: [String] = []

    @Option(help: "What was heard of it at the other end.", completion: .file(extensions: ["wav"]))
    var heard: [String] = []

    @Option(help: "What the camera gave, as a Y4M file; with --shown.", completion: .file(extensions: ["y4m"]))
    var sent: [String] = []

    @Option(help: "What was shown of it at the other end.", completion: .file(extensions: ["y4m"]))
    var shown: [String] = []

    func validate() throws {
        guard !(stats + capture + spoken + heard + sent + shown).isEmpty else {
            throw ValidationError("give --stats, --capture, --spoken with --heard, or --sent with --shown")
        }
        guard spoken.count == heard.count else {
            throw ValidationError("each --spoken needs a --heard, and there are \(spoken.count) and \(heard.count)")
        }
        guard sent.count == shown.count else {
            throw ValidationError("each --sent needs a --shown, and there are \(sent.count) and \(shown.count)")
        }
    }

    func fill(_ request: inout ScoreRequest) {
        (request.statistics, request.captures) = (stats, capture)
        request.sounds = zip(spoken, heard).map { ScoreRequest.Pair(sent: $0, received: $1) }
        request.pictures = zip(sent, shown).map { ScoreRequest.Pair(sent: $0, received: $1) }
    }

    var words: [String] {
        let all = [
            ("--stats", stats), ("--capture", capture), ("--spoken", spoken), ("--heard", heard), ("--sent", sent),
            ("--shown", shown),
        ]
        return all.flatMap { name, files in files.flatMap { [name, $0] } }
    }
}
