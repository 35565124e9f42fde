public import Units

/// What `getStats` said of one or more peer connections in a series of snapshots, objects by their own names.
///
/// W3C "Identifiers for WebRTC's Statistics API" (webrtc-stats), and the file that Chromium's page chrome://webrtc-internals
/// saves. Nothing is chosen or scored yet; `StatisticsChoice` does the one, `StatisticsScore` the other.
public struct StatisticsDump: Hashable, Sendable {
    /// At least one; files of snapshots have exactly one.
    public let connections: [Connection]

    /// The objects of one peer connection.
    public struct Connection: Hashable, Sendable {
        /// The name in the file; empty where it has none.
        public let name: String
        /// When the snapshots were taken, since the first; at least two, in ascending order.
        public let times: [TimeDelta]
        /// In the order in which they first appear.
        public internal(set) var objects: [Object] = []
    }

    /// One object of the report, such as one received stream.
    public struct Object: Hashable, Sendable {
        public let id: String
        /// Such as `inbound-rtp`.
        public let type: String
        /// The last value of each field that holds words, truth values among them.
        public internal(set) var texts: [String: String] = [:]
        /// A number, or none, a snapshot.
        public internal(set) var columns: [String: [Double?]] = [:]

        /// `audio` or `video`, where the object is of a stream.
        public var kind: String? { texts["kind"] ?? texts["mediaType"] }

        /// How much a counter grew from the first snapshot that has it.
        func growth(_ field: String) -> Double? {
            let known = columns[field]?.compactMap { $0 } ?? []
            guard let first = known.first, let last = known.last else { return nil }
            return last - first
        }
    }

    /// More bytes are not read: hours of snapshots take less.
    public static let byteCountMax = 256 << 20

    /// Reads a dump in any shape that is known.
    ///
    /// - An array of snapshots, or a snapshot a line (NDJSON). A snapshot is an array of objects, an array of pairs of name
    ///   and object, an object of objects, or an object with `timestamp` and one of these under `report`, `reports`,
    ///   `stats` or `statistics`.
    /// - The export of chrome://webrtc-internals, with `PeerConnections`.
    /// - Columns: `t_ms` and `series`, as `StatisticsTable` has them.
    /// - Throws: `StatisticsFault`, also for the names of older or other browsers, which are never scored.
    public init(parsing bytes: [UInt8]) throws(StatisticsFault) {
        guard bytes.count <= Self.byteCountMax else {
            throw StatisticsFault("", "the dump has \(bytes.count) bytes, more than are read", hint: "cut it")
        }
        let values = try Self.values(bytes)
        if values.count == 1, case .object(let object) = values[0] {
            if let connections = object["PeerConnections"] {
                self.connections = try InternalsExport.connections(connections)
                try refuseForeignNames()
                return
            }
            if object["t_ms"] != nil {
                connections = [try Self.columns(values[0])]
                return
            }
        }
        let snapshots: [JSONValue]
        if values.count == 1, case .array(let elements) = values[0] { snapshots = elements } else { snapshots = values }
        connections = [try SnapshotReader.connection(snapshots)]
        try refuseForeignNames()
    }

    /// The one value of a file, or that of each line.
    private static func values(_ bytes: [UInt8]) throws(StatisticsFault) -> [JSONValue] {
        let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
        let isBlank = { (line: ArraySlice<UInt8>) in line.allSatisfy { $0 == 0x20 || $0 == 0x0D || $0 == 0x09 } }
        let filled = lines.enumerated().filter { !isBlank($0.element) }
        guard let first = filled.first else {
            throw StatisticsFault("", "the file is empty", hint: "save what getStats says once a second, as JSON")
        }
        do throws(FormatError) {
            guard filled.count > 1, (try? JSONValue(parsing: first.element)) != nil else {
                return [try JSONValue(parsing: bytes)]
            }
            var values: [JSONValue] = []
            for (index, line) in filled { values.append(try JSONValue(parsing: line, line: index + 1)) }
            return values
        } catch {
            throw StatisticsFault(error)
        }
    }

    private static func columns(_ value: JSONValue) throws(StatisticsFault) -> Connection {
        let table: StatisticsTable
        do throws(FormatError) { table = try StatisticsTable(parsing: value) } catch { throw StatisticsFault(error) }
        guard table.times.count > 1, let first = table.times.first, let last = table.times.last else {
            throw tooFewSnapshots(table.times.count)
        }
        try CallLength.check(seconds: (last - first).seconds, place: "t_ms")
        var objects: [Object] = []
        for name in table.names {
            guard let dot = name.lastIndex(of: "."), let values = table[name] else { continue }
            let id = String(name[..<dot])
            let parts = id.split(separator: ".")
            if objects.last?.id != id {
                objects.append(Object(id: id, type: parts.first.map(String.init) ?? id))
                if parts.count == 2 { objects[objects.count - 1].texts["kind"] = String(parts[1]) }
            }
            objects[objects.count - 1].columns[String(name[name.index(after: dot)...])] = values
        }
        return Connection(name: "", times: table.times, objects: objects)
    }

    static func tooFewSnapshots(_ count: Int) -> StatisticsFault {
        StatisticsFault(
            "",
            count == 0
                ? "there is no snapshot in it" : "there is one snapshot in it, and counters are compared between two",
            hint: "call getStats once a second for as long as the call lasts"
        )
    }

    /// Refuses what has no stream under today's name, and says whose names it has.
    private func refuseForeignNames() throws(StatisticsFault) {
        let objects = connections.flatMap(\.objects)
        guard !objects.contains(where: { $0.type == "inbound-rtp" }) else { return }
        let fields = objects.flatMap { Array($0.columns.keys) + Array($0.texts.keys) }
        let types = objects.map(\.type).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
        if types.contains("ssrc") || types.contains(where: { $0.hasPrefix("goog") }) {
            throw StatisticsFault(
                "",
                "these are the goog… statistics of Chromium's old callback form, whose fields mean other things",
                hint: "save what the promise form of getStats says, or choose it on chrome://webrtc-internals"
            )
        }
        if types.contains("inboundrtp") || fields.contains(where: { $0.hasPrefix("moz") || $0 == "bitrateMean" }) {
            throw StatisticsFault(
                "",
                "these are the names of an old Firefox (inboundrtp, mozRtt), whose fields mean other things",
                hint: "record with a Firefox that has inbound-rtp, or with Chromium"
            )
        }
        throw StatisticsFault(
            "",
            "no object has the type inbound-rtp"
                + (types.isEmpty ? "" : "; there are \(types.prefix(8).joined(separator: ", "))"),
            hint: "dump the connection that receives the other party, while it does"
        )
    }
}
