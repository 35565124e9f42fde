import QualityModels
import Results
import Units

/// Whether a measured call was usable and how it ended, as far as its files tell.
///
/// By the same rules as a simulated call. A direction of which a condition was asked for and not measured is unknown, and
/// so is everything that rests on it.
struct CallJudgement {
    private struct Side {
        let direction: ConsultationUsability.Direction?
        let lostLips: Double?
        let hasHeard: Bool?
        let hasSeen: Bool?
        let whyUnknown: String
    }

    let usability: UsabilitySettings
    let carriesVideo: Bool
    private var sides: [Party: Side] = [:]

    init(usability: UsabilitySettings, carriesVideo: Bool) {
        self.usability = usability
        self.carriesVideo = carriesVideo
    }

    /// Takes what the files made at one end tell of what it received.
    mutating func add(_ evidence: [CallEvidence], receiver: Party) {
        let conditions = usability[receiver].conditions
        let observed = evidence.compactMap(\.received.observed).first
        var why = "how each second was for the \(receiver.name) is not known"
        var direction: ConsultationUsability.Direction?
        if let observed {
            let missing = ConsultationUsability.unmeasured(observed, conditions)
            if carriesVideo, observed.video == nil {
                why = "what the \(receiver.name) saw is in none of the files"
            } else if !missing.isEmpty {
                let profile = usability[receiver].profile.rawValue
                why =
                    "\(missing.joined(separator: " and ")), which \(profile) asks of the pictures to the \(receiver.name), "
                    + "is in none of the files"
            } else {
                direction = ConsultationUsability.direction(observed, conditions: conditions)
            }
        }
        sides[receiver] = Side(
            direction: direction,
            lostLips: observed.flatMap { LipSync.lostShare(of: $0.videoLag, conditions) },
            hasHeard: evidence.compactMap(\.hasHeard).first,
            hasSeen: evidence.filter { $0.carriesVideo == true }.compactMap(\.hasSeen).first,
            whyUnknown: why
        )
    }

    func account(of receiver: Party) -> UsabilityAccount? { sides[receiver]?.direction.map(UsabilityAccount.init) }

    /// Why a direction was not judged; `nil` where it was.
    func gap(to receiver: Party) -> String? {
        guard let side = sides[receiver], side.direction == nil else { return nil }
        return side.whyUnknown
    }

    /// Of one direction.
    func metrics(to receiver: Party) -> MetricValues {
        var metrics = MetricValues()
        if let account = account(of: receiver) {
            metrics["consultation.usable_time"] = account.share(of: .usable)
            metrics["consultation.audio_only_time"] = account.share(of: .audioOnly)
            metrics["consultation.unusable_time"] = account.share(of: .unusable)
        }
        metrics["call.lip_sync_lost"] = sides[receiver]?.lostLips
        return metrics
    }

    /// Of the call as a whole.
    var metrics: MetricValues {
        var metrics = MetricValues()
        let known = Party.allCases.compactMap { sides[$0]?.direction }
        if known.contains(where: { !$0.isUsable }) {
            metrics["consultation.usable"] = 0
        } else if known.count == Party.allCases.count {
            metrics["consultation.usable"] = 1
        }
        let outcome = outcome.outcome
        guard outcome != .unknown else { return metrics }
        metrics["consultation.completed_video"] = outcome == .completedVideo ? 1 : 0
        metrics["consultation.fallback_phone"] = outcome == .fallbackPhone ? 1 : 0
        metrics["consultation.failed"] = outcome == .failed ? 1 : 0
        return metrics
    }

    /// Why what `metrics` leaves out is unknown.
    var unknown: [ScoredCall.Remark] {
        let known = metrics
        let whole = MetricCatalogue.all.filter { $0.sampling == .call && $0.name.hasPrefix("consultation.") }
        let reasons = Party.allCases.compactMap { gap(to: $0) }
        return whole.filter { known[$0] == nil }.map {
            ScoredCall.Remark(metric: $0, to: nil, text: reasons.joined(separator: "; "))
        }
    }

    /// By `OutcomeRule` where both sides are known; a failure needs one side alone.
    var outcome: (outcome: ConsultationOutcome, reason: String?) {
        for receiver in Party.allCases where sides[receiver]?.hasHeard == false {
            return (.failed, "the \(receiver.name) never heard anything")
        }
        var known: [OutcomeRule.Side] = []
        for receiver in Party.allCases {
            guard let side = sides[receiver], let direction = side.direction, let hasHeard = side.hasHeard,
                !carriesVideo || side.hasSeen != nil
            else { return (.unknown, sides[receiver]?.whyUnknown) }
            known.append(
                OutcomeRule.Side(
                    receiver: receiver,
                    hasHeard: hasHeard,
                    hasSeen: carriesVideo ? side.hasSeen : nil,
                    usability: direction
                )
            )
        }
        return usability.outcomes.outcome(known)
    }
}
