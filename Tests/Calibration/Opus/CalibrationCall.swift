import CallSimulation
import OpusFit
import RawMedia
import Results
import Scenarios
import Units
import ValidationComparison

/// A call of two talkers under one condition, and what each heard of the other's third time through.
struct CalibrationCall {
    /// What one talker's sound became.
    struct Heard {
        /// 10 s at 16 kHz.
        let samples: [Int16]
        /// Concealed samples over all samples of these 10 s, in percent.
        let ppl: Double
        /// The same over the whole call, by the counters and by `audio.concealed_ratio`.
        let counted: Double
        let scored: Double
    }

    /// The talkers are heard from so many seconds after the connection on: by then the jitter buffer and the sender's
    /// expectation of losses have settled.
    private static let begin = 20
    private static let length = 10
    static let sampleRate = 16_000

    let condition: CalibrationCondition
    let talkers: [Talker]
    let seed: UInt64

    /// The sound of each talker as the other heard it, in the talkers' order.
    func run() throws -> [Heard] {
        let plan = try plan()
        let call = try MediaCall(
            plan,
            keepsSeries: true,
            seriesClock: .connection(delay: .zero),
            records: RecordedPictures.none
        )
        guard let result = try call.run(continues: { _ in true }) else {
            preconditionFailure("nobody stopped the call")
        }
        var files: [RecordedFile: [UInt8]] = [:]
        for chunk in call.takeRecorded() { files[chunk.file, default: []] += chunk.bytes }
        return try Party.allCases.map { try heard(from: $0, result, files) }
    }

    private func heard(from sender: Party, _ result: CallResult, _ files: [RecordedFile: [UInt8]]) throws -> Heard {
        let place = "a call at \(condition.kilobits) kbit/s"
        let lines = result.series.filter { $0.at == sender.other }.map { $0.statistics["inbound-rtp.audio"] }
        guard let bytes = files[.sound(sender.other)], lines.count > Self.begin + Self.length,
            let scored = result.record.directions.first(where: { $0.from == sender })?.metrics["audio.concealed_ratio"]
        else { throw ValidationError(place, "nobody heard anything", hint: "this is a fault of the simulator") }
        let counters = try lines.map { line in
            guard case .object(let object)? = line, case .number(let all)? = object["totalSamplesReceived"],
                case .number(let concealed)? = object["concealedSamples"]
            else { throw ValidationError(place, "a second has no counters", hint: "this is a fault of the simulator") }
            return (all: all.value, concealed: concealed.value)
        }
        let (first, last) = (counters[Self.begin], counters[Self.begin + Self.length])
        let whole = counters[counters.count - 1]
        let samples = try WAVFile(parsing: bytes).samples
        let start = Self.begin * AudioFormat.sampleRate
        let cut = Array(samples[start..<(start + Talker.sampleCount)])
        return Heard(
            samples: PolyphaseResampler(from: AudioFormat.sampleRate, to: Self.sampleRate).resample(cut),
            ppl: 100 * (last.concealed - first.concealed) / (last.all - first.all),
            counted: 100 * whole.concealed / whole.all,
            scored: 100 * scored
        )
    }

    private func plan() throws -> CallPlan {
        let scenario = try ScenarioReader.read(bytes: Array(yaml.utf8), file: "calibration.yaml").scenario
        var recordings = Recordings()
        for (index, talker) in talkers.enumerated() {
            let bytes = WAVFile.encode(samples: talker.samples, sampleRate: AudioFormat.sampleRate)
            try recordings.add(NamedRecording(kind: .audio, path: Self.name(index)), bytes: bytes)
        }
        return CallPlanner(scenario, library: MediaLibrary(for: scenario, recordings: recordings)).plan(of: 1)
    }

    private static func name(_ index: Int) -> String { "talker-\(index).wav" }

    private var yaml: String {
        let loss =
            condition.isLossy
            ? "{ gilbert: { rate: \(condition.loss) %, burst_ratio: \(condition.burstRatio) } }" : "0 %"
        let up = "{ delay: 20 ms, loss: \(loss), loss_position: before_queue, loss_scope: media }"
        return """
            rehearsal: 1
            name: opus-calibration
            question: How does Opus sound under this condition?
            seed: \(seed)
            consultations: { count: 1, length: \(Self.begin + Self.length + 3) s, starts: { every: 0 s } }
            clinicians:
              - { name: a, network: line, audio_source: \(Self.name(0)) }
            patients:
              - { name: b, network: line, audio_source: \(Self.name(1)) }
            media:
              audio:
                codec: opus
                bitrate: \(condition.kilobits) kbit/s
                fec: \(condition.hasFEC)
                source: \(Self.name(0))
                repeat: loop
              video: { codec: none }
            networks:
              line:
                up: \(up)
                down: {}

            """
    }
}
