public import Units

/// One clinic session as it is booked: when, how many slots, for whom.
public struct SessionTemplate: Hashable, Sendable {
    public let name: String
    /// The kind of clinician that holds it, and how many of them hold one each.
    public let clinician: String
    public let count: Int
    public let site: String?
    /// Since midnight.
    public let start: TimeDelta
    public let slots: Int
    public let slot: TimeDelta
    public var rule = BookingRule.individual
    public var overbooking = Overbooking.patients(0)
    /// Slots that are left free to catch up, from 1.
    public var catchUp: [Int] = []
    public var pause: Pause?
    public var mode = ConsultationMode.video
    /// The share of visits that are a patient's first.
    public var firstVisits = Probability.never
    public var noShow = NoShow(first: .never, followUp: .never)
    public var service: DurationLaw
    public var wrapUp: DurationLaw

    /// A time without slots, after one of them.
    public struct Pause: Hashable, Sendable {
        /// From 1.
        public let afterSlot: Int
        public let length: TimeDelta

        public init(afterSlot: Int, length: TimeDelta) {
            self.afterSlot = afterSlot
            self.length = length
        }
    }

    public init(
        name: String,
        clinician: String,
        count: Int = 1,
        site: String? = nil,
        start: TimeDelta,
        slots: Int,
        slot: TimeDelta,
        service: DurationLaw,
        wrapUp: DurationLaw = .fixed(.zero)
    ) {
        self.name = name
        self.clinician = clinician
        self.count = count
        self.site = site
        self.start = start
        self.slots = slots
        self.slot = slot
        self.service = service
        self.wrapUp = wrapUp
    }

    /// When the last slot is over, since midnight.
    public var end: TimeDelta { start + slot * Int64(slots) + (pause?.length ?? .zero) }
}

/// How a consultation is held.
public enum ConsultationMode: String, Hashable, Sendable, CaseIterable {
    case video
    case phone
    case inPerson = "in-person"
}
