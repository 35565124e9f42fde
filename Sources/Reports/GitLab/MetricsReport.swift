import QualityModels
public import Results
import Statistics

/// A run as the metrics report of GitLab, which compares it with the target branch's, text by text.
///
/// Only what the same commit always gives is in it, each number with as many decimals as its unit deserves, so that a
/// change of text is a change of quality.
public enum MetricsReport {
    public static func text(summary: RunSummary, manifest: RunManifest) -> String {
        var lines: [String] = []
        for metric in summary.metrics where !metric.metric.isDetail {
            append(metric.metric, nil, metric.all, to: &lines)
            for group in metric.groups where group.tag.name == "to" {
                append(metric.metric, group.key, group.distribution, to: &lines)
            }
        }
        for evaluation in summary.thresholds {
            let words = ThresholdWords(evaluation)
            let label = label("threshold", words.key + " " + evaluation.rule.expression.text)
            lines.append("threshold_verdict{\(label)} \(evaluation.verdict.rawValue)")
        }
        lines.append("calls \(summary.callCount)")
        return lines.joined(separator: "\n") + "\n"
    }

    private static func append(_ metric: Metric, _ group: String?, _ values: Distribution, to lines: inout [String]) {
        let name = metric.name.replacing(".", with: "_")
        let scope = group.map { "," + label("group", $0) } ?? ""
        let figures = [("p5", values.p5), ("med", values.median), ("avg", values.average), ("p95", values.p95)]
        for (statistic, value) in figures {
            lines.append("\(name){statistic=\"\(statistic)\"\(scope)} \(value.text(decimals: metric.unit.decimals))")
        }
    }

    /// A label without spaces, which part a name from its value.
    private static func label(_ name: String, _ value: String) -> String {
        var text = ""
        for scalar in value.visible.unicodeScalars {
            switch scalar {
            case "\"", "\\": continue
            case _ where scalar.properties.isWhitespace: text += "_"
            default: text.unicodeScalars.append(scalar)
            }
        }
        return "\(name)=\"\(text)\""
    }
}

extension MetricUnit {
    /// How many decimals of the unit tell anything.
    fileprivate var decimals: Int {
        switch self {
        case .ratio: 5
        case .seconds: 4
        case .meanOpinionScore, .videoScore, .multimediaQuality: 3
        case .milliseconds, .decibels, .framesPerSecond, .perMinute, .vmaf, .count: 2
        case .lines, .bitsPerSecond: 0
        }
    }
}

extension Double {
    /// The number with so many decimals, rounded half away from zero.
    fileprivate func text(decimals: Int) -> String {
        var scale = 1.0
        for _ in 0..<decimals { scale *= 10 }
        let scaled = (magnitude * scale).rounded()
        guard scaled < 1e15 else { return text(significantDigits: 6) }
        var digits = String(Int(scaled))
        digits = String(repeating: "0", count: max(0, decimals + 1 - digits.utf8.count)) + digits
        let sign = self < 0 && scaled > 0 ? "-" : ""
        guard decimals > 0 else { return sign + digits }
        return sign + digits.dropLast(decimals) + "." + digits.suffix(decimals)
    }
}
