import Planning
import QualityModels
import Reports
import Results
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
        (["CAPACITY"] + answer.map { "  " + $0 } + ["", "CURVE", curve] + knees.map { "  " + $0 }
            + ["", "RUN"] + run.map { "  " + $0 }).joined(separator: "\n")
    }

    /// Two searches of one scenario, and what spreading the starts is worth.
    static func comparison(staggered: CapacityOutcome, synchronised: CapacityOutcome) -> String {
        let lines = [
            "STAGGERED STARTS", CapacityText(staggered).rendered, "", "SYNCHRONISED STARTS",
            CapacityText(synchronised).rendered, "", "COMPARED",
        ]
        guard let spread = staggered.held, let together = synchronised.held else {
            return (lines + ["  one of the two holds no load, or none for certain"]).joined(separator: "\n")
        }
        let share = percent(Double(together) / Double(spread))
        return (lines + ["  held with staggered starts \(spread), with synchronised ones \(together): \(share)"])
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
            lines += neverBroke
        case (nil, let broken?):
            lines.append("\(path) \(broken) broke, and no smaller load was held")
            lines += broken == outcome.range.lowerBound ? brokeAtOnce : ["decide with more --runs"]
        case (nil, nil): lines.append("no load was decided: more --runs may")
        }
        let failsAtOnce = outcome.held == nil && outcome.broken == outcome.range.lowerBound
        return failsAtOnce ? lines : lines + bottleneck
    }

    /// What fails before any load could be the reason, and what to do about it.
    private var brokeAtOnce: [String] {
        var lines = ["the thresholds fail at the smallest load already, so that load is not what they break at"]
        if let miss = outcome.points.first?.firstMiss {
            let value = miss.value.map { "it is " + DisplayUnit(miss.rule).text($0) } ?? "nothing was measured"
            lines.append("first: \(miss.rule.metric.name) '\(miss.rule.expression.text)': \(value)")
        }
        let one = "--set \(outcome.path)=\(outcome.range.lowerBound)"
        return lines + [
            "mend the scenario (rehearsal run with \(one) shows why), ask less of it, or start lower with --from"
        ]
    }

    /// How far away the busiest resource is from its end, and what to do about it.
    private var neverBroke: [String] {
        guard let last = outcome.points.last, let busiest = last.uses.max(by: { $0.utilisation < $1.utilisation }),
            busiest.utilisation > 0
        else {
            return [
                "the calls share nothing, so that more of them load nothing: give links that groups go via, relays or a clinic"
            ]
        }
        let load = Int((Double(last.point.load) / busiest.utilisation).rounded(.up))
        let advice =
            load > outcome.range.upperBound
            ? "it would be busy all the time at about \(load) if its use grows with the load: look further with --to \(2 * load)"
            : "the thresholds ask for less than it gives: hold others with --hold, or look further with --to"
        return ["busiest at \(last.point.load): \(Self.use(busiest))", advice]
    }

    private var knees: [String] {
        let found = zip(outcome.rules, outcome.knees).compactMap { rule, knee in
            knee.map { "knee: \(rule.metric.name) turns bad from \($0) on" }
        }
        guard found.isEmpty else { return found }
        let isShort = outcome.points.count < Knee.pointCountMin
        return [
            isShort
                ? "no knee: \(outcome.points.count) loads were looked at, and a bend shows in \(Knee.pointCountMin) or more"
                : "no knee: no curve bends a quarter or more below the line between its ends"
        ]
    }

    private var bottleneck: [String] {
        guard let broken = outcome.broken, let bottleneck = outcome.bottleneck else { return [] }
        var lines: [String] = []
        if let exhausted = bottleneck.exhausted {
            lines.append("gave out at \(broken): \(Self.use(exhausted))")
            let isFull = exhausted.utilisation >= ResourceUse.exhaustedUtilisation
            if !isFull, let share = bottleneck.shareOfWanted, share <= ResourceUse.squeezedShare {
                lines.append("where a unit of load gets \(Self.percent(share)) of what it takes alone")
            }
        } else {
            lines.append(
                "gave out at \(broken): nothing that calls share was busy on average; look at starts that come together, "
                    + "at their own lines and at the thresholds"
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
