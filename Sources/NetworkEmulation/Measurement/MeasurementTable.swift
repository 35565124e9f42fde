import Units

/// A table with a heading: `time,Mbit/s`, `time,rtt_ms`, or a drive-test log such as University College Cork's.
struct MeasurementTable {
    /// What a column holds, by its name in lower case.
    enum Column: Hashable {
        case time(perSecond: Double)
        case down(bitsPerSecond: Double)
        case up(bitsPerSecond: Double)
        case roundTrip(perSecond: Double)
        case lost
    }

    private static let units: [(suffix: String, factor: Double)] = [
        ("mbit/s", 1e6), ("mbps", 1e6), ("mbit", 1e6), ("kbit/s", 1e3), ("kbps", 1e3), ("kbit", 1e3),
        ("bit/s", 1), ("bps", 1),
    ]

    static func column(_ name: String) -> Column? {
        switch name {
        case "time", "time_s", "t", "t_s", "seconds", "timestamp": return .time(perSecond: 1)
        case "time_ms", "t_ms": return .time(perSecond: 1_000)
        // The log of UCC's 4G and 5G data sets is in kbit/s and ms.
        case "dl_bitrate": return .down(bitsPerSecond: 1e3)
        case "ul_bitrate": return .up(bitsPerSecond: 1e3)
        case "pingavg", "rtt_ms", "rtt", "ping_ms", "latency_ms": return .roundTrip(perSecond: 1_000)
        case "rtt_s": return .roundTrip(perSecond: 1)
        case "lost": return .lost
        default: break
        }
        for unit in units where name.hasSuffix(unit.suffix) {
            switch name.dropLast(unit.suffix.count) {
            case "", "down_", "dl_", "download_", "down ", "rate_": return .down(bitsPerSecond: unit.factor)
            case "up_", "ul_", "upload_", "up ": return .up(bitsPerSecond: unit.factor)
            default: continue
            }
        }
        return nil
    }

    private let columns: [Column?]
    private let separator: Character
    private var measurement = PathMeasurement(way: .roundTrip)
    private var firstTime: Double?
    private var lastTime: Double?
    private var rowCount = 0

    static func read(_ lines: MeasurementLines) throws(TextFault) -> PathMeasurement {
        guard let heading = lines.all.first else { throw TextFault(line: 1, message: "the file is empty") }
        var table = try MeasurementTable(heading: heading.text, line: heading.number)
        for line in lines.all.dropFirst() where !line.text.hasPrefix("#") { try table.readRow(line.text, line.number) }
        return try table.finished(lastLine: lines.all.last?.number ?? 1)
    }

    private init(heading: String, line: Int) throws(TextFault) {
        separator = heading.contains("\t") ? "\t" : heading.contains(";") ? ";" : ","
        let names = Self.cells(heading, separator).map { $0.lowercased() }
        columns = names.map(Self.column)
        let known = columns.compactMap { $0 }
        let isUseful = known.contains { if case .time = $0 { false } else { true } }
        guard isUseful else {
            throw TextFault(
                line: line,
                message: "\(MeasurementLines.shown(heading)) is no ping output, no pcap, and as the heading of a table "
                    + "names no column that is known: time, down_mbps, up_mbps, Mbit/s, rtt_ms, lost"
            )
        }
        guard Set(known).count == known.count else {
            throw TextFault(line: line, message: "two columns of the heading mean the same")
        }
        let ignored = zip(names, columns).filter { $0.1 == nil }.map(\.0)
        if !ignored.isEmpty {
            measurement.remarks.append("columns not used: \(ignored.prefix(12).joined(separator: ", "))")
        }
    }

    private static func cells(_ line: String, _ separator: Character) -> [String] {
        line.split(separator: separator, omittingEmptySubsequences: false).map { cell in
            let text = MeasurementLines.trimmed(cell)
            let isQuoted = text.count > 1 && text.hasPrefix("\"") && text.hasSuffix("\"")
            return isQuoted ? String(text.dropFirst().dropLast()) : text
        }
    }

    private mutating func readRow(_ line: String, _ number: Int) throws(TextFault) {
        let cells = Self.cells(line, separator)
        guard cells.count == columns.count else {
            throw TextFault(line: number, message: "\(cells.count) cells stand under \(columns.count) columns")
        }
        rowCount += 1
        var time: Double?
        for (cell, column) in zip(cells, columns) {
            guard case .time(let perSecond) = column else { continue }
            time = try readTime(cell, perSecond, number)
        }
        for (cell, column) in zip(cells, columns) {
            guard let column else { continue }
            switch column {
            case .time: continue
            case .down(let unit):
                if let rate = try readRate(cell, unit, number) { measurement.downRates.append(rate) }
            case .up(let unit):
                if let rate = try readRate(cell, unit, number) { measurement.upRates.append(rate) }
            case .roundTrip(let perSecond): try readDelay(cell, perSecond, time, number)
            case .lost: try readLost(cell, number)
            }
        }
    }

