public import QualityModels
public import Results
public import Units

/// One real call's record, with why what is missing is unknown and on what estimates rest.
public struct ScoredCall: Sendable {
    public let record: CallRecord
    /// What was chosen or taken for granted, and what has no metric of its own, in words.
    public internal(set) var notes: [String]
    /// Of metrics that are known, by key such as `video.bitrate{to:patient}`.
    public let estimates: [Remark]
    /// Of metrics that are not, or not throughout.
    public let unknown: [Remark]
    let carriesVideo: Bool

    /// Whether any direction, or the call as a whole, has a value of a metric.
    func knows(_ metric: Metric) -> Bool {
        record.metrics[metric] != nil
            || record.directions.contains { $0.metrics[metric] != nil || $0.windows[metric] != nil }
    }

    public struct Remark: Hashable, Sendable {
        public let metric: Metric
        /// The receiver; `nil` for a metric of the whole call.
        public let to: Party?
        public let text: String

        /// As a threshold names it.
        public var key: String { metric.name + (to.map { "{to:\($0.name)}" } ?? "") }
    }
}

/// Brings together what several files tell of one call.
struct CallAssembly {
    private struct Part {
        let direction: CallEvidence.Direction
        let isOfSender: Bool
    }

    private var parts: [Party: [Part]] = [.clinician: [], .patient: []]
    private var evidence: [(evidence: CallEvidence, role: Party)] = []

    /// Takes what a file made at one end tells.
    mutating func add(_ evidence: CallEvidence, at role: Party) {
        self.evidence.append((evidence, role))
        parts[role]?.append(Part(direction: evidence.received, isOfSender: false))
        parts[role.other]?.append(Part(direction: evidence.sent, isOfSender: true))
    }

    /// Whether any file shows the call to have had pictures.
    var carriesVideo: Bool { evidence.contains { $0.evidence.carriesVideo == true } }

    func call(number: Int, digest: UInt64, usability: UsabilitySettings) -> ScoredCall {
        let length = evidence.map(\.evidence.length).max() ?? .zero
        let carriesVideo = carriesVideo
        var metrics = MetricValues()
        var estimates: [ScoredCall.Remark] = []
        var unknown: [ScoredCall.Remark] = []
        for metric in MetricCatalogue.all where metric.sampling == .call && !metric.name.hasPrefix("consultation.") {
            let holder = evidence.map(\.evidence).first { $0.call[metric] != nil }
            metrics[metric] = holder?.call[metric]
            let remarks = holder.map { [$0.callRemarks] } ?? evidence.map(\.evidence.callRemarks)
            remark(metric, to: nil, remarks, isKnown: holder != nil, &estimates, &unknown)
        }
        var judgement = CallJudgement(usability: usability, carriesVideo: carriesVideo)
        for party in Party.allCases {
            judgement.add(evidence.filter { $0.role == party }.map(\.evidence), receiver: party)
        }
        let directions = Party.allCases.map {
            direction(to: $0, number, length, judgement, &estimates, &unknown)
        }
        let (outcome, reason) = judgement.outcome
        for (metric, value) in judgement.metrics.pairs { metrics[metric] = value }
        unknown += judgement.unknown
        return ScoredCall(
            record: CallRecord(
                call: number,
                clinician: Party.clinician.name,
                patient: Party.patient.name,
                network: "measured",
                startsAt: .start,
                length: length,
                outcome: outcome,
                reason: reason,
                digest: digest,
                metrics: metrics,
                directions: directions.filter { !$0.metrics.isEmpty || !$0.windows.isEmpty }
            ),
            notes: evidence.flatMap(\.evidence.notes),
            estimates: Self.inOrder(estimates),
            unknown: Self.inOrder(unknown),
            carriesVideo: carriesVideo
        )
    }

    private static func inOrder(_ remarks: [ScoredCall.Remark]) -> [ScoredCall.Remark] {
        MetricCatalogue.all.flatMap { metric in remarks.filter { $0.metric == metric } }
    }

    private func direction(
        to party: Party,
        _ number: Int,
        _ length: TimeDelta,
        _ judgement: CallJudgement,
        _ estimates: inout [ScoredCall.Remark],
        _ unknown: inout [ScoredCall.Remark]
    ) -> DirectionRecord {
        var record = DirectionRecord(call: number, from: party.other, network: "measured")
        let parts = parts[party] ?? []
        for metric in MetricCatalogue.all where metric.sampling == .window || metric.sampling == .direction {
            // What was sent is the sender's to say, everything else the receiver's before the sender's.
            let isOfSender = metric.name == "video.bitrate"
            let holders = parts.filter { $0.direction.knows(metric) }
            let holder = holders.first { $0.isOfSender == isOfSender } ?? holders.first
            record.metrics[metric] = holder?.direction.metrics[metric]
            record.windows[metric] = holder?.direction.windows[metric]
            if !judgement.carriesVideo, holder == nil, metric.needsPictures { continue }
            if let value = judgement.metrics(to: party)[metric] {
                record.metrics[metric] = value
                continue
            }
            if metric.name.hasPrefix("consultation."), let reason = judgement.gap(to: party) {
                unknown.append(ScoredCall.Remark(metric: metric, to: party, text: reason))
                continue
            }
            let remarks = holder.map { [$0.direction.remarks] } ?? parts.map(\.direction.remarks)
            remark(metric, to: party, remarks, isKnown: holder != nil, &estimates, &unknown)
        }
        record.usability = judgement.account(of: party)
        return record
    }

    private func remark(
        _ metric: Metric,
        to party: Party?,
        _ remarks: [CallEvidence.Remarks],
        isKnown: Bool,
        _ estimates: inout [ScoredCall.Remark],
        _ unknown: inout [ScoredCall.Remark]
    ) {
        func made(_ text: String) -> ScoredCall.Remark { ScoredCall.Remark(metric: metric, to: party, text: text) }
        if isKnown, let text = remarks.compactMap({ $0.estimates[metric.name] }).first { estimates.append(made(text)) }
        let reasons = remarks.compactMap { $0.unknown[metric.name] }
        if !reasons.isEmpty { return unknown.append(made(reasons.joined(separator: "; "))) }
        if !isKnown { unknown.append(made(Self.standardReason(metric))) }
    }

    /// Why a metric is unknown of which no file had anything to say.
    private static func standardReason(_ metric: Metric) -> String {
        switch metric.name {
        case "audio.dropouts", "audio.longest_dropout", "audio.speech_lost", "audio.missed_speech", "audio.level_loss":
            "only recordings of both ends tell it: --spoken and --heard"
        case "call.one_way_silence", "call.talk_collisions": "it takes both ends on one clock"
        case "video.psnr", "video.ssim", "video.ms_ssim", "video.vmaf", "video.vmaf_neg":
            "only recordings of both ends tell it: --sent and --shown"
        case "call.setup_time": "when both joined is in none of the files"
        case "call.residual_loss": "what was repaired in time is in none of the files"
        case "audio.mos", "audio.mouth_to_ear", "audio.concealed_ratio": "only a dump of getStats or a capture tells it"
        default: "none of the files tells it"
        }
    }
}

extension Metric {
    /// The metric of a name that is in the catalogue.
    static func named(_ name: String) -> Metric {
        guard let metric = MetricCatalogue.metric(named: name) else {
            preconditionFailure("the catalogue has no metric '\(name)'")
        }
        return metric
    }
}
