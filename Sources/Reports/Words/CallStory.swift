public import Results
import QualityModels
import Units

/// What went wrong in a call, in words that a person without the files can use.
public enum CallStory {
    /// Below this MOS most listeners are dissatisfied (ITU-T G.107, annex B: R below 60 is MOS 3.1).
    static let poorScore = 3.1
    /// More made-up sound than this is no longer unobtrusive; the limit of `consultation.usable`, ours.
    static let concealedRatioMax = 0.07
    /// Slower pictures read as stills; the limit of `consultation.usable`, ours.
    static let frameRateMin = 7.0
    /// A freeze of this many seconds makes a second unusable; ours.
    static let freezeMin = 1.0
    /// Beyond this many milliseconds people talk over each other (ITU-T G.114, clause 4: 400 ms is the planning limit).
    static let mouthToEarMax = 400.0

    /// The findings, the outcome first, then what each party missed; never empty.
    public static func findings(_ record: CallRecord) -> [String] {
        var findings = outcome(record)
        for receiver in [Party.patient, .clinician] { findings += heard(by: receiver, in: record) }
        for receiver in [Party.patient, .clinician] { findings += seen(by: receiver, in: record) }
        for receiver in [Party.patient, .clinician] { findings += lost(to: receiver, in: record) }
        if !findings.isEmpty { return findings }
        switch record.metrics["consultation.usable"] {
        case nil: return ["whether it was usable was not measured"]
        case 1: return ["nothing amiss"]
        default: return ["it was not usable"]
        }
    }

    private static func outcome(_ record: CallRecord) -> [String] {
        let reason = record.reason.map { ": " + $0 } ?? ""
        switch record.outcome {
        case .completedVideo: return record.reason.map { [$0] } ?? []
        case .completedAudioOnly: return record.reason == nil ? [] : ["went on without video" + reason]
        case .fallbackPhone: return ["fell back to the phone" + reason]
        case .failed: return ["failed" + reason]
        case .unknown: return ["how it ended is unknown" + reason]
        }
    }

    private static func heard(by receiver: Party, in record: CallRecord) -> [String] {
        let who = receiver.name
        guard let direction = record.direction(to: receiver) else {
            return record.outcome == .failed ? [] : ["what the \(who) heard and saw was not measured"]
        }
        var findings: [String] = []
        if let scores = direction.windows["audio.mos"], !scores.isEmpty {
            let spans = spans(of: scores, concealedRatio: direction.metrics["audio.concealed_ratio"])
            findings += spans.filter(\.isSilent).prefix(2).map { "\(who) heard nothing\($0.words)" }
            findings += spans.filter { !$0.isSilent }.prefix(2).map {
                "\(who) heard poor sound\($0.words) (MOS \($0.lowest.text(significantDigits: 3)))"
            }
        } else if AudioWindows.sampleCount(in: record.length) > 0, record.outcome != .failed {
            findings.append("what the \(who) heard was not measured")
        }
        if let ratio = direction.metrics["audio.concealed_ratio"], ratio > concealedRatioMax, ratio < 1 {
            let percent = (ratio * 100).text(significantDigits: 3)
            findings.append("\(percent) % of the sound to the \(who) was made up by concealment")
        }
        if let delay = direction.metrics["audio.mouth_to_ear"], delay > mouthToEarMax {
            findings.append("\(who) heard everything \(delay.text(significantDigits: 3)) ms late")
        }
        return findings
    }

    private static func seen(by receiver: Party, in record: CallRecord) -> [String] {
        guard let metrics = record.direction(to: receiver)?.metrics else { return [] }
        if metrics["video.freeze_ratio"] == 1 { return ["\(receiver.name) saw no picture"] }
        var findings: [String] = []
        if let freeze = metrics["video.longest_freeze"], freeze >= freezeMin {
            findings.append("\(receiver.name) saw the video frozen for \(freeze.text(significantDigits: 3)) s")
        }
        return findings + slow(to: receiver, metrics, record.direction(to: receiver)?.usability)
    }

    /// Whether pictures came slowly; a freeze lowers the harmonic rate of a whole call and is told already.
    private static func slow(to receiver: Party, _ metrics: MetricValues, _ account: UsabilityAccount?) -> [String] {
        guard let rate = metrics["video.frame_rate"], rate < frameRateMin else { return [] }
        guard let freeze = metrics["video.longest_freeze"], freeze >= freezeMin else {
            return ["\(receiver.name) saw only \(rate.text(significantDigits: 2)) frames a second"]
        }
        guard let account, account[.frameRate] > account[.freeze] else { return [] }
        let seconds = account[.frameRate] - account[.freeze]
        return [
            "\(receiver.name) saw fewer than \(frameRateMin.text(significantDigits: 2)) frames a second for "
                + "at least \(seconds) s besides"
        ]
    }

    /// The seconds that a direction lost, by cause, where they were too many.
    private static func lost(to receiver: Party, in record: CallRecord) -> [String] {
        guard let account = record.direction(to: receiver)?.usability, !account.isUsable else { return [] }
        let reasons = UsabilityAccount.Cause.allCases.filter { account[$0] > 0 }
            .map { "\(account[$0]) for \(words(for: $0))" }.joined(separator: ", ")
        let lost = account.audioOnly + account.unusable
        let alone = account.audioOnly > 0 ? ", \(account.audioOnly) of them good for sound alone" : ""
        return ["\(lost) of \(account.seconds) s to the \(receiver.name) were not usable (\(reasons))\(alone)"]
    }

    static func words(for cause: UsabilityAccount.Cause) -> String {
        switch cause {
        case .score: "poor sound over 10 s"
        case .concealment: "made-up sound"
        case .delay: "late sound"
        case .frameRate: "few pictures"
        case .freeze: "a freeze"
        case .lipSync: "lips out of step"
        case .lines: "too few lines"
        case .fidelity: "blurred pictures"
        }
    }

    /// A run of windows with poor sound, or with none.
    private struct Span {
        let isSilent: Bool
        let first: Int
        var last: Int
        var lowest: Double
        let windowCount: Int

        var words: String {
            let isToEnd = last == windowCount - 1
            if first == 0 { return isToEnd ? "" : " until \(10 * (last + 1)) s" }
            return isToEnd ? " from \(10 * first) s on" : " from \(10 * first) s to \(10 * (last + 1)) s"
        }
    }

    private static func spans(of scores: [Double], concealedRatio: Double?) -> [Span] {
        // Without decoded audio a window has MOS 1, and so it may have for a long delay alone: there cannot be more
        // silent windows than what was made up fills.
        let lowest = scores.count { $0 <= 1 }
        let mayBeSilent = Double(lowest) <= (concealedRatio ?? 1) * Double(scores.count) + 0.1
        var spans: [Span] = []
        for (index, score) in scores.enumerated() where score < poorScore {
            let isSilent = score <= 1 && mayBeSilent
            if let before = spans.last, before.last == index - 1, before.isSilent == isSilent {
                spans[spans.count - 1].last = index
                spans[spans.count - 1].lowest = min(before.lowest, score)
            } else {
                spans.append(
                    Span(isSilent: isSilent, first: index, last: index, lowest: score, windowCount: scores.count)
                )
            }
        }
        return spans
    }
}
