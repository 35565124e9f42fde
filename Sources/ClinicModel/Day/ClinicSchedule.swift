import Units

/// Every appointment of a clinic's days, as they come out by one seed.
public struct ClinicSchedule: Hashable, Sendable {
    /// By day, session, clinician and place in the list; those on demand after the others of their day.
    public let appointments: [Appointment]
    public let sessions: [SessionAccount]

    public init(appointments: [Appointment], sessions: [SessionAccount]) {
        self.appointments = appointments
        self.sessions = sessions
    }

    /// Draws all days of a clinic.
    public init(_ settings: ClinicSettings, seed: UInt64) {
        var appointments: [Appointment] = []
        var sessions: [SessionAccount] = []
        for day in 0..<settings.days {
            let midnight = Timestamp.start + TimeDelta.seconds(86_400) * Int64(day) - settings.opens
            for (place, template) in settings.sessions.enumerated() {
                for clinician in 0..<template.count {
                    let session = ClinicSession(
                        template,
                        settings,
                        seed: seed,
                        day: day,
                        midnight: midnight,
                        session: place,
                        clinician: clinician
                    )
                    appointments += session.appointments
                    sessions.append(session.account)
                }
            }
            if let template = settings.onDemand {
                let list = OnDemandList(template, settings, seed: seed, day: day, midnight: midnight)
                appointments += list.appointments
                sessions += list.accounts
            }
        }
        self.appointments = appointments
        self.sessions = sessions
    }
}
