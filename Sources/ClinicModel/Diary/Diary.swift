public import Units

/// What took place in a clinic, without anything that tells who was there.
///
/// A comma-separated file whose columns may be `start`, `duration`, `clinic`, `mode` and `outcome`, and nothing else.
public struct Diary: Hashable, Sendable {
    public struct Entry: Hashable, Sendable {
        /// From 1, in the order of the dates.
        public let day: Int
        /// Since that day's midnight.
        public let start: TimeDelta
        public let length: TimeDelta
        public let clinic: String
        public let mode: ConsultationMode
        /// `nil` for a consultation that was held as it was booked.
        public let outcome: AppointmentOutcome?
    }

    /// By day and start.
    public let entries: [Entry]

    /// Larger files are refused.
    public static let byteCountMax = 8 << 20
    public static let columns = ["start", "duration", "clinic", "mode", "outcome"]

    /// Reads a diary; the first thing that is wrong, or that could tell who a patient is, refuses all of it.
    public init(parsing bytes: [UInt8]) throws(DiaryFault) {
        let body = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
        guard let text = String(validating: body, as: UTF8.self) else {
            throw DiaryFault(row: 1, "the file is not UTF-8", advice: "save it as UTF-8")
        }
        let rows = try CommaSeparated(text).rows
        let header = try DiaryHeader(rows.first ?? [])
        var read: [(row: DiaryRow, place: Int)] = []
        for (place, cells) in rows.enumerated().dropFirst() {
            read.append((try DiaryRow(cells, row: place + 1, header: header), place + 1))
        }
        guard let first = read.first else {
            throw DiaryFault(row: 1, "nothing follows the header", advice: "add a row for each appointment")
        }
        for entry in read where (entry.row.start.date == nil) != (first.row.start.date == nil) {
            throw DiaryFault(
                row: entry.place,
                column: header.column("start"),
                "some rows have a date and some have none",
                advice: "write the date in all of them, or in none"
            )
        }
        let dates = Set(read.map { $0.row.start.date ?? 0 }).sorted()
        entries = read.map { entry in
            Entry(
                day: (dates.firstIndex(of: entry.row.start.date ?? 0) ?? 0) + 1,
                start: entry.row.start.time,
                length: entry.row.length,
                clinic: entry.row.clinic,
                mode: entry.row.mode,
                outcome: entry.row.outcome
            )
        }.enumerated().sorted {
            ($0.element.day, $0.element.start, $0.offset) < ($1.element.day, $1.element.start, $1.offset)
        }.map(\.element)
    }

    public var days: Int { entries.last?.day ?? 0 }
}
