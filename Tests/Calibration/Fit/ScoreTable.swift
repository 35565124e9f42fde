public import Results
public import ValidationComparison

/// What the tools of others said of every sound, and how the sounds were made.
public struct ScoreTable: Sendable {
    /// One talker under one condition.
    public struct Row: Hashable, Sendable {
        public let condition: CalibrationCondition
        public let talker: String
        /// Concealed over all samples of what was heard, in percent; of the anchor, lost frames over all.
        public let ppl: Double
        /// The score of each tool, 1 to 5.
        public let visqol: Double
        public let plcmos: Double

        public init(_ condition: CalibrationCondition, talker: String, ppl: Double, visqol: Double, plcmos: Double) {
            self.condition = condition
            self.talker = talker
            self.ppl = ppl
            self.visqol = visqol
            self.plcmos = plcmos
        }
    }

    /// Versions, seeds and talkers.
    public let header: JSONObject
    public let rows: [Row]

    public init(header: JSONObject, rows: [Row]) {
        self.header = header
        self.rows = rows
    }

    /// Reads the file that `Tests/Calibration/Opus/score.py` writes: a line about how, and a line a sound.
    ///
    /// - Throws: `ValidationError` where it is not that.
    public init(parsing bytes: [UInt8], place: String) throws(ValidationError) {
        let hint = "Scripts/calibrate opus writes it"
        var objects: [JSONObject] = []
        for (index, line) in bytes.split(separator: UInt8(ascii: "\n")).enumerated() {
            do {
                guard case .object(let object) = try JSONValue(parsing: line, line: index + 1) else {
                    throw FormatError(line: index + 1, path: "", message: "an object is due here")
                }
                objects.append(object)
            } catch {
                throw ValidationError(place, "\(error)", hint: hint)
            }
        }
        guard let header = objects.first else { throw ValidationError(place, "is empty", hint: hint) }
        var rows: [Row] = []
        for (index, object) in objects.dropFirst().enumerated() {
            guard let row = Row(object) else {
                throw ValidationError(place, "line \(index + 2) is no score", hint: hint)
            }
            rows.append(row)
        }
        self.init(header: header, rows: rows)
    }
}

extension ScoreTable.Row {
    fileprivate init?(_ object: JSONObject) {
        func number(_ key: String) -> Double? {
            guard case .number(let number)? = object[key] else { return nil }
            return number.value
        }
        guard case .string(let name)? = object["codec"], let codec = CalibrationCondition.Codec(rawValue: name),
            case .string(let talker)? = object["talker"], let kilobits = number("kbps"), let loss = number("loss"),
            let burst = number("burst"), burst > 0, let fec = number("fec"), let ppl = number("ppl"),
            (0...100).contains(ppl), let visqol = number("visqol"), let plcmos = number("plcmos"),
            (1...5).contains(visqol), (0...5.5).contains(plcmos)
        else { return nil }
        let condition = CalibrationCondition(
            codec,
            kilobits: kilobits,
            loss: loss,
            burstRatio: burst,
            hasFEC: fec > 0
        )
        self.init(condition, talker: talker, ppl: ppl, visqol: visqol, plcmos: plcmos)
    }
}
