import Results
import Statistics

/// Writes `docs/validation.md` from the cells.
public struct ValidationPage {
    /// How many of all cells, and of the informative ones, have to be inside.
    public static let goal = 0.9
    public static let informativeGoal = 0.8

    private let cells: [ComparedCell]
    private let explanations: Explanations
    private let browser: String
    private let seeds: Int

    public init(_ cells: [ComparedCell], explanations: Explanations, browser: String, seeds: Int) {
        self.cells = cells
        self.explanations = explanations
        self.browser = browser
        self.seeds = seeds
    }

    /// How many of some cells are inside.
    public struct Score: Hashable, Sendable, CustomStringConvertible {
        public let inside: Int
        public let count: Int

        public init(_ cells: [ComparedCell]) {
            inside = cells.filter(\.isInside).count
            count = cells.count
        }

        public var share: Double { count > 0 ? Double(inside) / Double(count) : 1 }

        public var description: String {
            count > 0 ? "\(inside) of \(count) (\(Self.percent(inside, count)) %)" : "none"
        }

        /// One decimal, cut off, so that a goal just missed never looks met.
        private static func percent(_ part: Int, _ whole: Int) -> String {
            let tenths = part * 1_000 / whole
            return "\(tenths / 10).\(tenths % 10)"
        }
    }

    public var score: Score { Score(cells) }
    public var informativeScore: Score { Score(cells.filter(\.isInformative)) }

    /// Whether both goals are met and every miss is explained.
    public var isGood: Bool {
        score.share >= Self.goal && informativeScore.share >= Self.informativeGoal
            && explanations.unexplained(cells).isEmpty
    }

    public var text: String {
        ([head, summary] + metrics.map(table) + [misses]).joined(separator: "\n")
    }

    private var head: String {
        """
        # Validation against recorded Chromium calls

        <!-- Written by Scripts/validate chromium; do not edit by hand. Explanations of misses are kept in
             Results/validation/explanations.json. -->

        \(browser) was recorded at both ends of two-party calls of 60 s under controlled impairment; the simulator ran the
        matching scenarios (`Scenarios/validation/`) with the same content and \(seeds) seeds. `Scripts/validate chromium`
        repeats it; the recordings' columns that it reads are in `Results/validation/chromium-recordings.ndjson`, every
        cell in `Results/validation/chromium.json`.

        A cell is one metric of one condition at one receiving end; metrics of the sender are those of the end that
        sent to it. The band is what the repeats of the recording span, 5 % to either side where there is one, widened by
        the metric's tolerance; a cell is inside when the mean over the seeds lies in it. A cell is informative when the
        mean of the recordings lies outside the widened band of `clean`. What the simulator does not measure is a miss.
        `low` and `high` of the JSON are the widened band.

        """
    }

    private var metrics: [ComparedMetric] {
        ComparedMetric.all.filter { metric in cells.contains { $0.metric.name == metric.name } }
    }

    private var summary: String {
        let unexplained = explanations.unexplained(cells).count
        var text = """
            ## Summary

            | | inside | goal |
            |---|---|---|
            | all cells | \(score) | 90 % |
            | informative cells | \(informativeScore) | 80 % |

            Misses: \(score.count - score.inside), of which \(unexplained) unexplained.

            | condition | inside | informative |
            |---|---|---|

            """
        var seen: [String] = []
        for cell in cells where !seen.contains(cell.condition) {
            seen.append(cell.condition)
            let own = cells.filter { $0.condition == cell.condition }
            text += "| \(cell.condition) | \(Score(own)) | \(Score(own.filter(\.isInformative))) |\n"
        }
        text += "\n| metric | inside | informative |\n|---|---|---|\n"
        for metric in metrics {
            let own = cells.filter { $0.metric.name == metric.name }
            text += "| `\(metric.name)` | \(Score(own)) | \(Score(own.filter(\.isInformative))) |\n"
        }
        return text
    }

    private func table(_ metric: ComparedMetric) -> String {
        var text = """
            ## `\(metric.name)`

            \(metric.meaning.prefix(1).uppercased() + metric.meaning.dropFirst())\(metric.unit.isEmpty ? "" : ", \(metric.unit)").

            | condition | end | Chromium | band | simulated | 95 % interval | inside | informative |
            |---|---|---|---|---|---|---|---|

            """
        for cell in cells where cell.metric.name == metric.name {
            let interval = cell.interval.map { "\(shown($0.lower, metric)) to \(shown($0.upper, metric))" } ?? ""
            text += "| \(cell.condition) | \(cell.end.rawValue) "
            text += "| \(cell.chromium.map { shown($0, metric) }.joined(separator: ", ")) "
            text += "| \(shown(cell.low, metric)) to \(shown(cell.high, metric)) "
            text += "| \(cell.mean.map { shown($0, metric) } ?? "not measured") | \(interval) "
            text += "| \(cell.isInside ? "yes" : "**no**") | \(cell.isInformative ? "yes" : "") |\n"
        }
        return text
    }

    private var misses: String {
        var text = "## Misses by mechanism\n"
        for entry in explanations.entries {
            let own = cells.filter { !$0.isInside && entry.cells.contains($0.key) }
            guard !own.isEmpty else { continue }
            text += "\n### \(entry.mechanism)\n\n\(entry.explanation)\n\n" + list(own)
        }
        let unexplained = explanations.unexplained(cells)
        if !unexplained.isEmpty { text += "\n### Unexplained\n\n" + list(unexplained) }
        if score.inside == score.count { text += "\nNone.\n" }
        return text
    }

    private func list(_ cells: [ComparedCell]) -> String {
        cells.map { cell in
            let mean = cell.mean.map { shown($0, cell.metric) } ?? "not measured"
            let unit = cell.metric.unit.isEmpty ? "" : " " + cell.metric.unit
            return
                "- `\(cell.key)`: \(mean) for \(shown(cell.low, cell.metric)) to \(shown(cell.high, cell.metric))\(unit)\n"
        }.joined()
    }

    private func shown(_ value: Double?, _ metric: ComparedMetric) -> String {
        guard let value else { return "" }
        return Self.fixed(value * metric.displayFactor, decimals: metric.decimals)
    }

    /// A decimal with as many places, rounded half away from zero.
    static func fixed(_ value: Double, decimals: Int) -> String {
        var scale = 1.0
        for _ in 0..<decimals { scale *= 10 }
        let rounded = (abs(value) * scale).rounded()
        guard rounded < 1e15 else { return "\(value)" }
        let whole = Int64(rounded)
        let sign = value < 0 && whole > 0 ? "-" : ""
        guard decimals > 0 else { return sign + String(whole) }
        let fraction = String(whole % Int64(scale))
        return sign + "\(whole / Int64(scale))." + String(repeating: "0", count: decimals - fraction.count) + fraction
    }
}
