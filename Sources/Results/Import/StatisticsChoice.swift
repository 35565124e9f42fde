import Units

/// The streams of a dump that are the call, under names of type and kind.
///
/// There must be one received stream of a kind in which packets came, or one that is named; else nothing is guessed.
public struct StatisticsChoice: Hashable, Sendable {
    /// The chosen objects' numbers, named as `StatisticsTable` has them.
    public let table: StatisticsTable
    public let carriesAudio: Bool
    public let carriesVideo: Bool
    /// The media type of the sound's codec, such as `audio/opus`; `nil` where the dump does not say.
    public let audioCodec: String?
    /// The media type of the pictures' codec, such as `video/VP8`; `nil` where the dump does not say.
    public let videoCodec: String?
    /// Whether the sound's parameters ask for silence not to be sent (RFC 7587, section 6.1: `usedtx`).
    public let usesDTX: Bool
    /// What was chosen where there was something to choose, in words.
    public let remarks: [String]

    private typealias Object = StatisticsDump.Object

    /// Chooses the streams to score.
    ///
    /// - Parameter tracks: what names a connection or a received stream: a name in the dump, `ssrc`, `mid` or
    ///   `trackIdentifier`; a name that is nothing's is an error.
    public init(_ dump: StatisticsDump, tracks: [String] = []) throws(StatisticsFault) {
        let (connection, asked) = try Self.connection(of: dump, tracks)
        var remarks: [String] = []
        if dump.connections.count > 1 { remarks.append("of \(dump.connections.count) connections, \(connection.name)") }
        let audio = try Self.received("audio", connection, asked, &remarks)
        let video = try Self.received("video", connection, asked, &remarks)
        guard audio != nil || video != nil else {
            throw StatisticsFault("", "no received stream is of sound or of pictures", hint: "dump a call that is held")
        }
        var table = StatisticsTable(times: connection.times)
        Self.take(audio, as: "inbound-rtp.audio", &table)
        Self.take(video, as: "inbound-rtp.video", &table)
        for kind in ["audio", "video"] {
            for type in ["outbound-rtp", "remote-inbound-rtp", "remote-outbound-rtp"] {
                let found = connection.objects.filter { $0.type == type && $0.kind == kind }
                if found.count == 1 { Self.take(found[0], as: "\(type).\(kind)", &table) }
            }
        }
        Self.take(Self.pair(connection), as: "candidate-pair", &table)
        self.table = table
        (carriesAudio, carriesVideo) = (audio != nil, video != nil)
        self.remarks = remarks
        let codecs = connection.objects.filter { $0.type == "codec" }
        let codec = codecs.first { $0.id == audio?.texts["codecId"] }
        audioCodec = codec?.texts["mimeType"]
        videoCodec = codecs.first { $0.id == video?.texts["codecId"] }?.texts["mimeType"]
        usesDTX = codec?.texts["sdpFmtpLine"]?.contains("usedtx=1") ?? false
        try StatisticsCheck.check(table)
    }

    private static func take(_ object: Object?, as name: String, _ table: inout StatisticsTable) {
        for (field, values) in object?.columns ?? [:] { table.append("\(name).\(field)", values) }
    }

    /// The connection, and what is left of the names.
    private static func connection(
        of dump: StatisticsDump,
        _ tracks: [String]
    ) throws(StatisticsFault) -> (StatisticsDump.Connection, [String]) {
        let named = dump.connections.filter { !$0.name.isEmpty && tracks.contains($0.name) }
        let rest = tracks.filter { track in !named.contains { $0.name == track } }
        let candidates = named.isEmpty ? dump.connections.filter { $0.receives(rest) } : named
        if candidates.count == 1 { return (candidates[0], rest) }
        guard candidates.isEmpty else {
            throw StatisticsFault(
                "",
                "\(candidates.count) connections receive media: "
                    + candidates.map { "\($0.name) for \(text($0.times.last?.seconds)) s" }.joined(separator: ", "),
                hint: "choose one with --track \(candidates[0].name)"
            )
        }
        guard let first = dump.connections.first, dump.connections.count == 1 else {
            throw StatisticsFault(
                "",
                "none of \(dump.connections.count) connections received what is asked for",
                hint: listing(dump)
            )
        }
        return (first, rest)
    }

