import Units

extension LossTrace {
    /// The largest file of a trace that is read, in bytes.
    public static let byteCountMax = 64_000_000
    /// What the first line of a file of spans may be.
    static let spansHeading = "lost_from_s,lost_to_s"

    /// Reads a trace: `0` (kept) and `1` (lost) for each packet, blanks and line ends between them as one likes; or one
    /// span of total loss a line, as its first and last second with a comma between, in order of time, perhaps below
    /// the heading `lost_from_s,lost_to_s`.
    ///
    /// Lines behind `#` are comments. A span of no length at the end, such as `60,60`, tells how long the record is;
    /// without one it ends with the last span. The format is ours.
    public init(text bytes: [UInt8], atEnd: AtEnd) throws(TextFault) {
        guard bytes.count <= Self.byteCountMax else {
            throw TextFault(line: 1, message: "a trace of more than \(Self.byteCountMax) bytes is not read")
        }
        let lines = TraceLines(bytes)
        guard let first = lines.first else { throw TextFault(line: 1, message: "the trace is empty") }
        if first.text.contains(UInt8(ascii: ",")) {
            try self.init(spans: lines, atEnd: atEnd)
        } else {
            try self.init(packets: lines, atEnd: atEnd)
        }
    }

    private init(packets lines: TraceLines, atEnd: AtEnd) throws(TextFault) {
        var packets: [Bool] = []
        for line in lines.all {
            for byte in line.text {
                switch byte {
                case UInt8(ascii: "0"): packets.append(false)
                case UInt8(ascii: "1"): packets.append(true)
                case 0x20, 0x09: continue
                default:
                    throw TextFault(
                        line: line.number,
                        message: "\(TraceLines.shown([byte])) is neither 0 (kept) nor 1 (lost)"
                    )
                }
            }
        }
        guard let trace = Self(packets: packets, atEnd: atEnd) else {
            throw TextFault(line: 1, message: "the trace is empty")
        }
        self = trace
    }

    private init(spans lines: TraceLines, atEnd: AtEnd) throws(TextFault) {
        var spans: [Span] = []
        for (position, line) in lines.all.enumerated() {
            if position == 0, line.text.elementsEqual(Self.spansHeading.utf8) { continue }
            let cells = line.text.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
            guard cells.count == 2 else {
                throw TextFault(line: line.number, message: "a span is two times in seconds with a comma between")
            }
            let start = try TraceLines.seconds(cells[0], line: line.number)
            let end = try TraceLines.seconds(cells[1], line: line.number)
            guard end >= start else {
                throw TextFault(line: line.number, message: "the span ends before it begins")
            }
            if let last = spans.last, start < last.end {
                throw TextFault(line: line.number, message: "the span begins before the one above it ended")
            }
            spans.append(Span(start: start, end: end))
        }
        guard let length = spans.last?.end else { throw TextFault(line: 1, message: "there is no span") }
        guard let trace = Self(spans: spans, length: length, atEnd: atEnd) else {
            throw TextFault(line: lines.all.last?.number ?? 1, message: "a record of no length is none")
        }
        self = trace
    }
}

/// The lines of a trace that are neither empty nor comments, without the blanks around them.
private struct TraceLines {
    let all: [(number: Int, text: ArraySlice<UInt8>)]

    var first: (number: Int, text: ArraySlice<UInt8>)? { all.first }

    init(_ bytes: [UInt8]) {
        var lines: [(Int, ArraySlice<UInt8>)] = []
        var number = 0
        for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            number += 1
            let text = Self.trimmed(line)
            if !text.isEmpty, text.first != UInt8(ascii: "#") { lines.append((number, text)) }
        }
        all = lines
    }

    private static func trimmed(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let isBlank = { (byte: UInt8) in byte == 0x20 || byte == 0x09 || byte == 0x0D }
        var line = line.drop(while: isBlank)
        while let last = line.last, isBlank(last) { line.removeLast() }
        return line
    }

    /// A time from 0 to ten days, written as a plain decimal number.
    static func seconds(_ cell: ArraySlice<UInt8>, line: Int) throws(TextFault) -> TimeDelta {
        let cell = trimmed(cell)
        let isPlain = cell.count <= 30 && cell.allSatisfy { (0x30...0x39).contains($0) || $0 == UInt8(ascii: ".") }
        guard isPlain, let value = Double(String(decoding: cell, as: Unicode.ASCII.self)), value <= 864_000 else {
            throw TextFault(line: line, message: "\(shown(cell)) is no time from 0 to 864000 seconds")
        }
        return TimeDelta(seconds: value)
    }

    static func shown(_ bytes: ArraySlice<UInt8>) -> String {
        let text = bytes.prefix(20).map { (0x20..<0x7F).contains($0) ? Character(Unicode.Scalar($0)) : "?" }
        return "'\(String(text))\(bytes.count > 20 ? "…" : "")'"
    }
}
