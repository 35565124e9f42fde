import QualityModels
public import Results
import Statistics

/// A run as OpenMetrics 1.0 text, such as a Prometheus scrapes or a text-file collector takes up.
public enum OpenMetricsReport {
    public static let contentType = "application/openmetrics-text; version=1.0.0; charset=utf-8"

    /// Gauges of every metric that was measured, of the thresholds and of the verdict.
    public static func text(summary: RunSummary, manifest: RunManifest) -> String {
        let run = [("scenario", summary.identity.scenario), ("tier", summary.identity.tier)]
        var families = [info(summary, manifest, run)]
        families += summary.metrics.map { family($0, run) }
        families += thresholds(summary, run)
        families.append(
            MetricFamily(
                "rehearsal_calls",
                help: "calls that are recorded",
                samples: [(run, Double(summary.callCount))]
            )
        )
        families.append(
            MetricFamily(
                "rehearsal_exit_code",
                help: "how the run ended: 0 passed, 90 worse than the baseline, 91 inconclusive, 99 a threshold failed",
                samples: [(run, Double(summary.verdict.exitCode))]
            )
        )
        return families.filter { !$0.isEmpty }.map(\.text).joined() + "# EOF\n"
    }

    private static func info(_ summary: RunSummary, _ manifest: RunManifest, _ run: [(String, String)]) -> MetricFamily
    {
        let labels =
            run + [
                ("seed", String(summary.identity.seed)), ("digest", manifest.digestHexadecimal),
                ("version", manifest.toolVersion),
            ]
        return MetricFamily("rehearsal_run", help: "always 1; the labels say what was run", samples: [(labels, 1)])
    }

    private static func family(_ metric: MetricSummary, _ run: [(String, String)]) -> MetricFamily {
        let unit = metric.metric.unit.openMetrics
        // "ms" in a name reads as milliseconds to the linter of Prometheus.
        let words = metric.metric.name.replacing(".", with: "_").replacing("_ms_ssim", with: "_multiscale_ssim")
        let base = "rehearsal_" + words
        let name = unit.name.isEmpty || base.hasSuffix("_" + unit.name) ? base : base + "_" + unit.name
        var samples: [([(String, String)], Double)] = []
        func append(_ group: String, _ values: Distribution) {
            let figures = [
                ("min", values.minimum), ("p5", values.p5), ("p10", values.p10), ("med", values.median),
                ("avg", values.average), ("p90", values.p90), ("p95", values.p95), ("max", values.maximum),
            ]
            for (statistic, value) in figures {
                samples.append((run + [("group", group), ("statistic", statistic)], value * unit.factor))
            }
        }
        append("all", metric.all)
        for group in metric.groups { append(group.key, group.distribution) }
        return MetricFamily(name, unit: unit.name, help: metric.metric.meaning, samples: samples)
    }

    private static func thresholds(_ summary: RunSummary, _ run: [(String, String)]) -> [MetricFamily] {
        func labels(_ evaluation: ThresholdEvaluation) -> [(String, String)] {
            run + [("threshold", ThresholdWords(evaluation).key), ("expression", evaluation.rule.expression.text)]
        }
        let values = summary.thresholds.compactMap { one in one.value.map { (labels(one), $0) } }
        let limits = summary.thresholds.map { (labels($0), $0.rule.expression.limit) }
        // One that is inconclusive neither passed nor failed, and is absent.
        let answers = summary.thresholds.filter { $0.verdict != .inconclusive }
            .map { (labels($0), $0.verdict == .pass ? 1.0 : 0) }
        return [
            MetricFamily("rehearsal_threshold_value", help: "what was measured, in the metric's unit", samples: values),
            MetricFamily(
                "rehearsal_threshold_limit",
                help: "what was asked for, in the metric's unit",
                samples: limits
            ),
            MetricFamily(
                "rehearsal_threshold_passed",
                help: "1 passed, 0 failed; absent where inconclusive",
                samples: answers
            ),
        ]
    }
}

extension MetricUnit {
    /// The base unit of OpenMetrics, and how many of it one of ours is.
    fileprivate var openMetrics: (name: String, factor: Double) {
        switch self {
        case .ratio: ("ratio", 1)
        case .milliseconds: ("seconds", 0.001)
        case .seconds: ("seconds", 1)
        case .bitsPerSecond: ("bytes_per_second", 0.125)
        case .framesPerSecond: ("frames_per_second", 1)
        case .decibels: ("decibels", 1)
        case .perMinute: ("per_minute", 1)
        case .meanOpinionScore, .count, .lines, .vmaf, .multimediaQuality, .videoScore: ("", 1)
        }
    }
}
