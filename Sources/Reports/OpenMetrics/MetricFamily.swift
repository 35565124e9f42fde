import Results

/// One family of OpenMetrics: its description and all its samples, together.
struct MetricFamily {
    private let name: String
    private let type: String
    private let unit: String
    private let help: String
    private let samples: [(labels: [(String, String)], value: Double)]

    init(
        _ name: String,
        type: String = "gauge",
        unit: String = "",
        help: String,
        samples: [(labels: [(String, String)], value: Double)]
    ) {
        self.name = name
        self.type = type
        self.unit = unit
        self.help = help
        self.samples = samples
    }

    var isEmpty: Bool { samples.isEmpty }

    /// The lines of the family, each with its newline.
    var text: String {
        var lines = ["# TYPE \(name) \(type)"]
        if !unit.isEmpty { lines.append("# UNIT \(name) \(unit)") }
        lines.append("# HELP \(name) \(Self.escaped(help))")
        let suffix = type == "info" ? "_info" : ""
        for sample in samples {
            let labels = sample.labels.map { "\($0.0)=\"\(Self.escaped($0.1))\"" }.joined(separator: ",")
            lines.append("\(name)\(suffix){\(labels)} \(JSONNumber(score: sample.value).literal)")
        }
        return lines.map { $0 + "\n" }.joined()
    }

    /// A label's value or a help text (OpenMetrics 1.0, ABNF `escaped-string`), without what could steer a terminal.
    private static func escaped(_ text: String) -> String {
        text.visible.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
    }
}
