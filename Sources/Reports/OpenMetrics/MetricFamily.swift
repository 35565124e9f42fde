import Results

/// One gauge of OpenMetrics: its description and all its samples, together.
///
/// Gauges alone, and no `info`, so that what reads the older text format of Prometheus takes the file as well.
struct MetricFamily {
    private let name: String
    private let unit: String
    private let help: String
    private let samples: [(labels: [(String, String)], value: Double)]

    init(
        _ name: String,
        unit: String = "",
        help: String,
        samples: [(labels: [(String, String)], value: Double)]
    ) {
        self.name = name
        self.unit = unit
        self.help = help
        self.samples = samples
    }

    var isEmpty: Bool { samples.isEmpty }

    /// The lines of the family, each with its newline.
    var text: String {
        var lines = ["# TYPE \(name) gauge"]
        if !unit.isEmpty { lines.append("# UNIT \(name) \(unit)") }
        lines.append("# HELP \(name) \(Self.escaped(help))")
        for sample in samples {
            let labels = sample.labels.map { "\($0.0)=\"\(Self.escaped($0.1))\"" }.joined(separator: ",")
            lines.append("\(name){\(labels)} \(JSONNumber(score: sample.value).literal)")
        }
        return lines.map { $0 + "\n" }.joined()
    }

    /// A label's value or a help text (OpenMetrics 1.0, ABNF `escaped-string`), without what could steer a terminal.
    private static func escaped(_ text: String) -> String {
        text.visible.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
    }
}