    private mutating func readTime(_ cell: String, _ perSecond: Double, _ number: Int) throws(TextFault) -> Double {
        let plain = MeasurementLines.number(cell).map { $0 / perSecond }
        guard let value = plain ?? Self.clockTime(cell), value <= 1e11 else {
            throw TextFault(line: number, message: "\(MeasurementLines.shown(cell)) is no time, a number from 0 on")
        }
        if let lastTime, value < lastTime {
            throw TextFault(line: number, message: "the time \(cell) is before the one above it: times may not go back")
        }
        lastTime = value
        firstTime = firstTime ?? value
        return value - (firstTime ?? value)
    }

    /// Seconds of `2019.12.14_08.35.31`, as the UCC logs write them, from a day of no meaning.
    private static func clockTime(_ text: String) -> Double? {
        let halves = text.split(separator: "_")
        guard halves.count == 2 else { return nil }
        let date = halves[0].split(separator: ".").compactMap { Int($0) }
        let clock = halves[1].split(separator: ".").compactMap { Int($0) }
        guard date.count == 3, clock.count == 3, (1970...2200).contains(date[0]), (1...12).contains(date[1]),
            (1...31).contains(date[2]), (0..<24).contains(clock[0]), (0..<60).contains(clock[1]),
            (0...60).contains(clock[2])
        else { return nil }
        // Days since 1 March of year 0 in the proleptic Gregorian calendar.
        let (year, month) = date[1] > 2 ? (date[0], date[1] - 3) : (date[0] - 1, date[1] + 9)
        let days = 365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + date[2]
        return Double(days * 86_400 + clock[0] * 3_600 + clock[1] * 60 + clock[2])
    }

    /// Whether a cell says that nothing was measured.
    private static func isAbsent(_ cell: String) -> Bool { ["", "-", "na", "n/a", "nan"].contains(cell.lowercased()) }

    private func readRate(_ cell: String, _ unit: Double, _ number: Int) throws(TextFault) -> DataRate? {
        if Self.isAbsent(cell) { return nil }
        guard let value = MeasurementLines.number(cell), value * unit <= 1e12 else {
            throw TextFault(line: number, message: "\(MeasurementLines.shown(cell)) is no rate from 0 to 1 Tbit/s")
        }
        return DataRate(bitsPerSecond: Int64((value * unit).rounded()))
    }

    private mutating func readDelay(
        _ cell: String,
        _ perSecond: Double,
        _ time: Double?,
        _ number: Int
    ) throws(TextFault) {
        if Self.isAbsent(cell) { return }
        let hasLossColumn = columns.contains(.lost)
        if ["lost", "timeout", "*"].contains(cell.lowercased()) {
            if !hasLossColumn { measurement.losses.append(true) }
            return
        }
        guard let value = MeasurementLines.number(cell), value / perSecond <= 3_600 else {
            throw TextFault(
                line: number,
                message: "\(MeasurementLines.shown(cell)) is no round trip from 0 to an hour, nor lost, timeout or *"
            )
        }
        measurement.delays.append(.init(time: time, delay: TimeDelta(seconds: value / perSecond)))
        if !hasLossColumn { measurement.losses.append(false) }
    }

    private mutating func readLost(_ cell: String, _ number: Int) throws(TextFault) {
        if Self.isAbsent(cell) { return }
        guard cell == "0" || cell == "1" else {
            throw TextFault(line: number, message: "\(MeasurementLines.shown(cell)) is neither 0 (kept) nor 1 (lost)")
        }
        measurement.losses.append(cell == "1")
    }

    private func finished(lastLine: Int) throws(TextFault) -> PathMeasurement {
        var measurement = measurement
        guard rowCount > 0 else { throw TextFault(line: lastLine, message: "nothing stands under the heading") }
        if measurement.losses.count > 1, let firstTime, let lastTime, lastTime > firstTime {
            let mean = (lastTime - firstTime) / Double(max(rowCount - 1, 1))
            measurement.spacing = TimeDelta(seconds: min(mean, 1e9))
        }
        // Round trips where no probe is ever marked as lost do not tell of losses.
        if !columns.contains(.lost), !measurement.losses.contains(true) { measurement.losses = [] }
        return measurement
    }
}
