import Results

/// The two files of a run that grow with every call, in the order of the calls.
final class RunOutput: Sendable {
    private let folder: RunFolder
    private let calls: OrderedLines
    private let series: OrderedLines

    init(folder: RunFolder, callCount: Int) throws {
        self.folder = folder
        calls = OrderedLines(appender: try FileAppender(creating: folder.file("calls.ndjson.partial")))
        series = OrderedLines(appender: try FileAppender(creating: folder.file("series.ndjson.partial")))
    }

    /// Hands over the lines of the call at this place in the plan.
    func deliver(_ lines: [UInt8], _ seriesLines: [UInt8], at index: Int) throws {
        try series.deliver(seriesLines, at: index)
        try calls.deliver(lines, at: index)
    }

    /// Brings both files to the disk and gives them their names; returns how long they are.
    func finish() throws -> [RunManifest.FileLength] {
        let lengths = [
            RunManifest.FileLength(name: "calls.ndjson", byteCount: try calls.finish()),
            RunManifest.FileLength(name: "series.ndjson", byteCount: try series.finish()),
        ]
        try folder.publish("series.ndjson")
        try folder.publish("calls.ndjson")
        return lengths
    }
}
