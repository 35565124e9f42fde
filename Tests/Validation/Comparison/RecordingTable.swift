import Results

/// The measurements of all recordings, reduced to the columns that the comparison reads.
public struct RecordingTable: Hashable, Sendable {
    /// In order of condition, then of repeat.
    public private(set) var recordings: [Recording] = []
    /// Which browser was recorded.
    public var browser: String

    public init(_ recordings: [Recording], browser: String) {
        self.recordings = recordings.sorted { ($0.condition, $0.repetition) < ($1.condition, $1.repetition) }
        self.browser = browser
    }

    /// Every condition with its recordings, in order of name.
    public var conditions: [(name: String, recordings: [Recording])] {
        var groups: [(name: String, recordings: [Recording])] = []
        for recording in recordings {
            if groups.last?.name == recording.condition {
                groups[groups.count - 1].recordings.append(recording)
            } else {
                groups.append((recording.condition, [recording]))
            }
        }
        return groups
    }

    /// Adds recordings of a condition that this table lacks.
    public mutating func complete(from other: RecordingTable, condition: String) {
        guard !recordings.contains(where: { $0.condition == condition }) else { return }
        self = RecordingTable(
            recordings + other.recordings.filter { $0.condition == condition },
            browser: browser
        )
    }

    /// One call on a line, with the columns that the comparison reads or with all that it has.
    public func bytes(allColumns: Bool = false) -> [UInt8] {
        var bytes: [UInt8] = []
        JSONValue.object(["chromium-recordings": .integer(1), "browser": .string(browser)]).appendLine(to: &bytes)
        for recording in recordings { Self.json(recording, allColumns).appendLine(to: &bytes) }
        return bytes
    }

    public init(parsing bytes: [UInt8], place: String) throws(ValidationError) {
        var lines = bytes.split(separator: UInt8(ascii: "\n")).map { Array($0) }
        guard !lines.isEmpty, case .object(let header) = try? JSONValue(parsing: lines.removeFirst()),
            header["chromium-recordings"] == .integer(1), case .string(let browser) = header["browser"]
        else {
            throw ValidationError(
                place,
                "this is no table of recordings",
                hint: "Scripts/validate chromium --recordings DIR writes it"
            )
        }
        var recordings: [Recording] = []
        for (index, line) in lines.enumerated() {
            recordings.append(try Self.recording(line, place: "\(place):\(index + 2)"))
        }
        self.init(recordings, browser: browser)
    }

    private static func json(_ recording: Recording, _ allColumns: Bool) -> JSONValue {
        let set = recording.set
        var sides = JSONObject()
        for end in RecordedEnd.allCases {
            sides.append(end.rawValue, json(recording.measurements[end], allColumns))
        }
        return .object([
            "meta": .object([
                "condition": .string(recording.condition),
                "repeat": .integer(recording.repetition),
                "schedule": .array(set.schedule.map { .string($0) }),
                "duration_s": .integer(set.seconds),
                "video": .boolean(set.carriesVideo),
                "width": .integer(set.width),
                "height": .integer(set.height),
            ]),
            "sides": .object(sides),
        ])
    }

    private static func json(_ end: EndMeasurements, _ allColumns: Bool) -> JSONValue {
        let columns = allColumns ? end.statistics.names : ComparedColumns.names
        guard case .object(var object) = end.statistics.json(columns: columns) else { return .null }
        if let path = end.path {
            object.append(
                "path",
                .object([
                    "packets": .integer(path.packets),
                    "packetsQueueDropped": .integer(path.packetsQueueDropped),
                    "videoPackets": .integer(path.videoPackets),
                    "fecPackets": .integer(path.fecPackets),
                ])
            )
        }
        if !end.pictureQuality.isEmpty {
            object.append(
                "received_frame_quality",
                .object([
                    "columns": .array([.string("psnr_y_db")]),
                    "rows": .array(end.pictureQuality.map { .array([.score($0)]) }),
                ])
            )
        }
        return .object(object)
    }

    private static func recording(_ line: [UInt8], place: String) throws(ValidationError) -> Recording {
        var recording = try Recording(parsing: line, place: place)
        guard case .object(let root) = try? JSONValue(parsing: line), case .object(let sides) = root["sides"],
            let toA = path(sides["A"]), let toB = path(sides["B"])
        else { return recording }
        recording.addPaths(toA: toA, toB: toB)
        return recording
    }

    private static func path(_ side: JSONValue?) -> PathCounts? {
        guard case .object(let side) = side, case .object(let path) = side["path"] else { return nil }
        func count(_ key: String) -> Int? { if case .number(let number) = path[key] { number.integer } else { nil } }
        guard let packets = count("packets"), let dropped = count("packetsQueueDropped"),
            let video = count("videoPackets"), let fec = count("fecPackets")
        else { return nil }
        return PathCounts(packets: packets, packetsQueueDropped: dropped, videoPackets: video, fecPackets: fec)
    }
}
