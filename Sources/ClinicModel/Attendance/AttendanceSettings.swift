public import Units

/// How many patients do not come, and who takes their place.
public struct AttendanceSettings: Hashable, Sendable {
    /// How far patients differ: the sum of the two shapes of the beta law of their propensity to miss; `nil` for none.
    public var concentration: Double?
    /// How many different patients each clinician's list has, who come in turn; `nil` gives each appointment its own.
    public var patients: Int?
    /// The chance that an appointment is cancelled late.
    public var lateCancellation: Probability
    /// The mean of an exponential time from a late cancellation to its slot.
    public var cancellationLead: TimeDelta
    /// The chance that a slot which was given up in time is given to somebody else.
    public var refill: Probability
    /// How long before its slot a cancellation must come to be refilled.
    public var refillNotice: TimeDelta

    public init(
        concentration: Double? = 8,
        patients: Int? = nil,
        lateCancellation: Probability = .never,
        cancellationLead: TimeDelta = .seconds(86_400),
        refill: Probability = .never,
        refillNotice: TimeDelta = .seconds(7_200)
    ) {
        self.concentration = concentration
        self.patients = patients
        self.lateCancellation = lateCancellation
        self.cancellationLead = cancellationLead
        self.refill = refill
        self.refillNotice = refillNotice
    }
}

/// Whether a patient has been there before.
public enum VisitKind: String, Hashable, Sendable, CaseIterable {
    case first
    case followUp = "follow_up"
}

/// The chance of each kind of visit to be missed without a word.
public struct NoShow: Hashable, Sendable {
    public let first: Probability
    public let followUp: Probability

    public init(first: Probability, followUp: Probability) {
        self.first = first
        self.followUp = followUp
    }

    public subscript(kind: VisitKind) -> Probability { kind == .first ? first : followUp }
}
