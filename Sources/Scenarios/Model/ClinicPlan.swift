public import ClinicModel
public import Units

/// The clinic that a scenario's calls come from, drawn by the scenario's seed.
public struct ClinicPlan: Hashable, Sendable {
    public let settings: ClinicSettings
    public let schedule: ClinicSchedule
    /// The calls of the first days, in the order of their starts.
    public let calls: [ScheduledCall]
    /// How many days' calls those are.
    public let rehearsedDays: Int

    /// One call of one appointment.
    public struct ScheduledCall: Hashable, Sendable {
        /// Its place in the schedule's appointments.
        public let appointment: Int
        public let start: Timestamp
        /// How much of it is simulated.
        public let length: TimeDelta
        public let clinician: String
        /// Which of the clinicians of that name, from 1.
        public let clinicianNumber: Int
        public let site: String?
    }

    /// The clinics' names, each once.
    var names: [String] {
        var names: [String] = []
        let own = settings.sessions.map(\.name) + [settings.onDemand?.name].compactMap { $0 }
        for name in own.isEmpty ? schedule.appointments.map(\.clinic) : own where !names.contains(name) {
            names.append(name)
        }
        return names
    }

    /// Shorter calls are not simulated: the party that dropped had not been heard.
    static let lengthMin = TimeDelta.seconds(1)

    /// The calls of the first `days` of a schedule, of each no more than `lengthMax`.
    init(settings: ClinicSettings, schedule: ClinicSchedule, rehearsedDays: Int, lengthMax: TimeDelta?) {
        self.settings = settings
        self.schedule = schedule
        self.rehearsedDays = rehearsedDays
        calls = schedule.appointments.enumerated().flatMap { place, appointment -> [ScheduledCall] in
            guard appointment.day <= rehearsedDays, let number = appointment.clinicianNumber else { return [] }
            return appointment.calls.filter { $0.length >= Self.lengthMin }.map { call in
                let whole = TimeDelta.milliseconds(call.length.wholeMilliseconds)
                return ScheduledCall(
                    appointment: place,
                    start: call.start,
                    length: lengthMax.map { min($0, whole) } ?? whole,
                    clinician: appointment.clinician,
                    clinicianNumber: number,
                    site: appointment.site
                )
            }
        }.sorted { ($0.start, $0.appointment) < ($1.start, $1.appointment) }
    }
}
