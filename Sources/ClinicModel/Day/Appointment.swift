public import Units

/// One appointment of a clinic's day, or one patient who came without.
public struct Appointment: Hashable, Sendable {
    /// From 1.
    public let day: Int
    public let clinic: String
    public let site: String?
    /// The kind of clinician, and which of them, from 1; `nil` for a patient on demand whom nobody saw.
    public let clinician: String
    public let clinicianNumber: Int?
    public let mode: ConsultationMode
    public let visit: VisitKind
    public let isOnDemand: Bool
    /// Whether the slot had been somebody else's, who cancelled.
    public let isRefill: Bool
    public let takesTestCall: Bool
    public let slot: Timestamp
    /// When the patient came to the waiting room; `nil` for one who did not.
    public let arrival: Timestamp?
    /// When the clinician joined.
    public let began: Timestamp?
    /// When the patient left, seen or not.
    public let ended: Timestamp?
    /// When the clinician was ready for the next.
    public let wrappedUp: Timestamp?
    public let calls: [PlannedCall]
    /// What became of it; `nil` where its last call decides.
    public let outcome: AppointmentOutcome?

    /// One call with media.
    public struct PlannedCall: Hashable, Sendable {
        public let start: Timestamp
        public let length: TimeDelta

        public init(start: Timestamp, length: TimeDelta) {
            self.start = start
            self.length = length
        }
    }

    /// From the later of arrival and slot until the clinician joined or the patient left.
    public var wait: TimeDelta? {
        guard let arrival, let until = began ?? ended else { return nil }
        return max(until - max(arrival, slot), .zero)
    }
}

/// How one session of one clinician went.
public struct SessionAccount: Hashable, Sendable {
    public let day: Int
    public let clinic: String
    public let site: String?
    public let clinician: String
    public let clinicianNumber: Int
    public let start: Timestamp
    /// When the last slot was over.
    public let end: Timestamp
    /// When the clinician was there, and done with everything.
    public let began: Timestamp
    public let finish: Timestamp
    public let busy: TimeDelta

    /// How much later than planned the clinician was done.
    public var overrun: TimeDelta { max(finish - end, .zero) }
    /// How long the clinician had nobody, until the planned end or until done, whichever is later.
    public var idle: TimeDelta { max(max(finish, end) - began - busy, .zero) }
    /// The share of the same time in which the clinician was with patients or notes.
    public var utilisation: Double {
        let whole = (max(finish, end) - began).seconds
        return whole > 0 ? busy.seconds / whole : 0
    }
}
