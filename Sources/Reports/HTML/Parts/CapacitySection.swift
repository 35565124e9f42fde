import Plots
import Results

/// How much load was held, where a capacity search is given.
enum CapacitySection {
    static func markup(_ curve: CapacityCurve?) -> PageSection? {
        guard let curve, let first = curve.points.first, let last = curve.points.last else { return nil }
        let points = curve.points.filter { $0.runs > 0 }
            .map { Chart.Point(Double($0.load), 100 * Double($0.passed) / Double($0.runs)) }
        let range = Ticks.roundRange(Double(min(first.load, 0)), Double(last.load))
        let chart = Chart(
            "Share of runs that keep their thresholds, by load. " + answer(curve),
            size: (720, 240),
            x: Chart.Axis(curve.path, range, ticks: 8),
            y: Chart.Axis("% of runs that passed", 0...100, ticks: 4),
            series: [Chart.Series("runs that passed", style: 0, pieces: [points])],
            limits: [curve.held.map { Chart.Limit("held", Double($0), .vertical) }].compactMap { $0 }
        )
        let rows = curve.points.map { point in
            Markup(
                "tr",
                [],
                [
                    .cell(String(point.load), kind: "number"), .cell(point.answer),
                    .cell("\(point.passed) of \(point.runs)", kind: "number"),
                ]
            )
        }
        let head = Markup(
            "tr",
            [],
            [.columnHead("Load", kind: "number"), .columnHead("Answer"), .columnHead("Runs passed", kind: "number")]
        )
        return (
            "capacity", "Capacity",
            .section(
                "capacity",
                "Capacity",
                answer(curve),
                [
                    chart.svg,
                    Markup("table", [], [Markup("thead", [], [head]), Markup("tbody", [], rows)]),
                ]
            )
        )
    }

    private static func answer(_ curve: CapacityCurve) -> String {
        let gaveOut = curve.gaveOut.map { " What gave out first is \($0)." } ?? ""
        switch (curve.held, curve.broken) {
        case (let held?, let broken?):
            return "\(curve.path) \(held) is held and \(broken) is not, in \(curve.scenario)." + gaveOut
        case (let held?, nil): return "\(curve.path) \(held) is held; no load that was tried broke for certain."
        case (nil, let broken?): return "\(curve.path) \(broken) broke, and no smaller load was held." + gaveOut
        case (nil, nil): return "No load was decided."
        }
    }
}
