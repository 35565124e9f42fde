import Results

/// A call of `seconds` as one browser would tell it: 50 packets of Opus and 30 pictures a second, nothing amiss.
///
/// Values are by object and field; a test changes what it is about.
struct SampleDump {
    var seconds: Int
    /// By object (type and kind), then field: a value a snapshot, `nil` where it is absent.
    var columns: [String: [String: [Double?]]]
    var texts: [String: [String: String]] = [
        "codec.audio": ["mimeType": "audio/opus", "sdpFmtpLine": "minptime=10;useinbandfec=1"]
    ]
    static let epoch = 1_790_000_000_000.0

    init(seconds: Int = 20) {
        self.seconds = seconds
        func rising(_ each: Double, from start: Double = 0) -> [Double?] {
            (0...seconds).map { start + each * Double($0) }
        }
        columns = [
            "inbound-rtp.audio": [
                "ssrc": rising(0, from: 11), "packetsReceived": rising(50), "packetsLost": rising(0),
                "bytesReceived": rising(4_000), "totalSamplesReceived": rising(48_000), "concealedSamples": rising(0),
                "silentConcealedSamples": rising(0), "jitterBufferDelay": rising(48_000 * 0.04),
                "jitterBufferEmittedCount": rising(48_000),
            ],
            "inbound-rtp.video": [
                "ssrc": rising(0, from: 12), "packetsReceived": rising(100), "packetsLost": rising(0),
                "bytesReceived": rising(100_000), "framesDecoded": rising(30, from: 1), "freezeCount": rising(0),
                "totalFreezesDuration": rising(0), "totalInterFrameDelay": rising(1),
                "totalSquaredInterFrameDelay": rising(1.0 / 30),
            ],
            "remote-inbound-rtp.audio": [
                "roundTripTime": rising(0, from: 0.05), "totalRoundTripTime": rising(0.05),
                "roundTripTimeMeasurements": rising(1),
            ],
        ]
    }

    /// A column from a snapshot on.
    mutating func set(_ object: String, _ field: String, from first: Int = 0, _ value: (Int) -> Double?) {
        var column = columns[object]?[field] ?? Array(repeating: nil, count: seconds + 1)
        for index in first...seconds { column[index] = value(index) }
        columns[object, default: [:]][field] = column
    }

    private static func literal(_ value: Double) -> String {
        value == value.rounded() && abs(value) < 1e15 ? String(Int64(value)) : String(value)
    }

    /// The objects of a snapshot as JSON.
    func objects(_ index: Int, time: Double? = nil) -> [(id: String, text: String)] {
        let names = Set(columns.keys).union(texts.keys).sorted()
        return names.map { name in
            let parts = name.split(separator: ".")
            var members = ["\"id\":\"\(name)\"", "\"type\":\"\(parts[0])\""]
            if parts.count > 1, parts[0] != "codec" { members.append("\"kind\":\"\(parts[1].prefix(5))\"") }
            if name == "inbound-rtp.audio" { members.append("\"codecId\":\"codec.audio\"") }
            members.append("\"timestamp\":\(Self.literal(time ?? Self.epoch + 1_000 * Double(index)))")
            for (field, values) in (columns[name] ?? [:]).sorted(by: { $0.key < $1.key }) {
                if let value = values[index] { members.append("\"\(field)\":\(Self.literal(value))") }
            }
            for (field, value) in texts[name] ?? [:] { members.append("\"\(field)\":\"\(value)\"") }
            return (name, "{" + members.joined(separator: ",") + "}")
        }
    }

    /// An array of arrays of objects.
    var text: String {
        "[" + (0...seconds).map { "[" + objects($0).map(\.text).joined(separator: ",") + "]" }.joined(separator: ",")
            + "]"
    }

    /// The export of chrome://webrtc-internals with this as one connection.
    func internals(names: [String] = ["7-1"]) -> String {
        func time(_ index: Int) -> String {
            "2026-09-21T14:\(index / 60 < 10 ? "0" : "")\(index / 60):\(index % 60 < 10 ? "0" : "")\(index % 60).000Z"
        }
        var members: [String] = []
        for name in Set(columns.keys).union(texts.keys).sorted() {
            let type = name.split(separator: ".")[0]
            var fields = (columns[name] ?? [:]).mapValues { values in
                (values.firstIndex { $0 != nil } ?? 0, values.compactMap { $0.map(Self.literal) })
            }
            for (field, value) in texts[name] ?? [:] {
                fields[field] = (0, Array(repeating: "\\\"\(value)\\\"", count: seconds + 1))
            }
            let kind = name.split(separator: ".").dropFirst().first.map { String($0.prefix(5)) }
            if let kind, type != "codec" {
                fields["kind"] = (0, Array(repeating: "\\\"\(kind)\\\"", count: seconds + 1))
            }
            if name == "inbound-rtp.audio" {
                fields["codecId"] = (0, Array(repeating: "\\\"codec.audio\\\"", count: seconds + 1))
            }
            for (field, (first, values)) in fields.sorted(by: { $0.key < $1.key }) where !values.isEmpty {
                members.append(
                    "\"\(name)-\(field)\":{\"startTime\":\"\(time(first))\",\"endTime\":\"\(time(first + values.count - 1))\","
                        + "\"statsType\":\"\(type)\",\"values\":\"[\(values.joined(separator: ","))]\"}"
                )
            }
        }
        let stats = "{\"rtcConfiguration\":\"{}\",\"stats\":{" + members.joined(separator: ",") + "}}"
        return "{\"getUserMedia\":[],\"PeerConnections\":{" + names.map { "\"\($0)\":\(stats)" }.joined(separator: ",")
            + "},\"UserAgent\":\"a browser\"}"
    }

    func choice(_ tracks: [String] = []) throws(StatisticsFault) -> StatisticsChoice {
        try StatisticsChoice(StatisticsDump(parsing: Array(text.utf8)), tracks: tracks)
    }
}
