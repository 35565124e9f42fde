/// How the limits of one kind of metric are written: their units, their range, an example.
///
/// All values are in the metric's own unit; shares and percentages are fractions of one.
struct MetricQuantity {
    let name: String
    /// The units that may be written, and how many of the metric's unit each stands for as a fraction.
    let units: [(text: String, numerator: Double, denominator: Double)]
    let isUnitNeeded: Bool
    let range: ClosedRange<Double>
    let rangeText: String
    let example: String

    init(_ unit: MetricUnit) {
        switch unit {
        case .ratio:
            self.init("a ratio", [("%", 1, 100)], false, 0...1, "0 % to 100 %", "5 %")
        case .meanOpinionScore:
            self.init("a mean opinion score", [("MOS", 1, 1)], false, 1...4.5, "1 to 4.5", "3.6")
        case .milliseconds:
            self.init("a time", [("ms", 1, 1), ("s", 1_000, 1)], true, Self.positive, "0 and more", "150 ms")
        case .seconds:
            self.init(
                "a time",
                [("s", 1, 1), ("ms", 1, 1_000), ("min", 60, 1)],
                true,
                Self.positive,
                "0 and more",
                "3 s"
            )
        case .bitsPerSecond:
            self.init(
                "a rate",
                [("Mbit/s", 1_000_000, 1), ("kbit/s", 1_000, 1), ("bit/s", 1, 1)],
                true,
                Self.positive,
                "0 and more",
                "300 kbit/s"
            )
        case .framesPerSecond:
            self.init("a frame rate", [("fps", 1, 1)], false, Self.positive, "0 and more", "15 fps")
        case .decibels:
            // PSNR is capped at 60 dB, so that a higher limit could not be met or missed.
            self.init("a level", [("dB", 1, 1)], false, 0...60, "0 dB to 60 dB", "36 dB")
        case .count:
            self.init("a number", [("", 1, 1)], false, Self.positive, "0 and more", "2")
        case .perMinute:
            self.init("a number a minute", [("/min", 1, 1)], false, Self.positive, "0 and more", "2")
        case .lines:
            self.init("a number of lines", [("lines", 1, 1)], false, Self.positive, "0 and more", "360")
        case .vmaf:
            self.init("a VMAF score", [("VMAF", 1, 1)], false, 0...100, "0 to 100", "60")
        case .videoScore:
            self.init("a video score", [("score", 1, 1)], false, 1...5, "1 to 5", "3")
        case .multimediaQuality:
            self.init("a quality", [("MMq", 1, 1)], false, 1...5, "1 to 5", "3")
        }
    }

    /// The same for the distance of two values.
    var ofDifferences: Self {
        guard range.upperBound.isFinite, range != Self.positive else { return self }
        let widest = range.upperBound - range.lowerBound
        let unit = units.first.map { $0.text == "%" || $0.text == "MOS" ? "" : " " + $0.text } ?? ""
        let words = unit.isEmpty && name == "a ratio" ? rangeText : "0 to \(Self.plain(widest))\(unit)"
        return Self("a difference", units, isUnitNeeded, 0...widest, words, example)
    }

    private init(
        _ name: String,
        _ units: [(text: String, numerator: Double, denominator: Double)],
        _ isUnitNeeded: Bool,
        _ range: ClosedRange<Double>,
        _ rangeText: String,
        _ example: String
    ) {
        self.name = name
        self.units = units
        self.isUnitNeeded = isUnitNeeded
        self.range = range
        self.rangeText = rangeText
        self.example = example
    }

    private static let positive = 0...Double.greatestFiniteMagnitude

    /// Reads a number with its unit.
    func value(from scanner: inout ThresholdScanner) throws(ThresholdSyntaxError) -> Double {
        scanner.skipSpaces()
        let start = scanner.offset
        let number = try scanner.number()
        let unit = scanner.unit()
        let value = try inMetricUnit(number, unit)
        guard range.contains(value) else {
            let isBarePercentage = unit.text.isEmpty && units[0].text == "%" && (1...100).contains(number.value)
            throw ThresholdSyntaxError(
                offset: start,
                message: "\(number.text)\(unit.text.isEmpty ? "" : " " + unit.text) is outside \(rangeText)",
                hint: isBarePercentage ? "did you mean \(number.text) %?" : nil
            )
        }
        return value == 0 ? 0 : value
    }

    private func inMetricUnit(
        _ number: (value: Double, text: String),
        _ unit: (text: String, offset: Int)
    ) throws(ThresholdSyntaxError) -> Double {
        if unit.text.isEmpty {
            guard isUnitNeeded else { return number.value }
            throw ThresholdSyntaxError(
                offset: unit.offset,
                message: "\(number.text) has no unit, and \(name) needs one",
                hint: "write \(number.text) \(usualUnit)"
            )
        }
        if let known = units.first(where: { $0.text == unit.text }) {
            return number.value * known.numerator / known.denominator
        }
        let meant = Self.alias[unit.text.lowercased()] ?? Suggestion.nearest(to: unit.text, among: units.map(\.text))
        throw ThresholdSyntaxError(
            offset: unit.offset,
            message: "'\(unit.text)' is no unit of \(name)",
            hint: meant.flatMap { name in units.contains { $0.text == name } ? name : nil }
                .map { "did you mean \(number.text) \($0)?" } ?? "write it as in \(example)"
        )
    }

    private var usualUnit: String {
        example.split(separator: " ").last.map(String.init) ?? ""
    }

    /// What people write instead of our units, in lower case.
    private static let alias = [
        "percent": "%", "pct": "%", "msec": "ms", "milliseconds": "ms", "sec": "s", "secs": "s", "seconds": "s",
        "kbps": "kbit/s", "mbps": "Mbit/s", "bps": "bit/s", "kb/s": "kbit/s", "mb/s": "Mbit/s", "b/s": "bit/s",
        "kbits": "kbit/s", "mbits": "Mbit/s", "k": "kbit/s", "m": "Mbit/s", "hz": "fps",
    ]

    /// The shortest text that reads back as exactly this value.
    func text(of value: Double) -> String {
        for unit in units where units.count == 1 || value >= unit.numerator / unit.denominator {
            let scaled = (value * unit.denominator / unit.numerator * 1e9).rounded() / 1e9
            if scaled * unit.numerator / unit.denominator == value {
                return Self.plain(scaled) + (unit.text == "MOS" || unit.text.isEmpty ? "" : " " + unit.text)
            }
        }
        let same = units.first { $0.numerator == $0.denominator }
        return Self.plain(value) + (isUnitNeeded ? " " + (same?.text ?? "") : "")
    }

    /// A number without a needless `.0`.
    static func plain(_ value: Double) -> String {
        let text = "\(value)"
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }
}
