import QualityModels
import Results
import Scenarios
import Testing
import Units

@testable import CallSimulation

/// What a party hears and sees, fed by hand, to the verdict.
@Suite("Observations of a direction")
struct ObservationTests {
    private let plan: CallPlan
    private let thresholds: [ThresholdRule]
    private let length = 40

    init() throws {
        let text = """
            rehearsal: 1
            name: observed
            consultations: { count: 1, length: \(length) s }
            patients: [{ name: patient, network: fttc }]
            media: { video: { codec: vp8, size: 64x48, frame_rate: 25 } }
            """
        let scenario = try ScenarioReader.read(bytes: Array(text.utf8), file: "observed.yaml", overrides: []).scenario
        thresholds = scenario.thresholds
        let library = MediaLibrary(for: scenario)
        plan = CallPlanner(scenario, library: library).plan(of: 1)
    }

    /// Sound and pictures of one direction, in milliseconds from the start of the call.
    private func direction(
        sound: Range<Int>,
        concealed: Range<Int> = 0..<0,
        pictures: Range<Int>,
        connected: Int? = 100
    ) -> DirectionScores {
        var observations = DirectionObservations(plan: plan, receiver: .patient)
        for time in stride(from: 0, to: length * 1_000, by: 10) {
            let now = plan.startsAt + .milliseconds(Int64(time))
            if pictures.contains(time), time % 40 == 0 {
                observations.see(
                    PictureScore(psnr: 40, ssim: 0.98, width: 64, height: 48),
                    capturedAt: now - .milliseconds(100),
                    at: now
                )
            }
            observations.spoke(from: now, to: now + .milliseconds(10), isSpeech: true)
            var heard = HeardSound()
            if concealed.contains(time) {
                heard.add(.concealment, count: 480, at: 0)
            } else if sound.contains(time) {
                heard.add(.decoded(captured: now - .milliseconds(90)), count: 480, at: 0)
            } else if time >= sound.lowerBound {
                heard.add(.concealment, count: 480, at: 0)
            }
            observations.hear(heard, at: now)
        }
        return observations.scores(connectedAt: connected.map { plan.startsAt + .milliseconds(Int64($0)) })
    }

    private func exitCode(_ one: DirectionScores, _ other: DirectionScores) throws -> Int32 {
        func record(_ from: Party, _ scores: DirectionScores) -> DirectionRecord {
            var metrics = scores.metrics(other: from == .clinician ? other : one, length: plan.length)
            // Of the receiver's own counters, which nobody feeds here.
            metrics["audio.time_stretch"] = 0
            var windows = MetricWindows()
            windows["audio.mos"] = scores.audio.mosSamples
            return DirectionRecord(call: 1, from: from, network: "fttc", metrics: metrics, windows: windows)
        }
        let isUsable = ConsultationUsability.isUsable(one.usability, other.usability)
        let call = CallRecord(
            call: 1,
            clinician: "clinician",
            patient: "patient",
            network: "fttc",
            startsAt: .start,
            length: .seconds(40),
            outcome: .completedVideo,
            digest: 0,
            metrics: ["consultation.usable": isUsable ? 1 : 0],
            directions: [record(.clinician, one), record(.patient, other)]
        )
        let identity = RunIdentity(scenario: "observed", seed: 1, tier: "media", isComplete: true)
        return Int32(
            RunSummary(of: try RunRecords([call]), identity: identity, thresholds: thresholds).verdict.exitCode
        )
    }

    @Test("A faultless direction conceals nothing, is usable throughout and passes the default gate")
    func faultless() throws {
        let scores = direction(sound: 260..<40_000, pictures: 240..<40_000)
        #expect(scores.audio.concealedRatio == 0)
        #expect(scores.audio.mosSamples.count == 4)
        #expect(scores.usability.share == 1)
        #expect(scores.video?.freezeRatio == 0)
        #expect(try exitCode(scores, scores) == 0)
    }

    @Test("Video that freezes to the end while sound runs fails the default gate")
    func frozen() throws {
        let good = direction(sound: 260..<40_000, pictures: 240..<40_000)
        let frozen = direction(sound: 260..<40_000, pictures: 240..<10_000)
        #expect(frozen.audio.concealedRatio == 0)
        #expect((frozen.video?.freezeRatio ?? 0) > 0.7)
        #expect((frozen.usability.share ?? 1) < 0.3)
        #expect(try exitCode(good, frozen) == 99)
        #expect(try exitCode(frozen, good) == 99)
    }

    @Test("Sound that stops half-way while pictures go on fails the default gate")
    func silenced() throws {
        let good = direction(sound: 260..<40_000, pictures: 240..<40_000)
        let silenced = direction(sound: 260..<20_000, pictures: 240..<40_000)
        #expect(silenced.audio.mosSamples.suffix(2) == [1, 1])
        #expect(try exitCode(good, silenced) == 99)
    }

    @Test("A call that begins after 16 s of nothing is not usable, and its silent windows have MOS 1")
    func late() throws {
        let late = direction(sound: 16_300..<40_000, pictures: 16_300..<40_000, connected: 16_000)
        #expect(late.audio.mosSamples.count == 4)
        #expect(late.audio.mosSamples.first == 1)
        #expect(!late.usability.isUsable)
        #expect(try exitCode(late, late) == 99)
    }

    @Test("Concealment that shares a step with comfort noise counts")
    func sharedStep() {
        var observations = DirectionObservations(plan: plan, receiver: .patient)
        for time in stride(from: 0, to: length * 1_000, by: 10) {
            let now = plan.startsAt + .milliseconds(Int64(time))
            var heard = HeardSound()
            heard.add(.decoded(captured: now - .milliseconds(90)), count: 240, at: 0)
            heard.add(.comfortNoise, count: 120, at: 240)
            heard.add(.concealment, count: 120, at: 360)
            observations.hear(heard, at: now)
        }
        #expect(observations.scores(connectedAt: plan.startsAt).audio.concealedRatio == 0.25)
    }

    @Test("The offset is the distance between sound and picture")
    func offset() throws {
        let scores = direction(sound: 260..<40_000, pictures: 240..<40_000)
        #expect(abs(try #require(scores.lipSync.meanOffset) - 10) < 1e-9)
    }
}
