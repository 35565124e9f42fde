/// Why a dump of `getStats` cannot be scored: where, what is wrong, and what to do.
public struct StatisticsFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// The line and column, the snapshot or the field; empty for the dump as a whole.
    public let place: String
    public let message: String
    public let hint: String

    public init(_ place: String = "", _ message: String, hint: String) {
        self.place = place
        self.message = message
        self.hint = hint
    }

    init(_ error: FormatError, hint: String = "save the dump again, as JSON: what is there is cut short or damaged") {
        let path = error.path.isEmpty ? "" : error.path + ": "
        self.init("\(error.line):\(error.column)", path + error.message, hint: hint)
    }

    public var description: String { (place.isEmpty ? "" : place + ": ") + message }
}
