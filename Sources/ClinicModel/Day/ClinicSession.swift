import Statistics
import Units
import VirtualTime

/// One session of one clinician on one day.
struct ClinicSession {
    private(set) var appointments: [Appointment] = []
    let account: SessionAccount

    /// Somebody who has a slot, or had one.
    private struct Booking {
        let slot: Timestamp
        let visit: VisitKind
        let isRefill: Bool
        let takesTestCall: Bool
        let arrival: Timestamp?
        let draws: Draws
        let service: TimeDelta
        let wrapUp: TimeDelta
        let patience: TimeDelta?
        /// What became of it before the session.
        let outcome: AppointmentOutcome?
    }

    /// How consultations of the session go.
    private struct Courses {
        let mode: ConsultationMode
        let technical: TechnicalSettings
        let outages: [Timestamp]

        func course(of booking: Booking, began: Timestamp) -> ConsultationCourse {
            guard mode == .video else { return ConsultationCourse(length: booking.service) }
            return ConsultationCourse(
                booking.draws,
                service: booking.service,
                settings: technical,
                began: began,
                outages: outages
            )
        }
    }

    init(
        _ template: SessionTemplate,
        _ settings: ClinicSettings,
        seed: UInt64,
        day: Int,
        midnight: Timestamp,
        session: Int,
        clinician: Int
    ) {
        let start = midnight + template.start
        let end = midnight + template.end
        var bookings: [Booking] = []
        let slots = template.bookings
        for (place, slot) in slots.enumerated() {
            let owner = DrawOwner(day: day, session: session, clinician: clinician, place: place).number
            // Somebody who comes again is known by the first appointment they had.
            let visits = day * slots.count + place
            let known = settings.attendance.patients.map { visits % $0 } ?? visits
            let person = DrawOwner(
                day: known / slots.count,
                session: session,
                clinician: clinician,
                place: known % slots.count
            ).number
            let first = Self.booking(
                template,
                settings,
                slot: start + slot,
                isRefill: false,
                draws: Draws(seed: seed, owner: owner, leg: .patientUp),
                person: person
            )
            bookings.append(first.booking)
            guard first.isRefilled else { continue }
            bookings.append(
                Self.booking(
                    template,
                    settings,
                    slot: start + slot,
                    isRefill: true,
                    draws: Draws(seed: seed, owner: owner, leg: .patientDown),
                    person: owner
                ).booking
            )
        }
        let own = Draws(
            seed: seed,
            owner: DrawOwner(day: day, session: session, clinician: clinician, place: 0).number,
            leg: .clinicianUp
        )
        let lateness = -Elementary.log(1 - own.probability(.clinicianLateness)) * settings.clinicianLateness.seconds
        let courses = Courses(
            mode: template.mode,
            technical: settings.technical,
            outages: settings.technical.outages(of: template.site, midnight: midnight)
        )
        let replay = SessionReplay(
            bookings.map {
                Visit(
                    slot: $0.slot,
                    arrival: $0.arrival,
                    service: $0.service,
                    wrapUp: $0.wrapUp,
                    patience: $0.patience
                )
            },
            began: start + TimeDelta(seconds: lateness),
            order: settings.order,
            closes: settings.overrunMax.map { end + $0 },
            service: { courses.course(of: bookings[$0], began: $1).length }
        )
        account = SessionAccount(
            day: day + 1,
            clinic: template.name,
            site: template.site,
            clinician: template.clinician,
            clinicianNumber: clinician + 1,
            start: start,
            end: end,
            began: replay.began,
            finish: replay.finish,
            busy: replay.busy
        )
        appointments = zip(bookings, replay.fates).map { booking, fate in
            Self.appointment(booking, fate, template, courses, day: day + 1, clinician: clinician + 1)
        }
    }

    private static func booking(
        _ template: SessionTemplate,
        _ settings: ClinicSettings,
        slot: Timestamp,
        isRefill: Bool,
        draws: Draws,
        person: UInt32
    ) -> (booking: Booking, isRefilled: Bool) {
        let visit: VisitKind = draws.probability(.visitKind) < template.firstVisits.value ? .first : .followUp
        let own = Draws(seed: draws.seed, owner: person, leg: draws.leg)
        var attendance = settings.attendance
        // Nobody cancels a slot that was offered at short notice.
        if isRefill { attendance.lateCancellation = .never }
        let turnout = Turnout(
            draws,
            attendance,
            missing: template.noShow[visit],
            person: own.probability(.attendancePropensity)
        )
        let offset = settings.punctuality.offset(at: draws.probability(.punctuality))
        let service = template.service.time(at: draws.probability(.consultationLength))
        let patience = settings.patience.map {
            TimeDelta(seconds: -Elementary.log(1 - draws.probability(.patience)) * $0.seconds)
        }
        let isTooLate = settings.grace.map { offset > $0 } ?? false
        var (outcome, arrival, isRefilled): (AppointmentOutcome?, Timestamp?, Bool) = (nil, slot + offset, false)
        switch turnout {
        case .missed: (outcome, arrival) = (.missed, nil)
        case .cancelled(let refilled): (outcome, arrival, isRefilled) = (.lateCancellation, nil, refilled)
        case .comes: if isTooLate { (outcome, arrival) = (.missed, nil) }
        }
        let isVideo = template.mode == .video
        let booking = Booking(
            slot: slot,
            visit: visit,
            isRefill: isRefill,
            takesTestCall: isVideo && draws.probability(.testCall) < settings.technical.testCalls.value,
            arrival: arrival,
            draws: draws,
            service: service,
            wrapUp: template.wrapUp.time(at: draws.probability(.wrapUp)),
            patience: patience,
            outcome: outcome
        )
        return (booking, isRefilled)
    }

    private static func appointment(
        _ booking: Booking,
        _ fate: SessionReplay.Fate,
        _ template: SessionTemplate,
        _ courses: Courses,
        day: Int,
        clinician: Int
    ) -> Appointment {
        var calls: [Appointment.PlannedCall] = []
        var (began, ended, wrappedUp): (Timestamp?, Timestamp?, Timestamp?) = (nil, nil, nil)
        var outcome = booking.outcome
        switch fate {
        case .absent: break
        case .seen(let time):
            let course = courses.course(of: booking, began: time)
            began = time
            ended = time + course.length
            wrappedUp = time + course.length + booking.wrapUp
            calls = course.calls(from: time)
            outcome = course.failure ?? template.mode.outcome
        case .left(let time): (ended, outcome) = (time, .abandonedWaiting)
        case .notReached: outcome = .rebookedFaceToFace
        }
        return Appointment(
            day: day,
            clinic: template.name,
            site: template.site,
            clinician: template.clinician,
            clinicianNumber: clinician,
            mode: template.mode,
            visit: booking.visit,
            isOnDemand: false,
            isRefill: booking.isRefill,
            takesTestCall: booking.takesTestCall && booking.outcome == nil,
            slot: booking.slot,
            arrival: booking.arrival,
            began: began,
            ended: ended,
            wrappedUp: wrappedUp,
            calls: calls,
            outcome: outcome
        )
    }
}

extension ConsultationMode {
    /// What a consultation of the mode comes to once it is held; `nil` where its call decides.
    var outcome: AppointmentOutcome? {
        switch self {
        case .video: nil
        case .phone: .completedPhone
        case .inPerson: .completedInPerson
        }
    }
}

extension ConsultationCourse {
    func calls(from began: Timestamp) -> [Appointment.PlannedCall] {
        calls.map { Appointment.PlannedCall(start: began + $0.offset, length: $0.length) }
    }
}
