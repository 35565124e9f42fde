public import Units

/// How long a call may be that is read from files: one limit for dumps, captures and recordings.
///
/// Ours. A length beyond it is a slip of units or of a clock, and scoring goes through a call second by second.
public enum CallLength {
    public static let longest = TimeDelta.seconds(86_400)

    /// What is wrong with a file that lasts so many seconds, in words; `nil` for nothing.
    public static func fault(seconds: Double) -> String? {
        guard !(0...longest.seconds).contains(seconds) else { return nil }
        return
            "it lasts \(seconds.rounded()) s, and no call of more than \(longest.nanoseconds / 3_600_000_000_000) h is scored"
    }

    /// Refuses a dump that is longer.
    static func check(seconds: Double, place: String = "") throws(StatisticsFault) {
        guard let message = fault(seconds: seconds) else { return }
        throw StatisticsFault(place, message, hint: "give one call, with times in milliseconds")
    }
}
