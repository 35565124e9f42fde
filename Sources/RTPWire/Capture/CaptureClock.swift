/// Watches that the times of a capture's records do not go back.
///
/// Interfaces and queues are written out of order by milliseconds; a clock that was set back, or files put one behind
/// the other, tell nothing of how long anything took.
struct CaptureClock {
    /// In nanoseconds.
    private static let longestStep: Int64 = 1_000_000_000

    private var latest = Int64.min

    /// Takes the time of the next record, in nanoseconds.
    mutating func advance(to time: Int64, record: Int) throws(CaptureFault) {
        guard latest == .min || latest - time <= Self.longestStep else {
            throw CaptureFault(
                record: record,
                message: "its time is \(Double(latest - time) / 1e9) s before that of a record before it",
                advice: "put the records in order with reordercap; if the clock was set back, cut the capture there"
            )
        }
        latest = max(latest, time)
    }
}
