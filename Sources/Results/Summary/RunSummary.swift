public import ClinicModel
public import QualityModels

/// A run in numbers and verdicts, the same whatever order its records came in.
public struct RunSummary: Hashable, Sendable {
    public let identity: RunIdentity
    public let digest: UInt64
    /// How many calls are recorded.
    public let callCount: Int
    public let verdict: RunVerdict
    /// What weighed in the verdict besides the thresholds.
    public let findings: [RunVerdict]
    /// Every metric that was measured, in the catalogue's order.
    public let metrics: [MetricSummary]
    /// In the order of the scenario.
    public let thresholds: [ThresholdEvaluation]
    /// Groups of calls side by side, one for each tag that divides them.
    public let equity: [EquitySummary]
    /// What a sample with codecs says of a run of the packet tier; `nil` without one.
    public let mediaSample: MediaSampleSummary?
    /// How many calls ended each way, in the order of `ConsultationOutcome`.
    public let outcomes: [OutcomeCount]
    /// How many appointments of a clinic ended each way, in the order of `AppointmentOutcome`.
    public let appointments: [AppointmentCount]
    /// The ten calls that deserve a look first; not in the file, for `calls.ndjson` has them.
    public let worstCalls: [CallRecord]

    /// How many calls ended one way.
    public struct OutcomeCount: Hashable, Sendable {
        public let outcome: ConsultationOutcome
        public let count: Int
    }

    /// How many appointments ended one way.
    public struct AppointmentCount: Hashable, Sendable {
        public let outcome: AppointmentOutcome
        public let count: Int

        /// The outcome as results name it.
        public var name: String { outcome.rawValue }
    }

    /// Sums up a run and judges its thresholds.
    ///
    /// A run that is not complete, or that recorded no call, never passes.
    /// - Parameter findings: what the thresholds cannot know, such as a regression or a signal.
    public init(
        of records: RunRecords,
        identity: RunIdentity,
        thresholds rules: [ThresholdRule],
        equity settings: EquitySettings = EquitySettings(),
        findings: [RunVerdict] = []
    ) {
        self.identity = identity
        digest = records.digest
        callCount = records.calls.count
        metrics = MetricCatalogue.all.compactMap { MetricSummary(of: $0, in: records) }
        thresholds = rules.map {
            ThresholdEvaluation(
                of: $0,
                in: records,
                tier: identity.tier,
                seed: identity.seed,
                callsMin: settings.callsMin
            )
        }
        equity = EquitySummary.all(in: records, rules: rules, settings: settings, identity: identity)
        mediaSample = records.mediaSample.map { MediaSampleSummary(of: $0, in: records) }
        outcomes = ConsultationOutcome.allCases.map { outcome in
            OutcomeCount(outcome: outcome, count: records.calls.count { $0.outcome == outcome })
        }
        appointments = AppointmentOutcome.allCases.map { outcome in
            AppointmentCount(outcome: outcome, count: records.appointments.count { $0.outcome == outcome })
        }
        worstCalls = WorstCalls.of(records)
        let isAnswer = identity.isComplete && !(records.calls.isEmpty && records.flows.isEmpty)
        self.findings = findings + (isAnswer ? [] : [.inconclusive])
        verdict = .worst(of: thresholds.map { RunVerdict($0.verdict) } + self.findings)
    }

    /// The summary of a metric, `nil` where it was not measured.
    public func metric(_ name: String) -> MetricSummary? { metrics.first { $0.metric.name == name } }
}

/// What makes a run the run it is.
public struct RunIdentity: Hashable, Sendable {
    /// The scenario's name.
    public let scenario: String
    public let seed: UInt64
    /// `media`, `packet` or `live`.
    public let tier: String
    /// Whether every call that was planned is recorded.
    public let isComplete: Bool

    public init(scenario: String, seed: UInt64, tier: String, isComplete: Bool) {
        self.scenario = scenario
        self.seed = seed
        self.tier = tier
        self.isComplete = isComplete
    }
}
