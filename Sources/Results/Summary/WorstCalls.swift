import QualityModels

/// The order in which calls deserve a look, worst first.
public enum WorstCalls {
    /// The worst calls of a run, at most `limit`, leaving out those with nothing amiss.
    ///
    /// By outcome; then those known not to be usable, then those of which it is unknown; then by the lowest MOS of any
    /// window, the largest share of time in freezes of either direction, the largest concealed share; then by number.
    public static func of(_ records: RunRecords, limit: Int = 10) -> [CallRecord] {
        records.calls.map { (rank: Rank($0), call: $0) }
            .filter { $0.rank.isAmiss }
            .sorted { $0.rank < $1.rank }
            .prefix(limit).map(\.call)
    }
}

private struct Rank: Comparable {
    private let severity: Int
    private let unusability: Double
    private let worstScore: Double
    private let freezeRatio: Double
    private let concealedRatio: Double
    private let call: Int

    init(_ record: CallRecord) {
        // A call that was meant to be by voice alone has no reason to have gone without pictures.
        severity = record.outcome == .completedAudioOnly && record.reason == nil ? 0 : record.outcome.severity
        unusability = record.metrics["consultation.usable"].map { 1 - $0 } ?? 0.5
        let scores = record.directions.compactMap { $0.windows["audio.mos"]?.min() }
        worstScore = scores.min() ?? .infinity
        freezeRatio = record.directions.compactMap { $0.metrics["video.freeze_ratio"] }.max() ?? 0
        concealedRatio = record.directions.compactMap { $0.metrics["audio.concealed_ratio"] }.max() ?? 0
        call = record.call
    }

    var isAmiss: Bool { severity > 0 || unusability > 0 }

    static func < (left: Self, right: Self) -> Bool {
        if left.severity != right.severity { return left.severity > right.severity }
        if left.unusability != right.unusability { return left.unusability > right.unusability }
        if left.worstScore != right.worstScore { return left.worstScore < right.worstScore }
        if left.freezeRatio != right.freezeRatio { return left.freezeRatio > right.freezeRatio }
        if left.concealedRatio != right.concealedRatio { return left.concealedRatio > right.concealedRatio }
        return left.call < right.call
    }
}
