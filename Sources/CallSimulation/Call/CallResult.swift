public import Results

/// What one call leaves behind.
public struct CallResult: Sendable {
    public let record: CallRecord
    /// One line an end and second, in the order of `series.ndjson`; empty where the call keeps none.
    public let series: [SeriesLine]
    /// What the network did to what each party sent, the clinician first.
    public let paths: [PathTally]
    /// `nil` unless it was asked for.
    public let codecLog: CodecLog?
}
