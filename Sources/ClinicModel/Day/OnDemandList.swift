import Statistics
import Units
import VirtualTime

/// One day's patients without a slot.
struct OnDemandList {
    private(set) var appointments: [Appointment] = []
    private(set) var accounts: [SessionAccount] = []

    init(_ template: OnDemandTemplate, _ settings: ClinicSettings, seed: UInt64, day: Int, midnight: Timestamp) {
        let start = midnight + template.start
        let end = midnight + template.end
        var room = WaitingRoom(clinicians: template.count, opens: start)
        let outages = settings.technical.outages(of: template.site, midnight: midnight)
        var last = Array(repeating: start, count: template.count)
        for (place, time) in Self.arrivals(template, seed: seed, day: day).enumerated() {
            let arrival = start + time
            let draws = Draws(seed: seed, owner: DrawOwner(day: day, arrival: place).number, leg: .sharedUp)
            let service = template.service.time(at: draws.probability(.consultationLength))
            var course = ConsultationCourse(length: .zero)
            let wrapUp = template.wrapUp.time(at: draws.probability(.wrapUp))
            let patience = template.patience.map {
                TimeDelta(seconds: -Elementary.log(1 - draws.probability(.patience)) * $0.seconds)
            }
            let fate = room.receive(arrival, patience: patience) { begin in
                course = ConsultationCourse(
                    draws,
                    service: service,
                    settings: settings.technical,
                    began: begin,
                    outages: outages
                )
                return course.length + wrapUp
            }
            var (began, ended, clinician): (Timestamp?, Timestamp, Int?)
            switch fate {
            case .seen(let time, let number):
                (began, ended, clinician) = (time, time + course.length, number)
                last[number] = time + course.length + wrapUp
            case .left(let time): (began, ended, clinician) = (nil, time, nil)
            }
            appointments.append(
                Appointment(
                    day: day + 1,
                    clinic: template.name,
                    site: template.site,
                    clinician: template.clinician,
                    clinicianNumber: clinician.map { $0 + 1 },
                    mode: .video,
                    visit: .followUp,
                    isOnDemand: true,
                    isRefill: false,
                    takesTestCall: draws.probability(.testCall) < settings.technical.testCalls.value,
                    slot: arrival,
                    arrival: arrival,
                    began: began,
                    ended: ended,
                    wrappedUp: began == nil ? nil : ended + wrapUp,
                    calls: began.map { course.calls(from: $0) } ?? [],
                    outcome: began == nil ? .abandonedWaiting : course.failure
                )
            )
        }
        accounts = (0..<template.count).map { number in
            SessionAccount(
                day: day + 1,
                clinic: template.name,
                site: template.site,
                clinician: template.clinician,
                clinicianNumber: number + 1,
                start: start,
                end: end,
                began: start,
                finish: last[number],
                busy: room.busy[number]
            )
        }
    }

    /// When patients come, since the list opened.
    private static func arrivals(_ template: OnDemandTemplate, seed: UInt64, day: Int) -> [TimeDelta] {
        let owner = DrawOwner(day: day, arrival: 0).number
        let own = Draws(seed: seed, owner: owner, leg: .sharedUp)
        let factor = DurationLaw(.gamma, mean: .seconds(1), variation: template.dayVariation)
            .quantile(own.probability(.dayFactor))
        var gaps = RandomStream(seed: seed, owner: owner, cause: .onDemandArrivals, leg: .sharedUp)
        return template.arrivals.arrivals(factor: factor) { _ in gaps.exponential(mean: 1) }
    }
}
