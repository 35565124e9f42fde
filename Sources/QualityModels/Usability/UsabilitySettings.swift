public import Units

/// What the parties of a consultation need, and when they give up on it.
public struct UsabilitySettings: Hashable, Sendable {
    /// What one party must hear and see of the other.
    public struct Need: Hashable, Sendable {
        public var profile: UsabilityProfile
        public var conditions: UsabilityConditions

        public init(profile: UsabilityProfile = .conversation) {
            self.profile = profile
            conditions = profile.conditions
        }
    }

    public var clinician = Need()
    public var patient = Need()
    public var outcomes = OutcomeRule()

    /// Both talk, with patience for a minute.
    public init() {}

    public subscript(receiver: Party) -> Need { receiver == .clinician ? clinician : patient }
}
