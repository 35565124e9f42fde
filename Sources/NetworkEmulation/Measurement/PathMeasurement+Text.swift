public import Units

extension PathMeasurement {
    /// The largest file of measurements that is read, in bytes.
    public static let byteCountMax = 64_000_000

    /// Reads the output of ping or a table with a heading, whichever the text is.
    ///
    /// `interval` is the time between pings where the file does not tell it.
    /// - Throws: `TextFault` with the line and the rule that it breaks.
    public init(text bytes: [UInt8], interval: TimeDelta? = nil) throws(TextFault) {
        guard bytes.count <= Self.byteCountMax else {
            throw TextFault(line: 1, message: "more than \(Self.byteCountMax) bytes of measurements are not read")
        }
        let lines = try MeasurementLines(bytes)
        self =
            PingText.matches(lines)
            ? try PingText.read(lines, interval: interval) : try MeasurementTable.read(lines)
    }
}
