/// Why a clinic's diary is refused; no message holds anything that stands in a cell.
public struct DiaryFault: Error, Hashable, Sendable {
    /// From 1; the header is row 1.
    public let row: Int
    /// From 1; `nil` for the whole row.
    public let column: Int?
    public let message: String
    public let advice: String

    init(row: Int, column: Int? = nil, _ message: String, advice: String) {
        self.row = row
        self.column = column
        self.message = message
        self.advice = advice
    }
}
