public import QualityModels
import Statistics

extension PairedComparison {
    /// How often the verdict on a panel may be wrong, over all its looks.
    public static let alpha = 0.05

    /// Holds a panel against another, and takes in more seeds as long as the answer is open.
    ///
    /// - Parameters:
    ///   - first: how many seeds to look at first.
    ///   - cap: the most seeds, at most as many as `old` has.
    ///   - new: the runs of the first so many seeds of `old`; `nil` stops the comparison.
    /// - Returns: the comparison at the look that decided, or at the last; `nil` where it was stopped.
    public static func byLooks(
        old: [PanelRun],
        first: Int,
        cap: Int,
        margins: [MarginRule],
        new: (Int) async throws -> [PanelRun]?
    ) async throws -> PairedComparison? {
        var comparison: PairedComparison?
        for look in LookSchedule(first: min(first, cap), cap: cap, alpha: alpha).looks {
            guard let runs = try await new(look.pairCount) else { return nil }
            let found = PairedComparison(
                old: Array(old.prefix(look.pairCount)),
                new: runs,
                margins: margins,
                level: look.level
            )
            comparison = found
            if !found.needsMorePairs { break }
        }
        return comparison
    }
}
