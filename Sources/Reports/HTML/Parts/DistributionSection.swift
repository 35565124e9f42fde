import Plots
import QualityModels
import Results
import Units

/// How scores are spread over calls, by who received and by network.
enum DistributionSection {
    /// Metrics that are drawn, with what they are in plain words.
    private static let drawn: [(name: String, title: String)] = [
        ("audio.mos", "Sound quality over 10 s"), ("audio.mouth_to_ear", "Delay from mouth to ear"),
        ("audio.concealed_ratio", "Sound that was made up"), ("video.freeze_ratio", "Time with a frozen picture"),
        ("video.frame_rate", "Pictures a second"), ("video.psnr", "Fidelity of pictures"),
        ("call.packet_loss", "Packets lost on the way"), ("consultation.usable_time", "Usable seconds"),
    ]

    /// The most lines by network in one chart; smaller networks share one.
    private static let networksMax = 5

    static func markup(_ runs: [ReportContents]) -> PageSection? {
        let metrics = drawn.compactMap { name, title in
            MetricCatalogue.metric(named: name).flatMap { metric in
                runs.contains { $0.summary.metric(name) != nil } ? (metric: metric, title: title) : nil
            }
        }
        guard !metrics.isEmpty else { return nil }
        let figures = metrics.map { figure($0.metric, $0.title, runs) }
        let intro =
            "Each curve shows for every value the share of calls (or of 10 s windows) that are no higher: where a curve "
            + "is steep, many calls lie. Dashed upright lines are limits. Point at a chart, or focus it and press the "
            + "arrow keys, to read values off."
        return (
            "distributions", "Distributions",
            .section("distributions", "Distributions", intro, [Markup("div", [("class", "figures")], figures)])
        )
    }

    private static func figure(_ metric: Metric, _ title: String, _ runs: [ReportContents]) -> Markup {
        let unit = DisplayUnit(metric)
        var charts = [chart(metric, unit, title + ", by receiver", lines: receivers(metric, runs), runs)]
        if let only = runs.first, runs.count == 1 {
            let lines = networks(metric, only.records)
            if lines.count > 1 { charts.append(chart(metric, unit, title + ", by network", lines: lines, runs)) }
        }
        return .figure(title, note: unit.name.isEmpty ? "" : "(\(unit.name))", charts)
    }

    private static func chart(
        _ metric: Metric,
        _ unit: DisplayUnit,
        _ title: String,
        lines: [(name: String, samples: [Double])],
        _ runs: [ReportContents]
    ) -> Markup {
        let known = lines.map { ($0.name, $0.samples.map(unit.scaled).sorted()) }.filter { !$0.1.isEmpty }
        let (low, high) = (known.compactMap(\.1.first).min() ?? 0, known.compactMap(\.1.last).max() ?? 0)
        guard low < high else {
            return .paragraph(
                "Every sample is \(low.text(significantDigits: 4))\(unit.name.isEmpty ? "" : " " + unit.name)."
            )
        }
        // Shares are seen against none.
        let range = Ticks.roundRange(unit.name == "%" ? min(low, 0) : low, high)
        let series = known.enumerated().map { style, line in
            let corners = CumulativeCurve.corners(sorted: line.1)
            let ends = [Chart.Point(range.lowerBound, 0)] + corners + [Chart.Point(range.upperBound, 1)]
            return Chart.Series(line.0, style: style, pieces: [ends.map { Chart.Point($0.x, $0.y * 100) }])
        }
        return .group([
            .legend(known.enumerated().map { ($1.0, $0) }),
            Chart(
                describe(title, known, unit),
                size: (560, 230),
                x: Chart.Axis(unit.name.isEmpty ? metric.name : "\(metric.name), \(unit.name)", range),
                y: Chart.Axis("% of samples", 0...100, ticks: 4),
                series: series,
                limits: limits(metric, unit, runs)
            ).svg,
        ])
    }

    private static func describe(_ title: String, _ lines: [(String, [Double])], _ unit: DisplayUnit) -> String {
        let medians = lines.map { name, samples in
            "\(name): median \(samples[samples.count / 2].text(significantDigits: 3)) \(unit.name)"
        }
        return title + ". " + medians.joined(separator: ", ")
    }

    private static func limits(_ metric: Metric, _ unit: DisplayUnit, _ runs: [ReportContents]) -> [Chart.Limit] {
        let rules = (runs.first?.summary.thresholds ?? []).map(\.rule).filter { rule in
            let aggregate = rule.expression.aggregate
            return rule.metric == metric && rule.expression.contrast == nil && aggregate != .share && rule.tags.isEmpty
                && !aggregate.isShareOf
        }
        return rules.prefix(1).map {
            Chart.Limit(
                "\($0.expression.aggregateWords) \($0.expression.comparison.sign) \(unit.number($0.expression.limit))",
                unit.scaled($0.expression.limit),
                .vertical
            )
        }
    }

    private static func receivers(_ metric: Metric, _ runs: [ReportContents]) -> [(name: String, samples: [Double])] {
        runs.enumerated().flatMap { place, run in
            Party.allCases.map { party in
                let name =
                    runs.count == 1 ? "to the \(party.name)" : "\(ComparisonSection.names[place]), to the \(party.name)"
                return (name, run.records.calls.flatMap { $0.samples(of: metric, to: party) })
            }
        }
    }

    private static func networks(_ metric: Metric, _ records: RunRecords) -> [(name: String, samples: [Double])] {
        var samples: [String: [Double]] = [:]
        var calls: [String: Int] = [:]
        for call in records.calls {
            samples[call.network, default: []] += Party.allCases.flatMap { call.samples(of: metric, to: $0) }
            calls[call.network, default: 0] += 1
        }
        let names = calls.keys.sorted { ((calls[$1] ?? 0), $0) < ((calls[$0] ?? 0), $1) }
        let shown = names.prefix(names.count > networksMax + 1 ? networksMax : networksMax + 1)
        let rest = names.dropFirst(shown.count).flatMap { samples[$0] ?? [] }
        return shown.map { ($0, samples[$0] ?? []) } + (rest.isEmpty ? [] : [("all others", rest)])
    }
}

extension ThresholdExpression.Aggregate {
    fileprivate var isShareOf: Bool {
        if case .shareOf = self { return true }
        return false
    }
}

extension CallRecord {
    /// What one party's direction gives to a metric.
    fileprivate func samples(of metric: Metric, to party: Party) -> [Double] {
        guard let direction = direction(to: party) else { return [] }
        return metric.sampling == .window
            ? direction.windows[metric] ?? [] : direction.metrics[metric].map { [$0] } ?? []
    }
}
