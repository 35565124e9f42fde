import MediaTransport
import Results
import Scenarios
import Testing
import Units

@testable import CallSimulation

@Suite("The packet tier", .timeLimit(.minutes(10)))
struct PacketTierTests {
    private static func scenario(_ link: String, media: String = "") throws -> Scenario {
        let text = """
            rehearsal: 1
            name: tiers
            seed: 5
            consultations: { count: 1, length: 12 s }
            clinicians: [{ name: ward, network: strong }]
            patients: [{ name: home, network: weak }]
            media: { video: { size: 320x180, source: busy \(media) } }
            networks:
              strong: { up: { delay: 5 ms }, down: { delay: 5 ms } }
              weak:
                up: { \(link) }
                down: { \(link) }
            """
        return try ScenarioReader.read(bytes: Array(text.utf8), file: "tiers.yaml").scenario
    }

    private static func plan(_ scenario: Scenario) -> CallPlan {
        CallPlanner(scenario, library: MediaLibrary(for: scenario)).plan(of: 1)
    }

    @Test(
        "A call that is fed the frames of a media call sends its very packets",
        arguments: [
            "rate: 2 Mbit/s, delay: 20 ms",
            "rate: 400 kbit/s, queue: 200 ms, delay: 30 ms, loss: 3 %",
            "rate: 1 Mbit/s, delay: 40 ms, jitter: { normal: 15 ms }, loss: { gilbert: { rate: 8 %, burst: 100 ms } }",
        ]
    )
    func equalPackets(link: String) throws {
        var plan = try Self.plan(Self.scenario(link))
        let media = try #require(
            try MediaCall(plan, keepsSeries: false, keepsCodecLog: true).run { _ in true }
        )
        let log = try #require(media.codecLog)
        plan.clinician.microphone = .packets(log.sounds(of: .clinician))
        plan.patient.microphone = .packets(log.sounds(of: .patient))
        plan.clinician.camera = .pictures(log.pictures(of: .clinician))
        plan.patient.camera = .pictures(log.pictures(of: .patient))
        let packet = try #require(try MediaCall(plan, keepsSeries: false).run { _ in true })
        #expect(packet.record.digest == media.record.digest)
        #expect(packet.paths == media.paths)
        for (one, other) in zip(packet.record.directions, media.record.directions) {
            for metric in ["video.bitrate", "video.quantiser", "call.packet_loss", "call.residual_loss"] {
                #expect(one.metrics[metric] == other.metrics[metric], "\(metric) to \(one.to)")
            }
        }
    }

    @Test("Fed other frames it sends other packets")
    func otherFrames() throws {
        var plan = try Self.plan(Self.scenario("rate: 2 Mbit/s, delay: 20 ms"))
        let media = try #require(try MediaCall(plan, keepsSeries: false, keepsCodecLog: true).run { _ in true })
        let log = try #require(media.codecLog)
        var pictures = log.pictures(of: .patient)
        pictures[40].byteCount += 1
        plan.clinician.microphone = .packets(log.sounds(of: .clinician))
        plan.patient.microphone = .packets(log.sounds(of: .patient))
        plan.clinician.camera = .pictures(log.pictures(of: .clinician))
        plan.patient.camera = .pictures(pictures)
        let packet = try #require(try MediaCall(plan, keepsSeries: false).run { _ in true })
        #expect(packet.record.digest != media.record.digest)
    }

    @Test("Traces give the media tier's rates and scores on a line without a limit")
    func cleanLine() throws {
        let scenario = try Self.scenario("delay: 20 ms", media: ", bitrate: { max: 300 kbit/s }")
        var library = MediaLibrary(for: scenario)
        let recorder = TraceRecorder(scenario, library: library)
        let media = try #require(
            try MediaCall(CallPlanner(scenario, library: library).plan(of: 1), keepsSeries: false).run { _ in true }
        )
        library.traces = try recorder.book(of: recorder.jobs.map { try recorder.perform($0) })
        let packet = try #require(
            try MediaCall(CallPlanner(scenario, library: library).plan(of: 1), keepsSeries: false).run { _ in true }
        )
        for (one, other) in zip(packet.record.directions, media.record.directions) {
            func metric(_ name: String, _ record: DirectionRecord) throws -> Double {
                try #require(record.metrics[name])
            }
            let mos = try (#require(one.windows["audio.mos"]?.first), #require(other.windows["audio.mos"]?.first))
            #expect(abs(mos.0 - mos.1) <= 0.1)
            #expect(try metric("video.freeze_ratio", one) == metric("video.freeze_ratio", other))
            #expect(try abs(metric("video.bitrate", one) / metric("video.bitrate", other) - 1) < 0.1)
            #expect(try abs(metric("video.psnr", one) - metric("video.psnr", other)) < 0.5)
        }
        #expect(recorder.missing(in: try #require(library.traces)).isEmpty)
    }
}
