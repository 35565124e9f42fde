import MediaCodecs
import MediaTransport
import Results
public import Scenarios
import Units

/// What traces were recorded with; other settings or versions would have made other frames.
public struct TraceConditions: Hashable, Sendable {
    /// The codecs' versions and settings, by name; those of video are absent from a scenario of sound alone.
    public let values: [Value]

    public struct Value: Hashable, Sendable {
        public let name: String
        public let value: String
    }

    /// The conditions of a scenario on this machine.
    public init(of scenario: Scenario) {
        let audio = scenario.media.audio
        var values = [
            ("libopus", CodecVersions.opus), ("audio.bitrate", "\(audio.bitrate.bitsPerSecond)"),
            ("audio.complexity", "\(audio.complexity)"), ("audio.fec", "\(audio.fec)"), ("audio.dtx", "\(audio.dtx)"),
        ]
        if let video = scenario.media.video {
            values += [
                ("libvpx", CodecVersions.vpx), ("video.codec", video.codec.rawValue),
                ("video.size", "\(video.size.width)x\(video.size.height)"),
                ("video.frame_rate", "\(video.frameRate)"), ("video.speed", video.speed.map { "\($0)" } ?? "default"),
            ]
        }
        self.values = values.map { Value(name: $0.0, value: $0.1) }
    }

    init(values: [Value]) { self.values = values }
}

/// Traces as a file: lines of JSON, the conditions first, then one line for each sound at an expected loss and for each
/// camera at a size and rate.
public enum TraceFile {
    /// Raised when a file of this version cannot be read by an older tool.
    public static let version = 1

    /// A file with the traces of a book; equal books give equal bytes.
    ///
    /// - Parameter identities: what tells one recording from another of the same name, such as its SHA-256.
    public static func bytes(of book: TraceBook, _ conditions: TraceConditions, identities: [String: String]) -> [UInt8]
    {
        var bytes: [UInt8] = []
        var header = JSONObject()
        header.append("rehearsal_traces", .integer(version))
        for value in conditions.values { header.append(value.name, .string(value.value)) }
        JSONValue.object(header).appendLine(to: &bytes)
        for (sound, trace) in book.sounds.sorted(by: { $0.key.label < $1.key.label }) {
            for level in trace.levels {
                line(of: sound, trace.material, level, identities).appendLine(to: &bytes)
            }
        }
        for (source, trace) in book.pictures.sorted(by: { $0.key.label < $1.key.label }) {
            for ladder in trace.ladders {
                for rung in ladder.rungs { line(of: source, ladder.size, rung, identities).appendLine(to: &bytes) }
            }
        }
        return bytes
    }

    private static func line(
        of sound: TraceBook.Sound,
        _ material: AudioTrace.Material,
        _ level: AudioTrace.Level,
        _ identities: [String: String]
    ) -> JSONValue {
        var line: JSONObject = ["sound": .string(sound.label)]
        if case .file(let path) = sound { line.append("sha256", ifKnown: identities[path].map { .string($0) }) }
        if case .voice(let talk, let pause) = material {
            line.append("talk_packets", .integer(talk))
            line.append("pause_packets", .integer(pause))
        }
        line.append("expected_loss_percent", .integer(level.expectedLossPercent))
        line.append("bytes", column(level.packets) { Int($0.byteCount) })
        line.append("flags", column(level.packets) { Int($0.flags) })
        line.append("period_samples", column(level.packets) { Int($0.period) })
        return .object(line)
    }

    private static func line(
        of source: Scenarios.VideoSource,
        _ size: FrameSize,
        _ rung: VideoTrace.Rung,
        _ identities: [String: String]
    ) -> JSONValue {
        var line: JSONObject = ["camera": .string(source.label)]
        if case .file(let path) = source { line.append("sha256", ifKnown: identities[path].map { .string($0) }) }
        line.append("width", .integer(size.width))
        line.append("height", .integer(size.height))
        line.append("bitrate_bps", .integer(rung.bitrate.bitsPerSecond))
        line.append("opening", columns(of: rung.opening))
        line.append("reply", columns(of: rung.reply))
        return .object(line)
    }

    private static func columns(of pictures: [TracedPicture]) -> JSONValue {
        .object([
            "bytes": column(pictures) { Int($0.byteCount) },
            "quantiser": column(pictures) { Int($0.quantizer) },
            "key": column(pictures) { $0.isKeyFrame ? 1 : 0 },
            "psnr_hundredths_db": column(pictures) { Int($0.psnrHundredths) },
            "ssim_ten_thousandths": column(pictures) { Int($0.ssimTenThousandths) },
            "ms_ssim_ten_thousandths": column(pictures) { Int($0.multiScaleTenThousandths) },
        ])
    }

    private static func column<Row>(_ rows: [Row], _ value: (Row) -> Int) -> JSONValue {
        .array(rows.map { .integer(value($0)) })
    }
}

extension TraceBook.Sound {
    /// As a trace file names it.
    public var label: String {
        switch self {
        case .voice(let party): "voice \(party.name)"
        case .file(let path): "file \(path)"
        }
    }

    init?(label: String) {
        if let party = Party.allCases.first(where: { label == "voice \($0.name)" }) {
            self = .voice(party)
        } else {
            guard label.hasPrefix("file "), label.utf8.count > 5 else { return nil }
            self = .file(String(label.dropFirst(5)))
        }
    }
}

extension Scenarios.VideoSource {
    /// As a trace file names it.
    public var label: String {
        switch self {
        case .preset(let preset): preset.rawValue
        case .file(let path): "file \(path)"
        }
    }

    init?(label: String) {
        if let preset = VideoPreset(rawValue: label) {
            self = .preset(preset)
        } else {
            guard label.hasPrefix("file "), label.utf8.count > 5 else { return nil }
            self = .file(String(label.dropFirst(5)))
        }
    }
}

extension TracedSound {
    /// In-band copy, DTX, DTX that goes on, speech, repeats, passive: bits 0 to 5.
    var flags: UInt8 {
        [hasInBandFEC, isDTX, continuesDTX, isSpeech, repeats, isPassive].enumerated()
            .reduce(0) { $0 | ($1.element ? 1 << UInt8($1.offset) : 0) }
    }

    init(byteCount: UInt16, flags: UInt8, period: UInt16) {
        func bit(_ place: UInt8) -> Bool { flags & (1 << place) != 0 }
        self.init(
            byteCount: byteCount,
            hasInBandFEC: bit(0),
            isDTX: bit(1),
            continuesDTX: bit(2),
            isSpeech: bit(3),
            period: period,
            repeats: bit(4),
            isPassive: bit(5)
        )
    }
}
