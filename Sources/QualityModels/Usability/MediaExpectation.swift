public import Units

/// From when a direction of a call owes its receiver sound or pictures.
///
/// Ours. The wait for a connection is told by `call.setup_time` and costs nothing else while it is short; nor does the
/// time that the first packets need. What comes later than that is missing, and counts like any other gap.
public enum MediaExpectation {
    /// How long a connection may take before its absence counts as silence and darkness.
    public static let setUpAllowance = TimeDelta.seconds(5)
    /// How soon after the connection the first sound or picture must come for the wait not to count.
    public static let startAllowance = TimeDelta.seconds(1)

    /// The moment from which media is due; all times count from the start of the call.
    ///
    /// - Parameters:
    ///   - connected: when both ends were connected; `nil` if never.
    ///   - first: when the first sound or picture was played; `nil` if never.
    public static func begins(connected: TimeDelta?, first: TimeDelta?) -> TimeDelta {
        guard let connected, connected <= setUpAllowance else { return setUpAllowance }
        guard let first, first <= connected + startAllowance else { return connected }
        return first
    }
}
