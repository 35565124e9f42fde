import MediaTransport
import QualityModels
import RawMedia
import Results
import Scenarios
import Units
import VirtualTime

@testable import CallSimulation

/// A call of 60 s whose direction to the clinician has one fault, fed to the observations by hand.
struct FaultedCall {
    /// What is wrong with the direction from the patient to the clinician.
    struct Fault: Sendable {
        let name: String
        /// Whether the sound of a moment, in milliseconds of play-out, is heard.
        var isHeard: @Sendable (Int) -> Bool = { _ in true }
        /// Whether the picture of a moment is shown.
        var isShown: @Sendable (Int) -> Bool = { _ in true }
        var soundDelay = 90
        var pictureDelay = 100
        var lines = 360
        var psnr = 40.0
        var stretchedShare = 0.0
    }

    static let length = 60
    private static let begins = 300

    static let clean = Fault(name: "none")

    /// Those that the issue of scores names, and three more.
    static let faults: [Fault] = {
        let bursts = burstTimes()
        let dropout = dropoutTimes()
        return [
            Fault(name: "1 s dropout") { !dropout.contains($0) },
            Fault(name: "5 % bursts") { !bursts.contains($0 / 100) },
            Fault(name: "dead from the start", isHeard: { _ in false }, isShown: { _ in false }),
            Fault(name: "dead from the middle", isHeard: { $0 < 30_000 }, isShown: { $0 < 30_000 }),
            Fault(name: "frozen picture", isShown: { $0 < 30_000 }),
            Fault(name: "lips 300 ms late", pictureDelay: 390),
            Fault(name: "600 ms delay", soundDelay: 600, pictureDelay: 610),
            Fault(name: "time stretching", stretchedShare: 0.2),
            Fault(name: "resolution collapse", lines: 90, psnr: 24),
            Fault(name: "one-way silence", isHeard: { $0 < 20_000 }),
            Fault(name: "4 pictures a second", isShown: { $0 % 240 == 0 }),
            Fault(name: "16 s late", isHeard: { $0 >= 16_000 }, isShown: { $0 >= 16_000 }),
        ]
    }()

    /// When the patient talks, in milliseconds since the call began.
    private static let talk: [Party: [Range<Int>]] = {
        var random = RandomStream(seed: 3, owner: 1, cause: .conversation)
        let conversation = Conversation(length: .seconds(Int64(length)), using: &random)
        return Dictionary(
            uniqueKeysWithValues: Party.allCases.map { party in
                (party, conversation.spurts(of: party).map { Int($0.start.milliseconds)..<Int($0.end.milliseconds) })
            }
        )
    }()

    /// The play-out of a second in the middle of the patient's talk.
    private static func dropoutTimes() -> Range<Int> {
        let spurt = (talk[.patient] ?? []).first { $0.lowerBound > 10_000 && $0.count > 1_200 } ?? 0..<0
        return (spurt.lowerBound + 200)..<(spurt.lowerBound + 1_200)
    }

    /// A twentieth of all tenths of a second, drawn with a fixed seed.
    private static func burstTimes() -> Set<Int> {
        var random = RandomStream(seed: 5, owner: 1, cause: .loss)
        var times: Set<Int> = []
        while times.count < length * 10 / 20 { times.insert(Int(random.next() % UInt64(length * 10))) }
        return times
    }

    let plan: CallPlan
    let thresholds: [ThresholdRule]

    init() throws {
        let text = """
            rehearsal: 1
            name: faulted
            consultations: { count: 1, length: \(Self.length) s }
            patients: [{ name: patient, network: fttc }]
            media: { video: { codec: vp8, size: 640x360, frame_rate: 25 } }
            """
        let scenario = try ScenarioReader.read(bytes: Array(text.utf8), file: "faulted.yaml", overrides: []).scenario
        thresholds = scenario.thresholds
        plan = CallPlanner(scenario, library: MediaLibrary(for: scenario)).plan(of: 1)
    }

