import ClinicModel
import Statistics
import Testing
import Units

@Suite("A clinic's days")
struct ScheduleTests {
    private static func clinic(days: Int = 1, count: Int = 2) -> ClinicSettings {
        var session = SessionTemplate(
            name: "diabetes",
            clinician: "consultant",
            count: count,
            start: .seconds(9 * 3_600),
            slots: 12,
            slot: .seconds(1_200),
            service: DurationLaw(.logNormal, mean: .seconds(840), variation: 0.5),
            wrapUp: DurationLaw(.logNormal, mean: .seconds(240), variation: 0.6)
        )
        session.noShow = NoShow(first: Probability(clamping: 0.16), followUp: Probability(clamping: 0.16))
        var clinic = ClinicSettings(sessions: [session])
        clinic.punctuality = .faiz(median: .seconds(-300))
        clinic.clinicianLateness = .seconds(480)
        clinic.days = days
        return clinic
    }

    @Test("A seed makes one schedule, and another seed another")
    func seeds() {
        let clinic = Self.clinic()
        #expect(ClinicSchedule(clinic, seed: 7) == ClinicSchedule(clinic, seed: 7))
        #expect(ClinicSchedule(clinic, seed: 7) != ClinicSchedule(clinic, seed: 8))
    }

    @Test("A clinician sees one patient at a time, none before coming nor before the patient, and accounts for it all")
    func serial() throws {
        var clinic = Self.clinic(days: 20)
        clinic.technical = TechnicalSettings(
            setUpFailure: Probability(clamping: 0.05),
            dropsPerMinute: Probability(clamping: 0.03)
        )
        let schedule = ClinicSchedule(clinic, seed: 3)
        for session in schedule.sessions {
            let own = schedule.appointments.filter {
                $0.day == session.day && $0.clinicianNumber == session.clinicianNumber && $0.began != nil
            }.sorted { ($0.began ?? .start) < ($1.began ?? .start) }
            var free = session.began
            var busy = TimeDelta.zero
            for appointment in own {
                let began = try #require(appointment.began)
                let wrappedUp = try #require(appointment.wrappedUp)
                let arrival = try #require(appointment.arrival)
                #expect(began >= free && began >= arrival)
                for call in appointment.calls { #expect(call.start >= began && call.start + call.length <= wrappedUp) }
                busy += wrappedUp - began
                free = wrappedUp
            }
            #expect(busy == session.busy)
            #expect(free == session.finish)
        }
    }

    @Test("Who comes, when and for how long stays as it is where something else changes")
    func commonNumbers() {
        let clinic = Self.clinic(days: 3)
        var other = clinic
        other.technical = TechnicalSettings(dropsPerMinute: Probability(clamping: 0.1))
        other.order = .appointment
        other.clinicianLateness = .zero
        other.patience = .seconds(1_200)
        let (one, two) = (ClinicSchedule(clinic, seed: 1).appointments, ClinicSchedule(other, seed: 1).appointments)
        #expect(one.map(\.arrival) == two.map(\.arrival))
        #expect(one != two)
        // More clinicians leave those who were there alone, and another day the first.
        let more = ClinicSchedule(Self.clinic(days: 2, count: 3), seed: 1).appointments
        #expect(more.filter { $0.day == 1 && $0.clinicianNumber != 3 } == one.filter { $0.day == 1 })
        // A higher share of missed appointments takes patients away, and adds none.
        var missing = clinic
        missing.sessions[0].noShow = NoShow(first: Probability(clamping: 0.3), followUp: Probability(clamping: 0.3))
        for (before, after) in zip(one, ClinicSchedule(missing, seed: 1).appointments) where after.arrival != nil {
            #expect(after.arrival == before.arrival)
        }
    }

    @Test("Nobody comes where all miss, and nobody misses where none do")
    func extremes() {
        for (share, outcome) in [(1.0, AppointmentOutcome.missed), (0.0, nil)] {
            var clinic = Self.clinic()
            clinic.sessions[0].noShow = NoShow(first: .never, followUp: Probability(clamping: share))
            let schedule = ClinicSchedule(clinic, seed: 2)
            #expect(schedule.appointments.count == 24)
            #expect(schedule.appointments.allSatisfy { $0.outcome == outcome })
            #expect(schedule.appointments.flatMap(\.calls).isEmpty == (share == 1))
        }
    }

    /// The share within 4.5 standard errors of 6,000 appointments.
    ///
    /// With one patient for all of a list the share of a list varies as its beta law, m (1 - m) / (1 + concentration):
    /// within 0.75 of it, 3.4 standard errors of a variance of 64 at the law's excess kurtosis of 1.14.
    @Test("The share of missed appointments, and how patients who come again differ")
    func attendance() throws {
        var clinic = Self.clinic(days: 250)
        let schedule = ClinicSchedule(clinic, seed: 4)
        let missed = Double(schedule.appointments.count { $0.outcome == .missed }) / 6_000
        #expect(abs(missed - 0.16) < 4.5 * (0.16 * 0.84 / 6_000).squareRoot())
        clinic = Self.clinic(days: 20, count: 64)
        clinic.attendance.patients = 1
        var shares = Moments()
        let repeated = ClinicSchedule(clinic, seed: 5).appointments
        for number in 1...64 {
            let own = repeated.filter { $0.clinicianNumber == number }
            shares.add(Double(own.count { $0.outcome == .missed }) / Double(own.count))
        }
        let expected = 0.16 * 0.84 / 9
        #expect(abs(try #require(shares.variance) / expected - 1) < 0.75)
        #expect(try #require(shares.variance) > 10 * 0.16 * 0.84 / 240)
    }

    @Test("A slot given up in time is somebody else's, and one given up late stays empty")
    func refill() {
        var clinic = Self.clinic()
        clinic.sessions[0].noShow = NoShow(first: .never, followUp: .never)
        clinic.attendance.lateCancellation = .always
        clinic.attendance.refill = .always
        clinic.attendance.refillNotice = .zero
        let refilled = ClinicSchedule(clinic, seed: 2).appointments
        #expect(refilled.count { $0.outcome == .lateCancellation } == 24)
        #expect(refilled.count { $0.isRefill && $0.began != nil } == 24)
        clinic.attendance.cancellationLead = .zero
        clinic.attendance.refillNotice = .seconds(7_200)
        let empty = ClinicSchedule(clinic, seed: 2).appointments
        #expect(empty.count == 24 && empty.allSatisfy { $0.outcome == .lateCancellation })
    }

    @Test("A call that never comes up ends on the telephone, is booked again or is lost, as the settings say")
    func fallback() {
        let outcomes: [(TechnicalSettings.Fallback, AppointmentOutcome)] = [
            (.phone, .fallbackPhone), (.rebook, .rebookedFaceToFace), (.none, .technicalFailure),
        ]
        for (fallback, outcome) in outcomes {
            var clinic = Self.clinic()
            clinic.technical = TechnicalSettings(setUpFailure: .always, fallback: fallback)
            let came = ClinicSchedule(clinic, seed: 2).appointments.filter { $0.arrival != nil }
            #expect(!came.isEmpty && came.allSatisfy { $0.outcome == outcome && $0.calls.isEmpty })
        }
    }

    /// The number of drops in 14 min at 10 % a minute is Poisson with mean -14 ln 0.9 = 1.475 until the retries end.
    @Test("Calls that drop are joined again after 20 to 60 s, up to the retries")
    func drops() {
        var clinic = Self.clinic(days: 100)
        clinic.sessions[0].service = .fixed(.seconds(840))
        clinic.technical = TechnicalSettings(dropsPerMinute: Probability(clamping: 0.1))
        let held = ClinicSchedule(clinic, seed: 6).appointments.filter { $0.began != nil }
        for appointment in held {
            #expect((1...3).contains(appointment.calls.count))
            for (one, next) in zip(appointment.calls, appointment.calls.dropFirst()) {
                let gap = (next.start - one.start - one.length).seconds
                #expect(gap >= 20 && gap <= 60)
            }
            let talk = appointment.calls.reduce(0) { $0 + $1.length.seconds }
            #expect(appointment.outcome == .fallbackPhone ? talk < 840 : abs(talk - 840) < 1e-6)
        }
        let mean = -14 * Elementary.log(0.9)
        let none = Elementary.exp(-mean)
        let share = Double(held.count { $0.calls.count == 1 && $0.outcome == nil }) / Double(held.count)
        #expect(abs(share - none) < 4.5 * (none * (1 - none) / Double(held.count)).squareRoot())
    }

    /// Sixty clinicians of two sites talk with almost everybody at 61 min, when the second slot has just begun.
    @Test("An outage drops every call of its site at once, and all join again within the time that retries take")
    func outage() {
        var clinic = Self.clinic(count: 30)
        clinic.clinicianLateness = .zero
        clinic.punctuality = .onTime
        let session = clinic.sessions[0]
        clinic.sessions = ["north", "south"].map { site in
            var other = SessionTemplate(
                name: "clinic-\(site)",
                clinician: "doctor-\(site)",
                count: 30,
                site: site,
                start: session.start,
                slots: 12,
                slot: session.slot,
                service: session.service
            )
            other.noShow = session.noShow
            return other
        }
        let calm = ClinicSchedule(clinic, seed: 1).appointments
        let at = Timestamp.start + .seconds(61 * 60)
        clinic.technical.outages = [TechnicalSettings.Outage(at: session.start + .seconds(61 * 60), site: "north")]
        let struck = ClinicSchedule(clinic, seed: 1).appointments
        func talking(_ appointments: [Appointment], _ site: String) -> [Appointment] {
            appointments.filter { appointment in
                appointment.site == site && appointment.calls.contains { $0.start < at && at <= $0.start + $0.length }
            }
        }
        let dropped = talking(struck, "north")
        #expect(dropped.count > 20 && dropped.count == talking(calm, "north").count)
        for appointment in dropped {
            let place = appointment.calls.firstIndex { $0.start + $0.length == at }
            let again = place.map { appointment.calls[$0 + 1].start - at }
            #expect(again.map { $0 >= .seconds(20) && $0 <= .seconds(60) } == true)
        }
        #expect(struck.filter { $0.site == "south" } == calm.filter { $0.site == "south" })
    }

    @Test("Patients on demand come within the list's hours, and wait no longer than they would")
    func onDemand() {
        var list = OnDemandTemplate(
            name: "urgent",
            clinician: "gp",
            count: 3,
            start: .seconds(8 * 3_600),
            arrivals: RateProfile(step: .seconds(3_600), counts: [30, 20, 10]),
            service: DurationLaw(.logNormal, mean: .seconds(330), variation: 0.75)
        )
        list.patience = .seconds(720)
        var clinic = ClinicSettings(sessions: [], onDemand: list)
        clinic.days = 10
        let schedule = ClinicSchedule(clinic, seed: 1)
        #expect(schedule.sessions.count == 30)
        #expect(schedule.appointments.contains { $0.outcome == .abandonedWaiting })
        for appointment in schedule.appointments {
            let sinceOpening = appointment.slot.seconds - Double(appointment.day - 1) * 86_400
            #expect(sinceOpening >= 0 && sinceOpening < 3 * 3_600)
            #expect((appointment.began == nil) == (appointment.outcome == .abandonedWaiting))
            #expect(appointment.wait.map { $0 >= .zero } == true)
        }
    }

    /// The same slots begun at twenty different minutes: no more clinicians talk at once on average at any time.
    @Test("Staggered starts lower the peak of calls set up in one minute")
    func stagger() {
        func startsPerMinute(staggered: Bool) -> Int {
            var clinic = Self.clinic(count: 1)
            clinic.clinicianLateness = .zero
            clinic.punctuality = .onTime
            let session = clinic.sessions[0]
            clinic.sessions = (0..<20).map { place in
                var other = SessionTemplate(
                    name: "clinic-\(place)",
                    clinician: "doctor-\(place)",
                    start: session.start + .seconds(staggered ? 60 * Int64(place) : 0),
                    slots: session.slots,
                    slot: session.slot,
                    service: session.service
                )
                other.noShow = session.noShow
                return other
            }
            var minutes = Array(repeating: 0, count: 600)
            for call in ClinicSchedule(clinic, seed: 9).appointments.flatMap(\.calls) {
                minutes[Int(call.start.seconds / 60)] += 1
            }
            return minutes.max() ?? 0
        }
        #expect(startsPerMinute(staggered: true) * 2 < startsPerMinute(staggered: false))
    }
}
