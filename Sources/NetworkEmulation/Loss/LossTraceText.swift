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
        let lines = try TraceLines(bytes)
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
                        message: "\(TextLines.Line.shown([byte])) is neither 0 (kept) nor 1 (lost)"
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

/// The lines of a trace that are neither empty nor comments.
private struct TraceLines {
    let all: [TextLines.Line]

    var first: TextLines.Line? { all.first }

    init(_ bytes: [UInt8]) throws(TextFault) {
        var lines = try TextLines(bytes)
        var all: [TextLines.Line] = []
        while let line = lines.next() {
            if !line.text.isEmpty, line.text.first != UInt8(ascii: "#") { all.append(line) }
        }
        self.all = all
    }

    /// A time from 0 to ten days, written as a plain decimal number.
    static func seconds(_ cell: ArraySlice<UInt8>, line: Int) throws(TextFault) -> TimeDelta {
        let cell = TextLines.trimmed(cell)
        guard let first = cell.first, first != UInt8(ascii: "+"), let value = TextLines.Line.number(cell),
            (0...864_000).contains(value)
        else {
            throw TextFault(line: line, message: "\(TextLines.Line.shown(cell)) is no time from 0 to 864000 seconds")
        }
        return TimeDelta(seconds: value)
    }
}
