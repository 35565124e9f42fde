/// How groups of calls are compared.
public struct EquitySettings: Hashable, Sendable {
    /// The fewest calls that make a group; of a smaller one nothing is said.
    public var callsMin: Int
    /// Whether the scenario asks for the comparison, so that it is shown even where groups are too small.
    public var isStated: Bool

    /// What is usual for published figures; assumed (A), no standard says so.
    public static let usualCallsMin = 200

    public init(callsMin: Int = Self.usualCallsMin, isStated: Bool = false) {
        self.callsMin = callsMin
        self.isStated = isStated
    }
}