    /// The record of a call whose clinician receives with a fault and whose patient receives faultlessly.
    func record(_ fault: Fault) -> CallRecord {
        let toClinician = scores(of: .patient, fault)
        let toPatient = scores(of: .clinician, Self.clean)
        let sides = [(toPatient, Party.patient), (toClinician, .clinician)].map { scores, receiver in
            OutcomeRule.Side(
                receiver: receiver,
                hasHeard: scores.hasHeard,
                hasSeen: scores.hasSeen,
                usability: scores.usability
            )
        }
        let outcome = OutcomeRule().outcome(sides)
        let isUsable = ConsultationUsability.isUsable(toPatient.usability, toClinician.usability)
        return CallRecord(
            call: 1,
            clinician: "clinician",
            patient: "patient",
            network: "fttc",
            startsAt: .start,
            length: plan.length,
            outcome: outcome.outcome,
            reason: outcome.reason,
            digest: 0,
            metrics: [
                "consultation.usable": isUsable ? 1 : 0,
                "consultation.completed_video": outcome.outcome == .completedVideo ? 1 : 0,
                "consultation.fallback_phone": outcome.outcome == .fallbackPhone ? 1 : 0,
                "consultation.failed": outcome.outcome == .failed ? 1 : 0,
            ],
            directions: [
                direction(from: .clinician, toPatient, other: toClinician, Self.clean),
                direction(from: .patient, toClinician, other: toPatient, fault),
            ]
        )
    }

    func summary(_ record: CallRecord) throws -> RunSummary {
        RunSummary(
            of: try RunRecords([record]),
            identity: RunIdentity(scenario: "faulted", seed: 1, tier: "media", isComplete: true),
            thresholds: thresholds
        )
    }

    private func direction(
        from: Party,
        _ scores: DirectionScores,
        other: DirectionScores,
        _ fault: Fault
    ) -> DirectionRecord {
        var metrics = scores.metrics(other: other, length: plan.length)
        var counters = InboundAudioStatistics()
        counters.totalSamplesReceived = scores.hasHeard ? Self.length * 48_000 : 0
        counters.insertedSamplesForDeceleration = Int(fault.stretchedShare * Double(counters.totalSamplesReceived))
        metrics["audio.time_stretch"] = counters.stretching?.meanRateDeviation
        var windows = MetricWindows()
        windows["audio.mos"] = scores.audio.mosSamples
        return DirectionRecord(
            call: 1,
            from: from,
            network: "fttc",
            metrics: metrics,
            windows: windows,
            usability: UsabilityAccount(scores.usability)
        )
    }

    private func scores(of sender: Party, _ fault: Fault) -> DirectionScores {
        var observations = DirectionObservations(plan: plan, receiver: sender.other)
        let talk = Self.talk[sender] ?? []
        for time in stride(from: 0, to: Self.length * 1_000, by: 10) {
            let now = plan.startsAt + .milliseconds(Int64(time))
            let isSpeech = talk.contains { $0.contains(time) }
            observations.spoke(from: now, to: now + .milliseconds(10), isSpeech: isSpeech)
            guard time >= Self.begins else { continue }
            if time % 40 == 0, fault.isShown(time) {
                observations.see(
                    PictureScore(psnr: fault.psnr, ssim: 0.98, width: fault.lines * 16 / 9, height: fault.lines),
                    capturedAt: now - .milliseconds(Int64(fault.pictureDelay)),
                    at: now
                )
            }
            var heard = HeardSound()
            if fault.isHeard(time) {
                heard.add(.decoded(captured: now - .milliseconds(Int64(fault.soundDelay))), count: 480, at: 0)
            } else {
                heard.add(.concealment, count: 480, at: 0)
            }
            observations.hear(heard, at: now)
        }
        return observations.scores(connectedAt: plan.startsAt + .milliseconds(100))
    }
}
