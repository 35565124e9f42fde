/// Where a set of coefficients comes from.
public enum CoefficientOrigin: Hashable, Sendable, CustomStringConvertible {
    /// Printed in ITU-T G.1070, as so many open implementations quote it; the Recommendation itself was not seen.
    case published(table: String?, quotedBy: Int)
    /// Fitted by this project: the file that has the data and the residuals.
    case fitted(file: String)

    public var description: String {
        switch self {
        case .published(let table, let count):
            let place = table.map { "G.1070, \($0)" } ?? "G.1070"
            let quoters = count == 1 ? "one implementation quotes" : "\(count) implementations quote"
            return "published in \(place), as \(quoters)"
        case .fitted(let file): return "project-calibrated, \(file)"
        }
    }
}
