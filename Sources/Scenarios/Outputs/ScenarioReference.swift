import NetworkEmulation
import QualityModels
import Units

/// The reference page of the scenario format, `docs/scenario-format.md`.
public enum ScenarioReference {
    /// The page as Markdown, made from the same declarations as the reader.
    public static func markdown() -> String {
        var pages: [String] = [
            introduction, "## An example\n\n```yaml\n\(ScenarioTemplate.commented(name: "example"))```\n",
        ]
        pages.append("## Keys\n")
        var seen: Set<String> = []
        pages += tables(of: .table(RootFields.table), &seen)
        pages += [units, thresholds, profiles]
        return pages.joined(separator: "\n")
    }

    private static func tables(of shape: Shape, _ seen: inout Set<String>) -> [String] {
        switch shape {
        case .scalar: return []
        case .list(let item): return tables(of: item, &seen)
        case .either(let shapes): return shapes.flatMap { tables(of: $0, &seen) }
        case .open(_, let values): return tables(of: values, &seen)
        case .table(let table):
            guard seen.insert(table.title).inserted else { return [] }
            var pages = [page(of: table)]
            for member in table.members { pages += tables(of: member.shape, &seen) }
            if let pattern = table.pattern { pages += tables(of: pattern.values, &seen) }
            return pages
        }
    }

