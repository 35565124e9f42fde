import MediaTransport
public import Results
import Scenarios
import Units

/// A trace file that was read: what it was recorded with, of which recordings, and the traces.
public struct ReadTraces: Hashable, Sendable {
    public let conditions: TraceConditions
    /// By the paths of recordings, what told them from others then.
    public let identities: [String: String]
    public let book: TraceBook

    /// Reads the bytes of a trace file.
    ///
    /// - Throws: `FormatError` with the line that is at fault.
    public init(parsing bytes: [UInt8]) throws(FormatError) {
        var reader = TraceFileReader()
        var (line, start) = (0, bytes.startIndex)
        while start < bytes.endIndex {
            let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.endIndex
            line += 1
            try reader.read(JSONValue(parsing: bytes[start..<end], line: line), line: line)
            start = end + 1
        }
        guard let conditions = reader.conditions else {
            throw FormatError(line: 1, message: "the file is empty")
        }
        (self.conditions, identities, book) = (conditions, reader.identities, reader.book)
    }
}

/// Takes a trace file a line at a time.
private struct TraceFileReader {
    var conditions: TraceConditions?
    var identities: [String: String] = [:]
    private var levels: [TraceBook.Sound: (material: AudioTrace.Material, levels: [AudioTrace.Level])] = [:]
    private var rungs: [Scenarios.VideoSource: [FrameSize: [VideoTrace.Rung]]] = [:]

    mutating func read(_ value: JSONValue, line: Int) throws(FormatError) {
        var fields = try JSONFields(value, line: line)
        guard conditions != nil else { return try readHeader(&fields) }
        if fields.contains("sound") {
            try readSound(&fields)
        } else {
            try readRung(&fields)
        }
        try fields.finish()
    }

    private mutating func readHeader(_ fields: inout JSONFields) throws(FormatError) {
        guard try fields.integer("rehearsal_traces") == TraceFile.version else {
            throw fields.error("rehearsal_traces", "this version of rehearsal reads version \(TraceFile.version)")
        }
        var values: [TraceConditions.Value] = []
        for name in fields.keys { values.append(TraceConditions.Value(name: name, value: try fields.string(name))) }
        conditions = TraceConditions(values: values)
    }

    private mutating func readSound(_ fields: inout JSONFields) throws(FormatError) {
        guard let sound = TraceBook.Sound(label: try fields.string("sound")) else {
            throw fields.error("sound", "it is a voice of this program or a file")
        }
        if case .file(let path) = sound { identities[path] = try fields.optionalString("sha256") }
        var material = AudioTrace.Material.recording
        if fields.contains("talk_packets") {
            let (talk, pause) = (try fields.integer("talk_packets"), try fields.integer("pause_packets"))
            guard (1...100_000).contains(talk), (1...100_000).contains(pause) else {
                throw fields.error("talk_packets", "talks and pauses have 1 to 100,000 packets")
            }
            material = .voice(talkCount: talk, pauseCount: pause)
        }
        let loss = try fields.integer("expected_loss_percent")
        guard (0...100).contains(loss) else { throw fields.error("expected_loss_percent", "it is 0 to 100") }
        let bytes = try fields.column("bytes", 1...1_276)
        let flags = try fields.column("flags", 0...63, count: bytes.count)
        let periods = try fields.column("period_samples", 0...720, count: bytes.count)
        if case .voice(let talk, let pause) = material, bytes.isEmpty || bytes.count % (talk + pause) != 0 {
            throw fields.error("bytes", "a voice has whole turns of \(talk) and \(pause) packets")
        }
        let packets = bytes.indices.map {
            TracedSound(byteCount: UInt16(bytes[$0]), flags: UInt8(flags[$0]), period: UInt16(periods[$0]))
        }
        var known = levels[sound] ?? (material, [])
        guard !packets.isEmpty, known.material == material,
            known.levels.allSatisfy({ $0.packets.count == packets.count }),
            known.levels.last.map({ $0.expectedLossPercent < loss }) ?? true
        else {
            throw fields.error("sound", "its lines have the same packets, by rising expected loss")
        }
        known.levels.append(AudioTrace.Level(expectedLossPercent: loss, packets: packets))
        levels[sound] = known
    }

    private mutating func readRung(_ fields: inout JSONFields) throws(FormatError) {
        guard let source = Scenarios.VideoSource(label: try fields.string("camera")) else {
            throw fields.error("camera", "it is a preset of this program or a file")
        }
        if case .file(let path) = source { identities[path] = try fields.optionalString("sha256") }
        let (width, height) = (try fields.integer("width"), try fields.integer("height"))
        guard (1...16_383).contains(width), (1...16_383).contains(height) else {
            throw fields.error("width", "pictures have 1 to 16,383 pixels a side")
        }
        let bitrate = DataRate(bitsPerSecond: Int64(try fields.integer("bitrate_bps")))
        guard bitrate > .zero else { throw fields.error("bitrate_bps", "it is above zero") }
        let rung = VideoTrace.Rung(
            bitrate: bitrate,
            opening: try fields.pictures("opening"),
            reply: try fields.pictures("reply")
        )
        let size = FrameSize(width: width, height: height)
        guard !(rungs[source]?[size]?.contains { $0.bitrate == bitrate } ?? false) else {
            throw fields.error("bitrate_bps", "the camera has this rung already")
        }
        rungs[source, default: [:]][size, default: []].append(rung)
    }

    var book: TraceBook {
        var book = TraceBook()
        for (sound, known) in levels { book[sound] = AudioTrace(material: known.material, levels: known.levels) }
        for (source, sizes) in rungs { book[source] = VideoTrace(rungs: sizes) }
        return book
    }
}

extension JSONFields {
    /// Whole numbers within a range; of a given count, where there is one.
    fileprivate mutating func column(
        _ key: String,
        _ range: ClosedRange<Int>,
        count: Int? = nil
    ) throws(FormatError) -> [Int] {
        var numbers: [Int] = []
        for value in try array(key) {
            guard case .number(let number) = value, let integer = number.integer, range.contains(integer) else {
                throw error(key, "whole numbers from \(range.lowerBound) to \(range.upperBound) are due here")
            }
            numbers.append(integer)
        }
        if let count, numbers.count != count {
            throw error(key, "\(count) numbers are due here, as in the first column")
        }
        return numbers
    }

    fileprivate mutating func pictures(_ key: String) throws(FormatError) -> [TracedPicture] {
        var fields = try fields(key)
        let bytes = try fields.column("bytes", 0...100_000_000)
        let count = bytes.count
        let quantizers = try fields.column("quantiser", 0...255, count: count)
        let keys = try fields.column("key", 0...1, count: count)
        let psnr = try fields.column("psnr_hundredths_db", 0...10_000, count: count)
        let ssim = try fields.column("ssim_ten_thousandths", 0...10_000, count: count)
        let multiScale = try fields.column("ms_ssim_ten_thousandths", 0...10_000, count: count)
        try fields.finish()
        guard count >= 2, bytes[0] > 0, keys[0] == 1 else {
            throw error(key, "it begins with a key frame, and more pictures follow")
        }
        return (0..<count).map {
            TracedPicture(
                byteCount: Int32(bytes[$0]),
                quantizer: UInt8(quantizers[$0]),
                isKeyFrame: keys[$0] == 1,
                psnrHundredths: UInt16(psnr[$0]),
                ssimTenThousandths: UInt16(ssim[$0]),
                multiScaleTenThousandths: UInt16(multiScale[$0])
            )
        }
    }
}
