public import Results

/// What a capacity search found, as its file has it.
public struct CapacityCurve: Hashable, Sendable {
    public struct Point: Hashable, Sendable {
        public let load: Int
        /// `held`, `broken` or `undecided`.
        public let answer: String
        public let runs: Int
        public let passed: Int
    }

    public let scenario: String
    public let path: String
    public let held: Int?
    public let broken: Int?
    public let gaveOut: String?
    public let points: [Point]

    /// Reads the file that `rehearsal capacity --out` writes.
    public init(parsing json: [UInt8]) throws(FormatError) {
        var fields = try JSONFields(JSONValue(parsing: json), line: 1)
        let version = try fields.integer("version")
        guard version == ResultsFormat.version else {
            throw fields.error("version", "this tool reads version \(ResultsFormat.version), not \(version)")
        }
        scenario = try fields.string("scenario")
        path = try fields.string("path")
        held = fields.contains("held") ? try fields.integer("held") : nil
        broken = fields.contains("broken") ? try fields.integer("broken") : nil
        if fields.contains("gave_out") {
            var resource = try fields.fields("gave_out")
            gaveOut = try resource.string("name")
        } else {
            gaveOut = nil
        }
        var points: [Point] = []
        for (place, value) in try fields.array("points").enumerated() {
            var point = try JSONFields(value, path: "points[\(place)]", line: 1)
            points.append(
                Point(
                    load: try point.integer("load"),
                    answer: try point.string("answer"),
                    runs: try point.integer("runs"),
                    passed: try point.integer("passed")
                )
            )
        }
        self.points = points.sorted { $0.load < $1.load }
    }
}
