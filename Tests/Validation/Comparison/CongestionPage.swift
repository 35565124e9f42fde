import Results

/// The section of docs/validation.md about congestion control on a suite, from its results.
public struct CongestionPage {
    public let text: String

    /// - Throws: `FormatError` where the results are not what `Scripts/validate` writes.
    public init(_ suite: CongestionSuite, parsing bytes: [UInt8]) throws {
        var text = suite.introduction
        guard case .array(let cases) = try JSONValue(parsing: bytes) else {
            throw ValidationError(
                suite.results,
                "is no list of cases",
                hint: "Scripts/validate \(suite.rawValue) writes it"
            )
        }
        text += Self.head(["case", "expected", "met"])
        for value in cases {
            guard let expected = CongestionExpectation(value) else { continue }
            text += Self.row([value.text("case"), expected.sentence, expected.isMet ? "yes" : "**no**"])
        }
        text += "\n"
        text += Self.head([
            "case", "s", "way", "available kbit/s", "media kbit/s", "used", "Jain", "converged s", "swings",
        ])
        for value in cases { text += Self.epochs(value) }
        text +=
            "\n"
            + Self.head([
                "case", "flow", "rate kbit/s", "delay p95 ms", "frame delay p95 ms", "loss", "variation",
                "feedback kbit/s",
            ])
        for value in cases { text += Self.flows(value) }
        text += "\n" + Self.head(["case", "link", "way", "utilisation", "wait p95 ms", "drops"])
        for value in cases { text += Self.links(value) }
        self.text = text
    }

    private static func head(_ titles: [String]) -> String {
        "| " + titles.joined(separator: " | ") + " |\n|" + String(repeating: "---|", count: titles.count) + "\n"
    }

    private static func row(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |\n" }

    private static func epochs(_ value: JSONValue) -> String {
        value.items("epochs").map { epoch in
            let (available, media) = (epoch.number("available_bit_s"), epoch.number("media_bit_s"))
            let used = available.flatMap { available in media.map { available > 0 ? $0 / available : 0 } }
            return row([
                value.text("case"), "\(text(epoch.number("from_s"), 0))-\(text(epoch.number("to_s"), 0))",
                epoch.text("direction"), text(available.map { $0 / 1_000 }, 0), text(media.map { $0 / 1_000 }, 0),
                text(used, 2), text(epoch.number("jain_index"), 3), text(epoch.number("convergence_s"), 1),
                text(epoch.number("oscillations"), 0),
            ])
        }.joined()
    }

    private static func flows(_ value: JSONValue) -> String {
        value.items("flows").map { flow in
            let way = flow.text("direction") == "backward" ? " (back)" : ""
            return row([
                value.text("case"), flow.text("name") + way,
                text(flow.number("flow.rate").map { $0 / 1_000 }, 0),
                text(flow.number("flow.delay_p95"), 0), text(flow.number("flow.frame_delay_p95"), 0),
                text(flow.number("flow.packet_loss"), 4), text(flow.number("flow.rate_variation"), 2),
                text(flow.number("flow.feedback_rate").map { $0 / 1_000 }, 1),
            ])
        }.joined()
    }

    private static func links(_ value: JSONValue) -> String {
        value.items("links").filter { $0.number("link.utilisation") != nil }.map { link in
            row([
                value.text("case"), link.text("name"), link.text("direction"),
                text(link.number("link.utilisation"), 3),
                text(link.number("link.wait_p95"), 0), text(link.number("link.packet_drops"), 4),
            ])
        }.joined()
    }

    private static func text(_ value: Double?, _ digits: Int) -> String {
        guard let value else { return "-" }
        var scale = 1.0
        for _ in 0..<digits { scale *= 10 }
        let units = Int((value * scale).rounded())
        guard digits > 0 else { return String(units) }
        let rest = String(units.magnitude % UInt(scale))
        let zeros = String(repeating: "0", count: digits - rest.count)
        return (units < 0 ? "-" : "") + "\(units.magnitude / UInt(scale)).\(zeros)\(rest)"
    }
}
