import CallSimulation
import Foundation
import MediaCodecs
import RawMedia
import Runner
import Scenarios
import Units

/// What one call of the media tier costs against the bare codecs doing the same work.
///
/// One call is simulated on a fast line with every frame scored, and every decision of its encoders is noted. Then the
/// same pictures and sounds go through bare encoders and decoders with the same decisions; drawing and speaking are
/// not timed there. Both run in turn, five times; the ratio of each pair is taken, and the median printed.
@main
struct MediaBenchmark {
    static let scenario = """
        rehearsal: 1
        name: bench-media
        seed: 1
        consultations: { count: 1, length: 26 s }
        clinicians:
          - { name: clinician, network: lan }
        patients:
          - { name: patient, network: lan }
        media:
          audio: { codec: opus, bitrate: 32 kbit/s, fec: true, source: synthetic }
          video: { codec: vp8, size: 640x360, frame_rate: 30, bitrate: { start: 500 kbit/s, max: 500 kbit/s }, source: calm }
        networks:
          lan:
            up: { rate: 100 Mbit/s, queue: 100 ms, delay: 5 ms }
            down: { rate: 100 Mbit/s, queue: 100 ms, delay: 5 ms }
        """
    /// Seconds at the start that are not counted: connection, first key frames, rising bitrate.
    static let warmUpSeconds = 5
    static let repeatCount = 5

    static func main() throws {
        let overrides = CommandLine.arguments.dropFirst().map { text -> Override in
            let parts = text.split(separator: "=", maxSplits: 1)
            return Override(path: String(parts[0]), text: String(parts.last ?? ""), origin: .flag)
        }
        let loaded = try LoadedScenario.load(
            ScenarioText(bytes: Array(scenario.utf8), file: "bench-media", overrides: overrides)
        )
        let plan = CallPlanner(loaded.scenario, library: loaded.library).plan(of: 1)
        var pairs: [(simulated: Double, bare: Double)] = []
        for _ in 0..<repeatCount {
            let simulated = try Self.simulate(plan)
            let bare = try BareCodecs.cpuSeconds(of: simulated.log, plan: plan, warmUpSeconds: warmUpSeconds)
            pairs.append((simulated.cpuSeconds, bare))
        }
        let seconds = plan.length.seconds - Double(warmUpSeconds)
        let ratios = pairs.map { $0.simulated / $0.bare }.sorted()
        for pair in pairs {
            print(
                "simulated \(rounded(pair.simulated / seconds)) bare \(rounded(pair.bare / seconds)) "
                    + "CPU-seconds per call-second, ratio \(rounded(pair.simulated / pair.bare))"
            )
        }
        print("ratio \(String(format: "%.2f", ratios[ratios.count / 2]))")
    }

    /// The CPU seconds one call takes after the warm-up, and what its encoders decided.
    private static func simulate(_ plan: CallPlan) throws -> (cpuSeconds: Double, log: CodecLog) {
        let call = try MediaCall(plan, keepsSeries: true, keepsCodecLog: true)
        var start = ThreadTime.now()
        let result = try call.run { second in
            if second == warmUpSeconds { start = ThreadTime.now() }
            return true
        }
        let cpu = ThreadTime.now() - start
        guard let log = result?.codecLog else { preconditionFailure("the call kept no log of its codecs") }
        return (cpu, log)
    }

    private static func rounded(_ value: Double) -> String { String(format: "%.4f", value) }
}

/// CPU seconds of this thread.
enum ThreadTime {
    static func now() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
