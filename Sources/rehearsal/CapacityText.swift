import Planning
import QualityModels
import Reports
import Runner

/// What a capacity search found, in words and columns.
struct CapacityText {
    private let outcome: CapacityOutcome

    init(_ outcome: CapacityOutcome) { self.outcome = outcome }

    /// A line for a load that was just decided.
    static func progress(_ point: CapacityPoint, path: String) -> String {
        "\(path) \(point.point.load): \(word(point.point.answer)), \(point.point.passCount) of \(point.point.runCount) runs passed"
    }

    var rendered: String {
        (["CAPACITY"] + answer.map { "  " + $0 } + ["", "CURVE", curve, "", "RUN"] + run.map { "  " + $0 })
            .joined(separator: "\n")
    }

    private static func word(_ answer: ReplicationRule.Answer) -> String {
        switch answer {
        case .held: "held"
        case .broken: "broke"
        case .undecided: "undecided"
        }
    }

    private var answer: [String] {
        let path = outcome.path
        var lines: [String] = []
        switch (outcome.held, outcome.broken) {
        case (let held?, let broken?):
            lines.append(
                "\(path) \(held) is held and \(broken) is not: the capacity lies from \(held) to \(broken - 1)"
            )
        case (let held?, nil):
            lines.append("\(path) \(held) is held, and no load up to \(outcome.range.upperBound) broke for certain")
            lines.append("look further with --to, or decide with more --runs")
        case (nil, let broken?):
            lines.append("\(path) \(broken) broke, and no smaller load was held")
            lines.append(
                broken == outcome.range.lowerBound
                    ? "the thresholds fail at the smallest load already: look at one run of it, or ask less"
                    : "decide with more --runs"
            )
        case (nil, nil): lines.append("no load was decided: more --runs may")
        }
        return lines + bottleneck
    }

    private var bottleneck: [String] {
        guard let broken = outcome.broken, let bottleneck = outcome.bottleneck else { return [] }
        var lines: [String] = []
        if let exhausted = bottleneck.exhausted {
            lines.append("gave out at \(broken): \(Self.use(exhausted))")
            if let share = bottleneck.shareOfWanted, share <= ResourceUse.squeezedShare {
                lines.append("where a unit of load gets \(Self.percent(share)) of what it takes alone")
            }
        } else {
            lines.append(
                "gave out at \(broken): nothing that calls share; look at their own lines and at the thresholds"
            )
        }
        if let next = bottleneck.next, let load = bottleneck.nextLoad {
            lines.append("next: \(Self.use(next)), busy all the time at about \(load) if its use grows with the load")
        }
        return lines
    }

    private static func use(_ use: ResourceUse) -> String {
        "\(use.name), \(percent(use.utilisation)) busy, \(percent(use.refusedShare)) refused"
    }

    private static func percent(_ share: Double) -> String {
        let tenths = (share * 1_000).rounded() / 10
        return tenths == tenths.rounded() ? "\(Int(tenths)) %" : "\(tenths) %"
    }

    private var curve: String {
        let header =
            ["", "load", "answer", "runs passed"]
            + outcome.rules.map { "\($0.metric.name) \($0.expression.text)" } + ["busiest"]
        let rows = outcome.points.map { point -> [String] in
            let values = zip(outcome.rules, point.values).map { rule, value in
                value.map { DisplayUnit(rule).number($0) + " " + DisplayUnit(rule).name } ?? "unknown"
            }
            let busiest = point.uses.max { $0.utilisation < $1.utilisation }
            return [
                "", "\(point.point.load)", Self.word(point.point.answer),
                "\(point.point.passCount) of \(point.point.runCount)",
            ]
                + values + [busiest.map { "\($0.name) \(Self.percent($0.utilisation))" } ?? "-"]
        }
        return Table.aligned([header] + rows)
    }

    private var run: [String] {
        [
            "\(outcome.scenario)  tier \(outcome.tier)  seeds from \(outcome.seed) on, the same at every load",
            "held: at least 7 of 10 runs pass; broke: at most 3 (sequential test, both errors 5 %)",
        ]
    }
}
