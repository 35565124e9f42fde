import Plots
import QualityModels
import Results
import Statistics

/// What became of the run, in a word and a sentence, and the four numbers that people ask for first.
enum VerdictBanner {
    static func markup(_ contents: ReportContents) -> Markup {
        let summary = contents.summary
        var parts: [Markup] = [
            .paragraph("Rehearsal of a video clinic", kind: "kicker"),
            Markup("h1", [], [.text(summary.identity.scenario)]),
        ]
        if !contents.question.isEmpty { parts.append(.paragraph(contents.question, kind: "question")) }
        parts.append(verdict(summary))
        parts.append(Markup("dl", [("class", "tiles")], tiles(summary)))
        return .group(parts)
    }

    static func verdict(_ summary: RunSummary) -> Markup {
        let (kind, mark, word) = words(summary.verdict.verdict)
        return Markup(
            "div",
            [("class", "verdict " + kind)],
            [
                Markup("span", [("class", "mark"), ("aria-hidden", "true")], [.text(mark)]),
                Markup("div", [], [.paragraph(word, kind: "word"), .paragraph(reason(summary), kind: "reason")]),
            ]
        )
    }

    /// The class, sign and word of a verdict.
    static func words(_ verdict: Verdict) -> (kind: String, mark: String, word: String) {
        switch verdict {
        case .pass: ("pass", "✓", "Passed")
        case .fail: ("fail", "✕", "Failed")
        case .inconclusive: ("doubt", "?", "Inconclusive")
        }
    }

    /// Why, in one sentence or two.
    static func reason(_ summary: RunSummary) -> String {
        if summary.findings.contains(.aborted) || !summary.identity.isComplete {
            return
                "The run did not hold every planned call (\(summary.callCount) are recorded), so that it cannot pass."
        }
        let thresholds = summary.thresholds
        guard !thresholds.isEmpty else { return "The scenario states no thresholds: nothing was judged." }
        let failed = thresholds.filter { $0.verdict == .fail }
        let doubtful = thresholds.filter { $0.verdict == .inconclusive }
        if let first = failed.first {
            let more = failed.count == 1 ? "" : " The table of thresholds has the others."
            return "\(failed.count) of \(count(thresholds.count, "threshold")) failed: \(statement(first)).\(more)"
        }
        if let first = doubtful.first {
            let doubt = ThresholdWords(first).doubt ?? "it has no answer"
            return "\(doubtful.count) of \(count(thresholds.count, "threshold")) could not be decided: "
                + "\(ThresholdWords(first).key): \(doubt)."
        }
        guard let nearest = thresholds.first(where: \.intervalCrossesLimit) else {
            return "All \(count(thresholds.count, "threshold")) hold."
        }
        return "All \(count(thresholds.count, "threshold")) hold, but another seed may turn out otherwise: "
            + "the 95 % interval of \(ThresholdWords(nearest).key) reaches across its limit."
    }

    static func statement(_ evaluation: ThresholdEvaluation) -> String {
        let words = ThresholdWords(evaluation)
        let comparison: String =
            switch evaluation.rule.expression.comparison {
            case .atLeast: "at least"
            case .above: "more than"
            case .atMost: "at most"
            case .below: "less than"
            }
        return "\(words.key) (\(evaluation.rule.expression.aggregateWords)) is \(words.value), "
            + "and should be \(comparison) \(words.limit)"
    }

    static func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }

    private static func tiles(_ summary: RunSummary) -> [Markup] {
        var tiles: [Markup] = []
        let ended = summary.outcomes.filter { $0.count > 0 && $0.outcome != .completedVideo }
            .map { "\($0.count) \($0.outcome.words)" }.joined(separator: ", ")
        tiles.append(
            tile("Calls held", String(summary.callCount), ended.isEmpty ? "all completed by video" : ended)
        )
        if let usable = summary.metric("consultation.usable") {
            tiles.append(
                tile("Consultations usable", usable.all.average.percent, "fit for both sides, nearly every second")
            )
        }
        for (name, title) in [("audio.mos", "Sound, MOS"), ("video.freeze_ratio", "Time frozen")] {
            guard let metric = summary.metric(name) else { continue }
            let unit = DisplayUnit(metric.metric)
            let isHighGood = metric.metric.direction == .higherIsBetter
            let tail = isHighGood ? metric.all.p10 : metric.all.p90
            let value = unit.number(metric.all.median, digits: 3) + (unit.name == "%" ? " %" : "")
            let low = unit.number(tail, digits: 3) + (unit.name == "%" ? " %" : "")
            tiles.append(tile(title, value, "median; the worst tenth \(isHighGood ? "below" : "above") \(low)"))
        }
        return tiles
    }

    private static func tile(_ name: String, _ value: String, _ note: String) -> Markup {
        Markup(
            "div",
            [],
            [
                Markup("dt", [], [.text(name)]), Markup("dd", [("class", "value")], [.text(value)]),
                Markup("dd", [("class", "note")], [.text(note)]),
            ]
        )
    }
}

extension ThresholdExpression {
    /// What is taken of the samples, in words.
    var aggregateWords: String {
        if let contrast {
            return "\(contrast.kind == .gap ? "largest gap" : "smallest ratio") between groups by \(contrast.tag)"
        }
        switch aggregate {
        case .average: return "mean"
        case .minimum: return "smallest"
        case .maximum: return "largest"
        case .median: return "median"
        case .percentile(let percentile): return percentile.text(significantDigits: 4) + "th percentile"
        case .share: return "share"
        case .shareOf: return "share " + text.dropFirst(5).prefix { $0 != ")" } + ")"
        }
    }
}

extension ConsultationOutcome {
    /// How a consultation ended, in words.
    var words: String {
        switch self {
        case .completedVideo: "by video"
        case .completedAudioOnly: "without video"
        case .fallbackPhone: "by phone in the end"
        case .failed: "failed"
        case .unknown: "ended in an unknown way"
        }
    }
}
