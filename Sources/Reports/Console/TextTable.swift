/// Rows whose columns line up.
struct TextTable {
    struct Cell {
        let text: String
        let role: ConsolePen.Role
        let isNumber: Bool

        init(_ text: String, role: ConsolePen.Role = .plain, isNumber: Bool = false) {
            self.text = text
            self.role = role
            self.isNumber = isNumber
        }

        static func number(_ text: String) -> Self { Self(text, isNumber: true) }
    }

    private(set) var rows: [[Cell]] = []
    var gap = 2

    mutating func append(_ row: [Cell]) { rows.append(row) }

    /// The width of each column, that of its widest cell.
    var widths: [Int] {
        var widths: [Int] = []
        for row in rows {
            for (column, cell) in row.enumerated() {
                if column == widths.count { widths.append(0) }
                widths[column] = max(widths[column], cell.text.count)
            }
        }
        return widths
    }

    /// The rows as lines, numbers to the right; no line ends in spaces.
    func lines(_ pen: ConsolePen) -> [String] {
        let widths = widths
        return rows.map { row in
            var line = ""
            var pending = 0
            for (column, cell) in row.enumerated() {
                let spare = widths[column] - cell.text.count
                if cell.text.isEmpty {
                    pending += spare
                } else {
                    line += String(repeating: " ", count: pending + (cell.isNumber ? spare : 0))
                    line += pen.paint(cell.text, cell.role)
                    pending = cell.isNumber ? 0 : spare
                }
                pending += gap
            }
            return line
        }
    }
}
