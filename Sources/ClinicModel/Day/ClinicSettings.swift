public import Units

/// A clinic as it is planned: sessions, a list on demand, and how people behave.
public struct ClinicSettings: Hashable, Sendable {
    public var sessions: [SessionTemplate]
    public var onDemand: OnDemandTemplate?
    public var attendance = AttendanceSettings()
    public var punctuality = PunctualityLaw.onTime
    /// The mean of an exponential time by which clinicians begin late.
    public var clinicianLateness = TimeDelta.zero
    public var order = ServeOrder.presentFirst
    /// Patients who come later than this after their slots are not seen; `nil` sees everybody.
    public var grace: TimeDelta?
    /// Nobody is begun with later than this after a session's end; `nil` sees everybody.
    public var overrunMax: TimeDelta?
    /// The mean of an exponential time that patients with a slot wait; `nil` for as long as it takes.
    public var patience: TimeDelta?
    public var technical = TechnicalSettings()
    /// How many days are drawn.
    public var days = 1

    public init(sessions: [SessionTemplate], onDemand: OnDemandTemplate? = nil) {
        self.sessions = sessions
        self.onDemand = onDemand
    }

    /// When the first day begins, since midnight: run time 0.
    public var opens: TimeDelta {
        (sessions.map(\.start) + [onDemand?.start].compactMap { $0 }).min() ?? .zero
    }
}

/// Patients without a slot, seen by whoever is free first.
public struct OnDemandTemplate: Hashable, Sendable {
    public let name: String
    public let clinician: String
    public let count: Int
    public var site: String?
    /// Since midnight.
    public let start: TimeDelta
    public let arrivals: RateProfile
    /// The coefficient of variation of a gamma factor on all rates of a day; 0 for none.
    public var dayVariation = 0.0
    /// The mean of an exponential time that patients wait; `nil` for as long as it takes.
    public var patience: TimeDelta?
    public var service: DurationLaw
    public var wrapUp: DurationLaw

    public init(
        name: String,
        clinician: String,
        count: Int,
        start: TimeDelta,
        arrivals: RateProfile,
        service: DurationLaw,
        wrapUp: DurationLaw = .fixed(.zero)
    ) {
        self.name = name
        self.clinician = clinician
        self.count = count
        self.start = start
        self.arrivals = arrivals
        self.service = service
        self.wrapUp = wrapUp
    }

    public var end: TimeDelta { start + arrivals.length }
}
