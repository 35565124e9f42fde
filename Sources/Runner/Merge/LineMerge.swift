import Results

/// Merges one file of several shards into one, a line at a time, in the order of the numbers that lines begin with.
struct LineMerge {
    /// One shard's file, and its next line.
    private struct Source {
        let shard: ShardFolder
        let reader: LineReader
        var number = 0
        var line: [UInt8]?
    }

    /// A line and where it came from.
    struct Line {
        let number: Int
        let bytes: [UInt8]
        /// The place of the shard among those that are merged.
        let shard: Int
        /// Counted from 1, in the shard's file.
        let lineNumber: Int
    }

    private let name: String
    private let key: String
    private var sources: [Source]

    /// Opens a file of every shard, whose lines begin with a number under a key.
    init(_ name: String, key: String, of shards: [ShardFolder]) throws {
        self.name = name
        self.key = key
        sources = try shards.map { Source(shard: $0, reader: try LineReader(path: $0.file(name))) }
        for place in sources.indices { try advance(place) }
    }

    /// The line with the lowest number; `nil` where all are read.
    ///
    /// - Throws: `RunError` where a file is cut short or out of order, or two shards hold the same number.
    mutating func next() throws -> Line? {
        var lowest: Int?
        for place in sources.indices where sources[place].line != nil {
            guard let other = lowest else {
                lowest = place
                continue
            }
            guard sources[place].number != sources[other].number else { throw collision(other, place) }
            if sources[place].number < sources[other].number { lowest = place }
        }
        guard let lowest, let bytes = sources[lowest].line else { return nil }
        let line = Line(
            number: sources[lowest].number,
            bytes: bytes,
            shard: lowest,
            lineNumber: sources[lowest].reader.lineCount
        )
        try advance(lowest)
        return line
    }

    private mutating func advance(_ place: Int) throws {
        let (shard, reader) = (sources[place].shard, sources[place].reader)
        let line = try reader.next()
        sources[place].line = line
        guard let line else {
            guard !reader.isCutShort else { throw shard.damage("its \(name) is cut short within a line") }
            return
        }
        guard let number = line.leadingNumber(key) else {
            throw shard.damage("line \(reader.lineCount) of its \(name) does not begin with the number of a \(key)")
        }
        guard number >= sources[place].number else {
            throw shard.damage("line \(reader.lineCount) of its \(name) is out of order")
        }
        sources[place].number = number
    }

    private func collision(_ one: Int, _ other: Int) -> RunError {
        RunError(
            .inputOutput,
            attempted: "merge \(sources[other].shard.path)",
            happened: "\(key) \(sources[other].number) stands in its \(name) and in that of \(sources[one].shard.path)",
            advice: "run both shards again, each into a new folder: \(sources[one].shard.again)"
        )
    }
}
