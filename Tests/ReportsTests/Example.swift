import QualityModels
import Results
import Units

/// Three consultations: a good one, one with frozen video, one that fell back to the phone.
enum Example {
    static func summary(scenario: String = "clinic", isComplete: Bool = true) throws -> RunSummary {
        let rules = [
            try rule("call.setup_time", "p(95) <= 3 s"),
            try rule("consultation.usable", "share >= 95 %"),
            try rule("audio.mos{to:patient}", "avg >= 3.4"),
        ]
        return RunSummary(
            of: try RunRecords(calls),
            identity: RunIdentity(scenario: scenario, seed: 7, tier: "packet", isComplete: isComplete),
            thresholds: rules
        )
    }

    static func manifest(usesDefaultThresholds: Bool = false) -> RunManifest {
        RunManifest(
            toolVersion: "1.0.0",
            scenario: RunManifest.ScenarioText(name: "clinic", text: "calls: 3\n"),
            configuration: [],
            usesDefaultThresholds: usesDefaultThresholds,
            seed: 7,
            tier: "packet",
            codecs: [],
            digest: 0xABCD,
            isComplete: true,
            workers: 2,
            wallSeconds: 1.5,
            cpuSeconds: 2.5,
            tester: TesterAccount(processors: 4, cpuShare: 0.4, speedUp: 60, peakMemoryBytes: 50 << 20),
            reproduce: "rehearsal run clinic.yaml --seed 7"
        )
    }

    static let calls = [phone, good, frozen]

    private static func rule(_ key: String, _ expression: String) throws -> ThresholdRule {
        let (metric, tags) = try ThresholdRule.key(parsing: key)
        let limit = try ThresholdExpression(parsing: expression, for: metric)
        return ThresholdRule(metric: metric, tags: tags, expression: limit)
    }

    private static let good = call(1, usable: 1, scores: [4.2, 4.3, 4.2])
    private static let frozen = call(2, usable: 0, scores: [4.2, 2.4, 4], freeze: 12.3)
    private static let phone = CallRecord(
        call: 3,
        clinician: "practice",
        patient: "rural",
        network: "3g",
        startsAt: Timestamp(nanoseconds: 0),
        length: .seconds(30),
        outcome: .fallbackPhone,
        reason: "no media within 15 s",
        digest: 3,
        metrics: ["consultation.usable": 0, "call.setup_time": 2]
    )

    private static func call(_ number: Int, usable: Double, scores: [Double], freeze: Double = 0) -> CallRecord {
        CallRecord(
            call: number,
            clinician: "practice",
            patient: "mobile",
            network: "4g",
            startsAt: Timestamp(nanoseconds: 0),
            length: .seconds(30),
            outcome: .completedVideo,
            digest: UInt64(number),
            metrics: ["consultation.usable": usable, "call.setup_time": 0.8],
            directions: Party.allCases.map { from in
                DirectionRecord(
                    call: number,
                    from: from,
                    network: "4g",
                    metrics: from == .clinician
                        ? ["video.freeze_ratio": freeze / 30, "video.longest_freeze": freeze]
                        : ["video.freeze_ratio": 0, "video.longest_freeze": 0],
                    windows: ["audio.mos": from == .clinician ? scores : [4.2, 4.2, 4.2]]
                )
            }
        )
    }
}
