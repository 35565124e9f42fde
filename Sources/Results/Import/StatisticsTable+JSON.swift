public import Units

extension StatisticsTable {
    /// Reads snapshots by columns: `t_ms` as an array, and under `series` objects of fields, each an array with a value
    /// or null a snapshot, or `{"const": value}`.
    ///
    /// Fields that hold anything but numbers are left out.
    public init(parsing value: JSONValue, path: String = "") throws(FormatError) {
        guard case .object(let object) = value else { throw Self.error(path, "an object is due here") }
        self.init(times: try Self.times(object["t_ms"], path: path + ".t_ms"))
        guard case .object(let series) = object["series"] else {
            throw Self.error(path + ".series", "an object of stats objects is due here")
        }
        for stats in series.members {
            let place = "\(path).series.\(stats.key)"
            guard case .object(let fields) = stats.value else { throw Self.error(place, "an object is due here") }
            for field in fields.members {
                guard let values = try numbers(field.value, path: "\(place).\(field.key)") else { continue }
                append("\(stats.key).\(field.key)", values)
            }
        }
    }

    /// Gathers the lines of `series.ndjson` that one end wrote, in their order; `times` has one for each.
    public init(lines: [SeriesLine], times: [TimeDelta]) {
        precondition(lines.count == times.count, "\(lines.count) lines have \(times.count) times")
        self.init(times: times)
        var gathered: [String: [Double?]] = [:]
        for (index, line) in lines.enumerated() {
            for stats in line.statistics.members {
                guard case .object(let fields) = stats.value else { continue }
                for case (let key, .number(let number)) in fields.members.map({ ($0.key, $0.value) }) {
                    let name = "\(stats.key).\(key)"
                    gathered[name, default: Array(repeating: nil, count: lines.count)][index] = number.value
                }
            }
        }
        for (name, values) in gathered { append(name, values) }
    }

    /// The table as `init(parsing:)` reads it, with the given columns where it has them; values to six digits.
    public func json(columns names: [String]) -> JSONValue {
        var series: [(key: String, fields: JSONObject)] = []
        for name in names {
            guard let values = self[name], let dot = name.lastIndex(of: ".") else { continue }
            let (object, field) = (String(name[..<dot]), String(name[name.index(after: dot)...]))
            if series.last?.key != object { series.append((object, JSONObject())) }
            series[series.count - 1].fields.append(field, Self.column(values))
        }
        var objects = JSONObject()
        for entry in series { objects.append(entry.key, .object(entry.fields)) }
        return .object([
            "t_ms": .array(times.map { .number(JSONNumber(score: $0.milliseconds)) }), "series": .object(objects),
        ])
    }

    private static func column(_ values: [Double?]) -> JSONValue {
        if let first = values.first, values.allSatisfy({ $0 == first }) { return .object(["const": .score(first)]) }
        return .array(
            values.map { value in
                guard let value, value == value.rounded(), abs(value) < 1e15 else { return .score(value) }
                return .integer(Int64(value))
            }
        )
    }

    private func numbers(_ value: JSONValue, path: String) throws(FormatError) -> [Double?]? {
        if case .object(let object) = value, let constant = object["const"] {
            return Self.number(constant).map { Array(repeating: $0, count: times.count) }
        }
        guard case .array(let elements) = value else { throw Self.error(path, "an array or a const is due here") }
        guard elements.count == times.count else {
            throw Self.error(path, "has \(elements.count) values for \(times.count) snapshots")
        }
        var values: [Double?] = []
        values.reserveCapacity(elements.count)
        for element in elements {
            guard let number = Self.number(element) else { return nil }
            values.append(number)
        }
        return values
    }

    /// A number, or the inner `nil` for null; the outer one for anything else.
    private static func number(_ value: JSONValue) -> Double?? {
        switch value {
        case .number(let number): .some(number.value)
        case .null: .some(nil)
        default: nil
        }
    }

    private static func times(_ value: JSONValue?, path: String) throws(FormatError) -> [TimeDelta] {
        guard case .array(let elements) = value, !elements.isEmpty else {
            throw error(path, "an array of times is due here")
        }
        var times: [TimeDelta] = []
        for element in elements {
            guard case .number(let number) = element, abs(number.value) < 1e12 else {
                throw error(path, "a number of milliseconds is due here")
            }
            let time = TimeDelta(seconds: number.value / 1_000)
            if let last = times.last, time <= last { throw error(path, "the snapshots are not in the order of time") }
            times.append(time)
        }
        return times
    }

    private static func error(_ path: String, _ message: String) -> FormatError {
        FormatError(line: 1, path: path.hasPrefix(".") ? String(path.dropFirst()) : path, message: message)
    }
}
