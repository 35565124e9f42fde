import Units

/// Which column holds what.
struct DiaryHeader {
    private let names: [String]

    /// Refuses every column that is not on the list; its heading is not repeated, for it may be data.
    init(_ cells: [String]) throws(DiaryFault) {
        names = cells.map { Self.trimmed($0).lowercased() }
        for (place, name) in names.enumerated() {
            guard Diary.columns.contains(name) else {
                throw DiaryFault(
                    row: 1,
                    column: place + 1,
                    "this column is none that may be read",
                    advice:
                        "keep \(Diary.columns.joined(separator: ", ")) and delete all others; the first row names them"
                )
            }
            guard names.firstIndex(of: name) == place else {
                throw DiaryFault(row: 1, column: place + 1, "the column \(name) is there twice", advice: "delete one")
            }
        }
        for name in ["start", "duration"] where !names.contains(name) {
            throw DiaryFault(row: 1, "there is no column \(name)", advice: "a diary needs start and duration")
        }
    }

    var count: Int { names.count }

    /// The number of a column, from 1.
    func column(_ name: String) -> Int? { names.firstIndex(of: name).map { $0 + 1 } }

    func name(of column: Int) -> String { names[column - 1] }

    static func trimmed(_ text: String) -> String {
        let body = text.drop(while: \.isWhitespace)
        return String(body.dropLast(body.reversed().prefix(while: \.isWhitespace).count))
    }
}

/// One appointment as it is written.
struct DiaryRow {
    let start: DiaryTime
    let length: TimeDelta
    let clinic: String
    let mode: ConsultationMode
    let outcome: AppointmentOutcome?

    init(_ cells: [String], row: Int, header: DiaryHeader) throws(DiaryFault) {
        for (place, cell) in cells.enumerated() {
            let allowsDate = place < header.count && header.name(of: place + 1) == "start"
            guard let finding = IdentifierScan.finding(in: cell, allowsDate: allowsDate) else { continue }
            throw DiaryFault(
                row: row,
                column: place + 1,
                "this looks like \(finding.rawValue)",
                advice: "delete what tells who a patient is from the file, at its source, and export it again"
            )
        }
        guard cells.count == header.count else {
            throw DiaryFault(
                row: row,
                "the row has \(cells.count) cells, and the header has \(header.count)",
                advice: "give each row a cell for each column"
            )
        }
        func cell(_ name: String) -> String? {
            header.column(name).map { DiaryHeader.trimmed(cells[$0 - 1]) }
        }
        func fault(_ name: String, _ message: String, _ advice: String) -> DiaryFault {
            DiaryFault(row: row, column: header.column(name), message, advice: advice)
        }
        guard let start = DiaryTime(cell("start") ?? "") else {
            throw fault("start", "this is no time to start at", "write 09:20 or 2026-03-02T09:20")
        }
        self.start = start
        guard let length = Self.minutes(cell("duration") ?? ""), length > .zero, length <= .seconds(14_400) else {
            throw fault("duration", "this is no duration", "write minutes, above 0 and up to 240, such as 14 or 14.5")
        }
        self.length = length
        clinic = cell("clinic") ?? "clinic"
        guard Self.isCode(clinic) else {
            throw fault(
                "clinic",
                "this is no clinic's code",
                "use letters, digits, hyphens and underscores, 64 at most"
            )
        }
        let modeText = (cell("mode") ?? "").lowercased()
        guard let mode = modeText.isEmpty ? .video : ConsultationMode(rawValue: modeText) else {
            let words = ConsultationMode.allCases.map(\.rawValue).joined(separator: ", ")
            throw fault("mode", "this is no mode", "write one of \(words), or nothing for video")
        }
        self.mode = mode
        let outcomeText = (cell("outcome") ?? "").lowercased()
        let outcome = AppointmentOutcome(rawValue: outcomeText)
        guard outcomeText.isEmpty || outcome != nil else {
            let words = AppointmentOutcome.allCases.map(\.rawValue).joined(separator: ", ")
            throw fault("outcome", "this is no outcome", "write one of \(words), or nothing for one that was held")
        }
        // A consultation that was held is judged by what its call comes to in a run.
        let isAsBooked = outcome == .completedVideo || outcome == .completedAudioOnly || outcome == .completedUnscored
        self.outcome = isAsBooked ? nil : outcome
    }

    /// A number of minutes, perhaps with `min` behind it.
    private static func minutes(_ text: String) -> TimeDelta? {
        let number = DiaryHeader.trimmed(text.hasSuffix("min") ? String(text.dropLast(3)) : text)
        let isPlain = number.allSatisfy { ("0"..."9").contains($0) || $0 == "." }
        guard isPlain, let value = Double(number), value <= 1_000_000 else { return nil }
        return TimeDelta(seconds: value * 60)
    }

    private static func isCode(_ text: String) -> Bool {
        let isWord = text.unicodeScalars.allSatisfy { scalar in
            switch scalar {
            case "a"..."z", "A"..."Z", "0"..."9", "-", "_": true
            default: false
            }
        }
        return isWord && (1...64).contains(text.utf8.count) && !text.hasPrefix("-") && !text.hasPrefix("_")
    }
}
