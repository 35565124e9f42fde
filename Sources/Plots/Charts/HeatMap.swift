/// A table whose cells are the darker the larger their numbers, each with its number in it.
public struct HeatMap: Sendable {
    public struct Cell: Sendable {
        /// From 0 to 1, how dark; `nil` leaves the cell plain.
        public let share: Double?
        public let text: String
        /// What stands behind the number.
        public let note: String

        public init(_ share: Double?, _ text: String, note: String = "") {
            (self.share, self.text, self.note) = (share, text, note)
        }
    }

    public struct Row: Sendable {
        public let name: String
        public let cells: [Cell]

        public init(_ name: String, _ cells: [Cell]) { (self.name, self.cells) = (name, cells) }
    }

    /// How many shades there are.
    public static let shadeCount = 8

    private let caption: String
    private let corner: String
    private let columns: [(name: String, palette: String)]
    private let rows: [Row]

    /// - Parameter columns: their names, and which of the page's colours each has.
    public init(_ caption: String, corner: String, columns: [(name: String, palette: String)], rows: [Row]) {
        (self.caption, self.corner, self.columns, self.rows) = (caption, corner, columns, rows)
    }

    public var table: Markup {
        let head = Markup(
            "tr",
            [],
            [Markup("th", [("scope", "col")], [.text(corner)])]
                + columns.map { Markup("th", [("scope", "col"), ("class", "number")], [.text($0.name)]) }
        )
        let body = rows.map { row in
            Markup(
                "tr",
                [],
                [Markup("th", [("scope", "row")], [.text(row.name)])]
                    + zip(columns, row.cells).map { Self.cell($1, palette: $0.palette) }
            )
        }
        return Markup(
            "table",
            [("class", "heat")],
            [Markup("caption", [], [.text(caption)]), Markup("thead", [], [head]), Markup("tbody", [], body)]
        )
    }

    private static func cell(_ cell: Cell, palette: String) -> Markup {
        var attributes = [("class", "number")]
        if let share = cell.share {
            let shade = min(Int(min(max(share, 0), 1) * Double(shadeCount)), shadeCount - 1)
            attributes = [("class", "number \(palette)\(shade)")]
        }
        if !cell.note.isEmpty { attributes.append(("title", cell.note)) }
        return Markup("td", attributes, [.text(cell.text)])
    }
}
