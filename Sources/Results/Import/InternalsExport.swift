import Units

/// Reads what chrome://webrtc-internals saves: a column of values for each field of each object.
///
/// Keys are `<id>-<field>`; each holds `startTime`, `endTime`, `statsType` and `values`, a text that is a JSON array.
/// The values of a field lie evenly between its two times, unless the object's own `timestamp` column tells them.
enum InternalsExport {
    private static let hint = "save it again with 'Create a WebRTC-Internals dump' while the page of the call is open"

    static func connections(_ value: JSONValue) throws(StatisticsFault) -> [StatisticsDump.Connection] {
        guard case .object(let connections) = value else {
            throw StatisticsFault("PeerConnections", "an object is due here", hint: hint)
        }
        var read: [StatisticsDump.Connection] = []
        for member in connections.members {
            guard case .object(let connection) = member.value, case .object(let stats)? = connection["stats"] else {
                continue
            }
            if let connection = try self.connection(stats, name: member.key) { read.append(connection) }
        }
        guard !read.isEmpty else {
            throw StatisticsFault("PeerConnections", "no connection has statistics of two moments", hint: hint)
        }
        return read
    }

    private struct Series {
        let id: String
        let field: String
        let type: String
        let values: [JSONValue]
        /// Milliseconds since 1970.
        var times: [Double]
    }

    /// `nil` for a connection that was closed before its second snapshot.
    private static func connection(
        _ stats: JSONObject,
        name: String
    ) throws(StatisticsFault) -> StatisticsDump.Connection? {
        var series: [Series] = []
        for member in stats.members {
            // Names in brackets are rates that the page derives.
            guard let dash = member.key.lastIndex(of: "-"), !member.key.contains("[") else { continue }
            let place = "PeerConnections.\(name).stats.\(member.key)"
            guard case .object(let object) = member.value else {
                throw StatisticsFault(place, "an object is due here", hint: hint)
            }
            let values = try values(object["values"], place: place)
            guard !values.isEmpty else { continue }
            let times = try times(object, count: values.count, place: place)
            var type = ""
            if case .string(let text)? = object["statsType"] { type = text }
            let key = member.key
            series.append(
                Series(
                    id: String(key[..<dash]),
                    field: String(key[key.index(after: dash)...]),
                    type: type,
                    values: values,
                    times: times
                )
            )
        }
        settleTimes(&series)
        guard let grid = series.max(by: { $0.times.count < $1.times.count })?.times, grid.count > 1 else { return nil }
        try CallLength.check(seconds: (grid[grid.count - 1] - grid[0]) / 1_000, place: "PeerConnections.\(name)")
        return StatisticsDump.Connection(
            name: name,
            times: grid.map { TimeDelta(seconds: ($0 - grid[0]) / 1_000) },
            objects: objects(series, grid: grid)
        )
    }

    /// Takes the times of an object's own column for its other fields, where it has one.
    private static func settleTimes(_ series: inout [Series]) {
        var stated: [String: [Double]] = [:]
        for one in series where one.field == "timestamp" {
            let times = one.values.compactMap(\.number)
            let rises = zip(times, times.dropFirst()).allSatisfy { $0 < $1 }
            if times.count == one.values.count, rises, times.allSatisfy({ (0..<1e14).contains($0) }) {
                stated[one.id] = times
            }
        }
        for index in series.indices {
            if let times = stated[series[index].id], times.count == series[index].values.count {
                series[index].times = times
            }
        }
    }

    private static func objects(_ series: [Series], grid: [Double]) -> [StatisticsDump.Object] {
        var objects: [StatisticsDump.Object] = []
        var places: [String: Int] = [:]
        for one in series {
            let position = places[one.id] ?? objects.count
            if position == objects.count {
                places[one.id] = position
                objects.append(StatisticsDump.Object(id: one.id, type: one.type))
            }
            var column = [Double?](repeating: nil, count: grid.count)
            var hasNumber = false
            for (time, value) in zip(one.times, one.values) {
                switch value {
                case .number(let number):
                    column[nearest(time, in: grid)] = number.value
                    hasNumber = true
                case .string(let text): objects[position].texts[one.field] = text
                case .boolean(let flag): objects[position].texts[one.field] = flag ? "true" : "false"
                case .null, .array, .object: break
                }
            }
            if hasNumber { objects[position].columns[one.field] = column }
        }
        return objects
    }

    /// The place of the time that lies nearest; the grid ascends and is not empty.
    private static func nearest(_ time: Double, in grid: [Double]) -> Int {
        var (low, high) = (0, grid.count - 1)
        while low < high {
            let middle = (low + high) / 2
            if grid[middle] < time { low = middle + 1 } else { high = middle }
        }
        return low > 0 && time - grid[low - 1] < grid[low] - time ? low - 1 : low
    }

    private static func values(_ value: JSONValue?, place: String) throws(StatisticsFault) -> [JSONValue] {
        switch value {
        case .array(let elements)?: return elements
        case .string(let text)?:
            guard case .array(let elements)? = try? JSONValue(parsing: text.utf8) else {
                throw StatisticsFault(place, "its values are no array of JSON", hint: hint)
            }
            return elements
        default: throw StatisticsFault(place, "it has no values", hint: hint)
        }
    }

    private static func times(_ object: JSONObject, count: Int, place: String) throws(StatisticsFault) -> [Double] {
        guard case .string(let from)? = object["startTime"], case .string(let to)? = object["endTime"],
            let start = ISOTime.milliseconds(from), let end = ISOTime.milliseconds(to), end >= start,
            count == 1 || end > start
        else { throw StatisticsFault(place, "its startTime and endTime are no two times in order", hint: hint) }
        guard count > 1 else { return [end] }
        return (0..<count).map { start + (end - start) * Double($0) / Double(count - 1) }
    }
}

/// A time as JavaScript writes it: `2026-01-31T09:30:00.250Z`.
enum ISOTime {
    /// Milliseconds since the beginning of 1970, or `nil`.
    static func milliseconds(_ text: String) -> Double? {
        let bytes = Array(text.utf8)
        guard bytes.count >= 20, bytes[4] == 0x2D, bytes[7] == 0x2D, bytes[10] == 0x54, bytes[13] == 0x3A,
            bytes[16] == 0x3A, bytes.last == 0x5A,
            let year = number(bytes[0..<4]), let month = number(bytes[5..<7]), let day = number(bytes[8..<10]),
            let hour = number(bytes[11..<13]), let minute = number(bytes[14..<16]), let second = number(bytes[17..<19]),
            (1...12).contains(month), (1...31).contains(day), hour < 24, minute < 60, second <= 60
        else { return nil }
        var fraction = 0.0
        if bytes.count > 20 {
            guard bytes[19] == 0x2E, bytes.count <= 30, let digits = number(bytes[20..<(bytes.count - 1)]) else {
                return nil
            }
            fraction = Double(digits) * 1_000
            for _ in 20..<(bytes.count - 1) { fraction /= 10 }
        }
        // Days from 1 March of year 0, which puts the leap day last.
        let (y, m) = month > 2 ? (year, month - 3) : (year - 1, month + 9)
        let days = 365 * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + day - 1 - 719_468
        return Double((days * 86_400 + hour * 3_600 + minute * 60 + second) * 1_000) + fraction
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
        guard !digits.isEmpty, digits.count <= 9, digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }
}
