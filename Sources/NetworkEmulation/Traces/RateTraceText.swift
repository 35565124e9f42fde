import Units

extension RateTrace {
    /// Reads `time,Mbit/s`: seconds and a rate a line, apart by a comma, a semicolon or blanks.
    ///
    /// A rate holds from its time to the next line's; the last holds as long as the one before it, and then the trace
    /// begins again. A single line holds for ever. Times count from the first. Empty lines and those behind `#` are
    /// passed over, and so is a first line of names.
    public init(csv bytes: [UInt8]) throws(TextFault) {
        var lines = try TextLines(bytes)
        var builder = RateTraceBuilder()
        var isFirst = true
        while let line = lines.next() {
            guard let first = line.text.first, first != UInt8(ascii: "#") else { continue }
            let cells = line.cells
            let names = isFirst && TextLines.Line.number(cells[0]) == nil && line.isLetters
            isFirst = false
            if names { continue }
            guard cells.count == 2, let seconds = TextLines.Line.number(cells[0]),
                let megabits = TextLines.Line.number(cells[1])
            else { throw line.fault("\(line.shown) is no time in seconds and rate in Mbit/s, such as 0.5,2.25") }
            try builder.add(seconds: seconds, bitsPerSecond: megabits * 1e6, line: line.number)
        }
        guard !builder.isEmpty else { throw TextFault(line: 1, message: "the trace is empty") }
        self = try builder.trace()
    }

    /// Reads a CSV of UCC's 4G and 5G production data sets: a row a second, `DL_bitrate` and `UL_bitrate` in kbit/s.
    public init(ucc bytes: [UInt8], isDownlink: Bool) throws(TextFault) {
        let name = isDownlink ? "DL_bitrate" : "UL_bitrate"
        var lines = try TextLines(bytes)
        guard let heading = lines.next(), !heading.text.isEmpty else {
            throw TextFault(line: 1, message: "the trace is empty")
        }
        guard let column = heading.commaCells.firstIndex(where: { $0.elementsEqual(name.utf8) }) else {
            throw heading.fault("the first line names no column \(name)")
        }
        var builder = RateTraceBuilder()
        var count = 0
        while let line = lines.next() {
            if line.text.isEmpty { continue }
            let cells = line.commaCells
            guard column < cells.count, let kilobits = TextLines.Line.number(cells[column]) else {
                throw line.fault("there is no \(name) in kbit/s in column \(column + 1)")
            }
            try builder.add(seconds: Double(count), bitsPerSecond: kilobits * 1_000, line: line.number)
            count += 1
        }
        self = try builder.trace(length: .seconds(Int64(count)))
    }
}

extension TextLines.Line {
    /// The cells between commas, semicolons or runs of blanks.
    fileprivate var cells: [ArraySlice<UInt8>] {
        let separator = [UInt8(ascii: ","), UInt8(ascii: ";")].first(where: text.contains)
        guard let separator else { return text.split(whereSeparator: TextLines.isBlank) }
        return text.split(separator: separator, omittingEmptySubsequences: false).map(TextLines.trimmed)
    }

    fileprivate var commaCells: [ArraySlice<UInt8>] {
        text.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false).map(TextLines.trimmed)
    }

    /// Whether it begins with a letter or a quotation mark, as names do.
    fileprivate var isLetters: Bool {
        guard let first = text.first else { return false }
        return (0x41...0x5A).contains(first) || (0x61...0x7A).contains(first) || first == UInt8(ascii: "\"")
    }
}