    private static func page(of table: Table) -> String {
        var lines = [
            "### \(table.title)", "", table.meaning, "", "| key | value | default | meaning |", "|---|---|---|---|",
        ]
        for member in table.members {
            let examples = member.examples.map { "`\($0)`" }.joined(separator: ", ")
            let meaning = member.meaning + (examples.isEmpty ? "" : " Such as \(examples).")
            let fallback =
                member.isRequired
                ? "**required**" : member.fallback.map { "`\($0)`" } ?? member.fallbackMeaning ?? "none"
            lines.append(row(["`\(member.key)`", summary(of: member.shape), fallback, meaning]))
        }
        if let pattern = table.pattern {
            let key = "`\(pattern.prefix)`*\(pattern.rest.name)*"
            lines.append(row([key, summary(of: pattern.values), "none", pattern.meaning]))
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func summary(of shape: Shape) -> String {
        switch shape {
        case .scalar(let grammar): grammar.summary
        case .table(let table): "mapping: \(table.title)"
        case .list(let item): "list of " + summary(of: item)
        case .either(let shapes): shapes.map(summary).joined(separator: "; or ")
        case .open(let keys, let values): "mapping of \(keys.name) to \(summary(of: values))"
        }
    }

    private static func row(_ cells: [String]) -> String {
        "| " + cells.map { $0.split(separator: "|").joined(separator: "\\|") }.joined(separator: " | ") + " |"
    }

    private static let introduction = """
        # The scenario format

        <!-- Written by the tests of Sources/Scenarios from the reader's own declarations; do not edit by hand:
             REHEARSAL_UPDATE_GOLDEN=1 swift test --filter ScenariosTests -->

        A scenario is one YAML file. It says who consults whom, over which networks and with which media, and what must
        hold. `rehearsal init` writes one to start from, `rehearsal validate` checks one, and
        `rehearsal schema scenario` prints a JSON Schema (draft 7) for editors:

        ```yaml
        # yaml-language-server: $schema=scenario.schema.json
        ```

        - Quantities carry units. A bare number where a unit is due is an error, and so are unknown keys, keys given
          twice, values out of range and settings that contradict each other. All errors are reported at once, each as
          `file:line:column: error: path: what`, often with a hint.
        - Files are UTF-8 of at most 1 MiB, with or without a byte order mark, with any line ends, and hold one document
          nested at most \(YAMLReader.depthMax) levels deep. Anchors and aliases are refused, since a few lines of them
          can stand for billions of values; a network that several groups share goes under `networks`.
        - A flag wins over the environment, the environment over the file, the file over the default.
          `--set path=value` replaces one value, or adds it: `--set media.video.bitrate.max='300 kbit/s'`,
          `--set patients[0].share='50 %'` or by name `--set patients.mobile.network=5g`,
          `--set 'thresholds.audio.mos{to:clinician}=[p(10) >= 3.4]'`. The value is YAML itself.

        """

    private static var units: String {
        func list(_ table: UnitTable) -> String { table.units.map { "`\($0.text)`" }.joined(separator: ", ") }
        return """
            ## Units

            | quantity | units | also |
            |---|---|---|
            | time | \(list(.time)) | whole hours, minutes and seconds in one word: `1h30m`, `2m30s` |
            | rate | \(list(.rate)) | |
            | share | \(list(.percentage)) | |
            | queue | a time, `B`, `kB`, `MB` (thousands), `packets` | |
            | burst | a time, `packets` | |
            | frame rate | none, or `fps` | |

            Numbers may have a fraction and an exponent: `1.5 s`, `2e6 bit/s`. The blank before the unit may be
            left out.

            """
    }

    private static var thresholds: String {
        var lines = [
            "## Thresholds", "",
            "A threshold is `<aggregate> <op> <number>`: aggregates `avg min max med p(N) share share(<op> <number>)`,",
            "ops `>= <= > <`. `share` alone is for metrics of zeros and ones. Tags narrow it down:",
            "`" + ThresholdRule.tagNames.joined(separator: "`, `") + "`, as in `audio.mos{to:clinician,network:4g}`.",
            "",
            "`gap(<tag>)` and `ratio(<tag>)` compare the groups of calls by a tag, "
                + ThresholdExpression.Contrast.tagNames.map { "`\($0)`" }.joined(separator: ", ")
                + " or one of your own: the",
            "largest share less the smallest, and the smallest over the largest, as in `gap(network) <= 10 %`. Other metrics",
            "name an aggregate, as in `gap(network, p(10)) <= 0.5` ([equity.md](models/equity.md)).",
            "",
            "A scenario without thresholds has these:", "",
        ]
        lines += ThresholdFields.defaults.map { "- `\($0.metric)`: `\($0.limit)`" }
        lines += [
            "", "`rehearsal validate` warns of a threshold that the scenario has too few calls to decide with 95 %",
            "confidence, even if every call were good: `p(95) <= x` needs 59 samples, `share >= 80 %` needs 14.",
            "Windows of one direction of one call are not independent and count once.", "",
            "| metric | unit | one sample | better | meaning |", "|---|---|---|---|---|",
        ]
        for metric in MetricCatalogue.all {
            let better = metric.direction == .higherIsBetter ? "higher" : "lower"
            lines.append(
                row(["`\(metric.name)`", metric.unit.rawValue, metric.sampling.rawValue, better, metric.meaning])
            )
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static var profiles: String {
        var lines = [
            "## Built-in profiles", "",
            "Medians of kinds of access in the UK, as starting values: never report results from them as measurements",
            "of any site. Each link has half the base round trip as its delay. Each participant draws a line of their",
            "own around the medians; `rehearsal list profiles 4g` shows the percentiles, their sources and the events.",
            "",
            "| profile | what | up | down | round trip | jitter | loss | queue up, down | confidence |",
            "|---|---|---|---|---|---|---|---|---|",
        ]
        for profile in AccessProfile.all {
            let queues = [profile.upQueue, profile.downQueue].map { TimeText.text(of: $0.limit) }
            lines.append(
                row([
                    "`\(profile.id)`", profile.description, RateText.text(of: profile.up.p50.bitsPerSecond),
                    RateText.text(of: profile.down.p50.bitsPerSecond), TimeText.text(of: profile.baseRoundTripTime.p50),
                    TimeText.text(of: profile.jitter.p50), "\(ValueText.plain(profile.loss.p50.value * 100)) %",
                    queues.joined(separator: ", "), profile.confidence,
                ])
            )
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