    private static func listing(_ dump: StatisticsDump) -> String {
        let streams = dump.connections.flatMap { connection in
            connection.objects.filter { $0.type == "inbound-rtp" }.map { describe($0) }
        }
        return streams.isEmpty ? "dump a call that is held" : "there are " + streams.prefix(12).joined(separator: "; ")
    }

    /// The stream of a kind; `nil` where there is none.
    private static func received(
        _ kind: String,
        _ connection: StatisticsDump.Connection,
        _ tracks: [String],
        _ remarks: inout [String]
    ) throws(StatisticsFault) -> Object? {
        let all = connection.objects.filter { $0.type == "inbound-rtp" }
        if let lost = tracks.first(where: { track in !all.contains { $0.isNamed(track) } }) {
            throw StatisticsFault(
                "",
                "no received stream is named '\(lost)'",
                hint: "there are " + all.map(describe).joined(separator: "; ")
            )
        }
        let found = all.filter { $0.kind == kind }
        let named = found.filter { object in tracks.contains { object.isNamed($0) } }
        // A stream that was negotiated and never used is no stream that one could mean.
        let used = found.filter { ($0.growth("packetsReceived") ?? 0) > 0 }
        let candidates = !named.isEmpty ? named : !used.isEmpty ? used : found
        guard candidates.count > 1 else {
            if found.count > 1, let chosen = candidates.first {
                remarks.append("of \(found.count) received streams of \(kind), \(describe(chosen))")
            }
            return candidates.first
        }
        throw StatisticsFault(
            "",
            "\(candidates.count) streams of \(kind) were received: " + candidates.map(describe).joined(separator: "; "),
            hint: "choose one with --track and its name, ssrc, mid or trackIdentifier"
        )
    }

    private static func describe(_ object: Object) -> String {
        let ssrc = object.columns["ssrc"]?.compactMap { $0 }.last.map { ", ssrc \(text($0))" } ?? ""
        let packets = object.growth("packetsReceived").map { ", \(text($0)) packets" } ?? ""
        return "\(object.id) (\(object.kind ?? "no kind")\(ssrc)\(packets))"
    }

    static func text(_ value: Double?) -> String {
        guard let value, abs(value) < 1e15 else { return "an unknown number of" }
        return String(Int64(value.rounded()))
    }

    /// The pair that carried the media.
    private static func pair(_ connection: StatisticsDump.Connection) -> Object? {
        let pairs = connection.objects.filter { $0.type == "candidate-pair" }
        let selected = connection.objects.first { $0.type == "transport" }?.texts["selectedCandidatePairId"]
        return pairs.first { $0.id == selected }
            ?? pairs.first { $0.texts["nominated"] == "true" && $0.texts["state"] == "succeeded" }
            ?? (pairs.count == 1 ? pairs.first : nil)
    }
}

extension StatisticsDump.Object {
    fileprivate func isNamed(_ name: String) -> Bool {
        if id == name || texts["mid"] == name || texts["trackIdentifier"] == name || texts["ssrc"] == name {
            return true
        }
        guard let ssrc = columns["ssrc"]?.compactMap({ $0 }).last else { return false }
        return Double(name) == ssrc
    }
}

extension StatisticsDump.Connection {
    /// Whether any packet of a stream came, and the named ones are here.
    fileprivate func receives(_ tracks: [String]) -> Bool {
        let streams = objects.filter { $0.type == "inbound-rtp" }
        guard tracks.allSatisfy({ track in streams.contains { $0.isNamed(track) } }) else { return false }
        return streams.contains { ($0.growth("packetsReceived") ?? 0) > 0 }
    }
}
