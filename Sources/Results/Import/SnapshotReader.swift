import Units

/// Gathers snapshots of `getStats` into columns.
struct SnapshotReader {
    private static let hint = "write JSON.stringify([...report.values()]) once a second, one snapshot after the other"
    private static let reportKeys = ["report", "reports", "stats", "statistics"]

    private var times: [Double] = []
    private var objects: [StatisticsDump.Object] = []
    private var places: [String: Int] = [:]

    static func connection(_ snapshots: [JSONValue]) throws(StatisticsFault) -> StatisticsDump.Connection {
        var reader = SnapshotReader()
        for (index, snapshot) in snapshots.enumerated() { try reader.add(snapshot, number: index + 1) }
        guard reader.times.count > 1, let first = reader.times.first, let last = reader.times.last else {
            throw StatisticsDump.tooFewSnapshots(reader.times.count)
        }
        try CallLength.check(seconds: (last - first) / 1_000)
        for index in reader.objects.indices { reader.objects[index].fill(upTo: reader.times.count) }
        return StatisticsDump.Connection(
            name: "",
            times: reader.times.map { TimeDelta(seconds: ($0 - first) / 1_000) },
            objects: reader.objects
        )
    }

    private mutating func add(_ snapshot: JSONValue, number: Int) throws(StatisticsFault) {
        let place = "snapshot \(number)"
        let (stated, members) = try Self.members(of: snapshot, place: place)
        guard let time = stated ?? members.compactMap({ $0.1["timestamp"]?.number }).max() else {
            throw StatisticsFault(place, "neither it nor an object in it has a timestamp", hint: Self.hint)
        }
        guard abs(time) < 1e14 else {
            throw StatisticsFault(place, "\(time) is no timestamp in milliseconds", hint: Self.hint)
        }
        if let last = times.last {
            // The same moment again says nothing new.
            if time == last { return }
            guard time > last else {
                throw StatisticsFault(place, "it is older than the one before it", hint: "put the snapshots in order")
            }
            guard time - last < 3_600_000 else {
                throw StatisticsFault(
                    place,
                    "it is more than an hour younger than the one before it",
                    hint: "give one call, with timestamps in milliseconds"
                )
            }
        }
        let index = times.count
        times.append(time)
        for (id, object) in members {
            guard case .string(let type)? = object["type"] else {
                throw StatisticsFault(place, "the object '\(id)' has no type", hint: Self.hint)
            }
            let position: Int
            if let known = places[id] {
                position = known
            } else {
                position = objects.count
                places[id] = position
                objects.append(StatisticsDump.Object(id: id, type: type))
            }
            guard objects[position].type == type else {
                throw StatisticsFault(place, "'\(id)' is \(type), and was \(objects[position].type)", hint: Self.hint)
            }
            objects[position].take(object, at: index)
        }
    }

    /// The objects of one snapshot with their names, and the time that the snapshot itself states.
    private static func members(
        of snapshot: JSONValue,
        place: String
    ) throws(StatisticsFault) -> (time: Double?, members: [(String, JSONObject)]) {
        switch snapshot {
        case .array(let elements):
            var members: [(String, JSONObject)] = []
            for element in elements { members.append(try member(element, place: place)) }
            return (nil, members)
        case .object(let object):
            let time = object["timestamp"]?.number
            for key in reportKeys {
                if let inner = object[key] { return (time, try Self.members(of: inner, place: place).members) }
            }
            var members: [(String, JSONObject)] = []
            for entry in object.members {
                if case .object(let inner) = entry.value, inner["type"] != nil { members.append((entry.key, inner)) }
            }
            if !members.isEmpty { return (time, members) }
        default: break
        }
        throw StatisticsFault(place, "there is no report of getStats in it", hint: hint)
    }

    private static func member(_ value: JSONValue, place: String) throws(StatisticsFault) -> (String, JSONObject) {
        if case .object(let object) = value, case .string(let id)? = object["id"] { return (id, object) }
        if case .array(let pair) = value, pair.count == 2, case .string(let id) = pair[0],
            case .object(let object) = pair[1]
        {
            return (id, object)
        }
        throw StatisticsFault(place, "it holds something that is no object with an id and a type", hint: hint)
    }
}

extension JSONValue {
    var number: Double? {
        guard case .number(let number) = self else { return nil }
        return number.value
    }
}

extension StatisticsDump.Object {
    /// Takes the fields of a snapshot.
    mutating func take(_ object: JSONObject, at index: Int) {
        for member in object.members {
            switch member.value {
            case .number(let number):
                var column = columns[member.key] ?? []
                while column.count < index { column.append(nil) }
                if column.count == index { column.append(number.value) }
                columns[member.key] = column
            case .string(let text): texts[member.key] = text
            case .boolean(let flag): texts[member.key] = flag ? "true" : "false"
            case .null, .array, .object: break
            }
        }
    }

    /// Gives every column a place for each snapshot.
    mutating func fill(upTo count: Int) {
        for (key, column) in columns where column.count < count {
            columns[key] = column + Array(repeating: nil, count: count - column.count)
        }
    }
}
