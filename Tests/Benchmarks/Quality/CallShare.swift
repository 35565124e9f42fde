import CallSimulation
import QualityModels
import Runner
import Scenarios
import Units

/// The share that scoring takes of a call of the media tier at 640x360 whose every picture is scored.
///
/// The call's pictures are counted, and as many are scored alone in the same run.
enum CallShare {
    static let scenario = """
        rehearsal: 1
        name: bench-quality
        seed: 1
        consultations: { count: 1, length: 20 s }
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

    static func report(_ clip: Clip) throws {
        let loaded = try LoadedScenario.load(
            ScenarioText(bytes: Array(scenario.utf8), file: "bench-quality")
        )
        let plan = CallPlanner(loaded.scenario, library: loaded.library).plan(of: 1)
        var shares: [(pictures: Double, multiScale: Double)] = []
        for _ in 0..<3 {
            let call = try MediaCall(plan, keepsSeries: true, keepsCodecLog: true)
            let start = ThreadTime.now()
            let log = try call.run { _ in true }?.codecLog
            let cost = ThreadTime.now() - start
            guard let log else { preconditionFailure("the call kept no log of its codecs") }
            let pictures = Party.allCases.reduce(0) { $0 + log.frames(of: $1).count }
            let single = clip.best(count: 60) { LumaPSNR.decibels($0, $1) + LumaSSIM.mean($0, $1) }
            let multiScale = clip.best(count: 6) { LumaMSSSIM.index($0, $1) ?? 0 }
            shares.append(
                (
                    Double(pictures) * single / 1e3 / cost,
                    Double(pictures) / Double(PictureQuality.multiScaleStep) * multiScale / 1e3 / cost
                )
            )
        }
        let middle = shares.map(\.pictures).sorted()[shares.count / 2]
        let extra = shares.map(\.multiScale).sorted()[shares.count / 2]
        print(
            "scoring: \(QualityBenchmark.text(100 * (middle + extra))) % of a call of the media tier, asked at most 10 %: PSNR "
                + "and SSIM of every picture \(QualityBenchmark.text(100 * middle)), MS-SSIM of one in "
                + "\(PictureQuality.multiScaleStep) \(QualityBenchmark.text(100 * extra))"
        )
    }
}
