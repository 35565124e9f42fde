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
        items(value, "epochs").map { epoch in
            let (available, media) = (number(epoch, "available_bit_s"), number(epoch, "media_bit_s"))
            let used = available.flatMap { available in media.map { available > 0 ? $0 / available : 0 } }
            return row([
                string(value, "case"), "\(text(number(epoch, "from_s"), 0))-\(text(number(epoch, "to_s"), 0))",
                string(epoch, "direction"), text(available.map { $0 / 1_000 }, 0), text(media.map { $0 / 1_000 }, 0),
                text(used, 2), text(number(epoch, "jain_index"), 3), text(number(epoch, "convergence_s"), 1),
                text(number(epoch, "oscillations"), 0),
            ])
        }.joined()
    }

    private static func flows(_ value: JSONValue) -> String {
        items(value, "flows").map { flow in
            let way = string(flow, "direction") == "backward" ? " (back)" : ""
            return row([
                string(value, "case"), string(flow, "name") + way,
                text(number(flow, "flow.rate").map { $0 / 1_000 }, 0),
                text(number(flow, "flow.delay_p95"), 0), text(number(flow, "flow.frame_delay_p95"), 0),
                text(number(flow, "flow.packet_loss"), 4), text(number(flow, "flow.rate_variation"), 2),
                text(number(flow, "flow.feedback_rate").map { $0 / 1_000 }, 1),
            ])
        }.joined()
    }

    private static func links(_ value: JSONValue) -> String {
        items(value, "links").filter { number($0, "link.utilisation") != nil }.map { link in
            row([
                string(value, "case"), string(link, "name"), string(link, "direction"),
                text(number(link, "link.utilisation"), 3),
                text(number(link, "link.wait_p95"), 0), text(number(link, "link.packet_drops"), 4),
            ])
        }.joined()
    }

    private static func items(_ value: JSONValue, _ key: String) -> [JSONValue] {
        guard case .object(let object) = value, case .array(let items)? = object[key] else { return [] }
        return items
    }

    private static func string(_ value: JSONValue, _ key: String) -> String {
        guard case .object(let object) = value, case .string(let text)? = object[key] else { return "-" }
        return text
    }

    private static func number(_ value: JSONValue, _ key: String) -> Double? {
        guard case .object(let object) = value, case .number(let number)? = object[key] else { return nil }
        return number.value
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
