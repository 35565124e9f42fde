/// The rows of a comma-separated file (RFC 4180), with the line that each begins in.
struct CommaSeparated {
    private(set) var rows: [[String]] = []

    /// Semicolons separate where the first row has no comma; lines end in LF or CR LF; blank lines are passed over.
    init(_ text: String) throws(DiaryFault) {
        let scalars = Array(text.unicodeScalars)
        let firstLine = scalars.prefix { $0 != "\n" }
        let separator: Unicode.Scalar = !firstLine.contains(",") && firstLine.contains(";") ? ";" : ","
        var (row, cell, isQuoted, place) = ([String](), String.UnicodeScalarView(), false, 0)
        while place < scalars.count {
            let scalar = scalars[place]
            place += 1
            if isQuoted {
                guard scalar == "\"" else {
                    cell.append(scalar)
                    continue
                }
                guard place < scalars.count, scalars[place] == "\"" else {
                    isQuoted = false
                    continue
                }
                cell.append(scalar)
                place += 1
            } else if scalar == "\"", cell.isEmpty {
                isQuoted = true
            } else if scalar == separator {
                row.append(String(cell))
                cell = String.UnicodeScalarView()
            } else if scalar == "\n" {
                end(&row, &cell)
            } else if scalar != "\r" {
                cell.append(scalar)
            }
        }
        guard !isQuoted else {
            throw DiaryFault(row: rows.count + 1, "a quotation mark is not closed", advice: "close it, or leave it out")
        }
        end(&row, &cell)
    }

    private mutating func end(_ row: inout [String], _ cell: inout String.UnicodeScalarView) {
        row.append(String(cell))
        if row != [""] { rows.append(row) }
        row = []
        cell = String.UnicodeScalarView()
    }
}
