import Results
import Statistics

extension Comparison {
    /// Reads cells as `json` writes them, so that the page can be written again without a call.
    ///
    /// The simulator's values by seed are not among them.
    public static func cells(parsing bytes: [UInt8], place: String) throws(ValidationError) -> [ComparedCell] {
        let root: JSONValue
        do { root = try JSONValue(parsing: bytes) } catch { throw unusable(place, error.description) }
        guard case .array(let elements) = root else { throw unusable(place, "an array is due here") }
        var cells: [ComparedCell] = []
        for (index, element) in elements.enumerated() {
            guard let cell = cell(element) else { throw unusable(place, "[\(index)] is no cell") }
            cells.append(cell)
        }
        return cells
    }

    private static func cell(_ value: JSONValue) -> ComparedCell? {
        guard case .object(let object) = value, case .string(let condition) = object["condition"],
            case .string(let end) = object["end"], let end = RecordedEnd(rawValue: end),
            case .string(let name) = object["metric"],
            let metric = ComparedMetric.all.first(where: { $0.name == name }),
            case .array(let chromium) = object["chromium"], let low = number(object["low"]),
            let high = number(object["high"]), case .boolean(let isInside) = object["inside"],
            case .boolean(let isInformative) = object["informative"]
        else { return nil }
        var interval: ConfidenceInterval?
        if case .array(let bounds) = object["interval"], bounds.count == 2, let lower = number(bounds[0]),
            let upper = number(bounds[1])
        {
            interval = ConfidenceInterval(lower: lower, upper: upper)
        }
        return ComparedCell(
            condition: condition,
            end: end,
            metric: metric,
            chromium: chromium.compactMap(number),
            low: low,
            high: high,
            simulated: [],
            mean: number(object["mean"]),
            interval: interval,
            isInside: isInside,
            isInformative: isInformative
        )
    }

    private static func number(_ value: JSONValue?) -> Double? {
        if case .number(let number) = value { number.value } else { nil }
    }

    private static func unusable(_ place: String, _ message: String) -> ValidationError {
        ValidationError(place, message, hint: "Scripts/validate chromium writes it")
    }
}
