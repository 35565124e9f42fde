import QualityModels
import Results
import Units

/// A small run whose every number is chosen by hand.
enum SampleRun {
    static func call(
        _ number: Int,
        outcome: ConsultationOutcome = .completedVideo,
        metrics: MetricValues = ["consultation.usable": 1],
        directions: [DirectionRecord] = []
    ) -> CallRecord {
        CallRecord(
            call: number,
            clinician: "practice",
            patient: "mobile",
            network: number.isMultiple(of: 2) ? "4g" : "dsl",
            startsAt: Timestamp(nanoseconds: Int64(number) * 1_500_000_000),
            length: .seconds(30),
            outcome: outcome,
            digest: UInt64(number) &* 0x9E37_79B9_7F4A_7C15,
            metrics: metrics,
            directions: directions
        )
    }

    static func rich(_ number: Int) -> CallRecord {
        let score = 3 + Double(number % 7) * 0.2
        return call(
            number,
            metrics: ["consultation.usable": number.isMultiple(of: 3) ? 0 : 1, "call.setup_time": 0.8],
            directions: Party.allCases.map { from in
                DirectionRecord(
                    call: number,
                    from: from,
                    network: number.isMultiple(of: 2) ? "4g" : "dsl",
                    metrics: ["video.freeze_ratio": Double(number) / 100],
                    windows: ["audio.mos": [score, 4.1, 4.2]],
                    usability: UsabilityAccount(
                        course: SecondCourse(parsing: "20u2a1x7u") ?? SecondCourse([]),
                        causes: [.concealment: 1, .frameRate: 2, .freeze: 3],
                        isUsable: false
                    )
                )
            }
        )
    }

    static func rule(
        _ key: String,
        _ expression: String,
        decision: ThresholdRule.Decision = .value
    ) throws -> ThresholdRule {
        let (metric, tags) = try ThresholdRule.key(parsing: key)
        return ThresholdRule(
            metric: metric,
            tags: tags,
            expression: try ThresholdExpression(parsing: expression, for: metric),
            decision: decision
        )
    }

    static let identity = RunIdentity(scenario: "sample", seed: 7, tier: "packet", isComplete: true)

    static let manifest = RunManifest(
        toolVersion: "1.0.0",
        scenario: RunManifest.ScenarioText(name: "sample", text: "calls: 3\n"),
        configuration: [RunManifest.Setting(path: "seed", value: "7", origin: .flag)],
        seed: 7,
        tier: "packet",
        codecs: [RunManifest.CodecVersion(name: "opus", version: "1.4")],
        digest: 0xABCD,
        isComplete: true,
        workers: 2,
        wallSeconds: 1.5,
        cpuSeconds: 2.5,
        tester: TesterAccount(processors: 4, cpuShare: 0.4, speedUp: 60),
        reproduce: "rehearsal run sample.yaml --seed 7"
    )
}
