import ClinicModel
import QualityModels
import Results
import Testing
import Units

@Suite("Records of a clinic")
struct ClinicRecordTests {
    private static let schedule: ClinicSchedule = {
        var session = SessionTemplate(
            name: "dia",
            clinician: "doctor",
            count: 2,
            start: .seconds(9 * 3_600),
            slots: 6,
            slot: .seconds(1_200),
            service: .fixed(.seconds(900)),
            wrapUp: .fixed(.seconds(600))
        )
        session.noShow = NoShow(first: .never, followUp: Probability(clamping: 0.3))
        var clinic = ClinicSettings(sessions: [session])
        clinic.days = 10
        return ClinicSchedule(clinic, seed: 1)
    }()

    private static func records(_ judgements: [ConsultationOutcome] = []) throws -> RunRecords {
        let appointments = schedule.appointments.enumerated().map { place, appointment in
            AppointmentRecord(
                number: place + 1,
                appointment: appointment,
                calls: appointment.calls.isEmpty ? [] : [place + 1],
                judgements: judgements
            )
        }
        return try RunRecords([]).adding(appointments: appointments, sessions: schedule.sessions)
    }

    private static func evaluation(_ key: String, _ limit: String) throws -> ThresholdEvaluation {
        let (metric, tags) = try ThresholdRule.key(parsing: key)
        let expression = try ThresholdExpression(parsing: limit, for: metric)
        let rule = ThresholdRule(metric: metric, tags: tags, expression: expression)
        return ThresholdEvaluation(of: rule, in: try records(), tier: "media", seed: 1)
    }

    @Test("Overruns and idle time are one sample a session, waits one a patient who came")
    func samples() throws {
        let overrun = try Self.evaluation("clinic.overrun", "max <= 1000 min")
        #expect(overrun.samples == 20 && overrun.verdict == .pass)
        #expect(overrun.value == Self.schedule.sessions.map(\.overrun.seconds).max()?.rounded())
        let wait = try Self.evaluation("clinic.wait{clinic:dia}", "p(90) <= 1 s")
        #expect(wait.samples == Self.schedule.appointments.count { $0.arrival != nil })
        #expect(wait.verdict == .fail)
        #expect(try Self.evaluation("clinic.wait{clinic:foot}", "p(90) <= 1 s").verdict == .inconclusive)
        let held = try Self.evaluation("clinic.held", "share >= 50 %")
        #expect(held.samples == 120)
        let came = Double(Self.schedule.appointments.count { $0.arrival != nil })
        #expect(abs((held.value ?? 0) - came / 120) < 1e-6)
    }

    @Test("An appointment is what its calls came to, the worst of them, and unscored without any")
    func outcomes() throws {
        let index = try #require(Self.schedule.appointments.firstIndex { $0.arrival != nil })
        let missed = try #require(Self.schedule.appointments.firstIndex { $0.arrival == nil })
        for (judgements, outcome) in [
            ([ConsultationOutcome.completedVideo], AppointmentOutcome.completedVideo),
            ([.completedVideo, .failed, .completedAudioOnly], .technicalFailure),
            ([], .completedUnscored), ([.unknown], .completedUnscored),
        ] {
            let records = try Self.records(judgements)
            #expect(records.appointments[index].outcome == outcome)
            #expect(records.appointments[missed].outcome == .missed)
        }
    }

    @Test("The line of an appointment says when everything was, and leaves out what was not")
    func lines() throws {
        let records = try Self.records([.completedVideo])
        func line(_ place: Int) -> String {
            var bytes: [UInt8] = []
            records.appointments[place].appendLine(to: &bytes)
            return String(decoding: bytes, as: UTF8.self)
        }
        // The first of a day's list finds the clinician there.
        let came = try #require(
            Self.schedule.appointments.firstIndex {
                $0.arrival != nil && $0.began == $0.slot && $0.clinicianNumber == 2
            }
        )
        let appointment = Self.schedule.appointments[came]
        let slot = appointment.slot.nanoseconds / 1_000_000_000
        #expect(
            line(came)
                == "{\"appointment\":\(came + 1),\"day\":\(appointment.day),\"clinic\":\"dia\",\"clinician\":\"doctor\","
                + "\"clinician_number\":2,\"mode\":\"video\",\"visit\":\"follow_up\",\"slot_at_s\":\(slot),"
                + "\"arrived_at_s\":\(slot),\"began_at_s\":\(slot),\"ended_at_s\":\(slot + 900),"
                + "\"wrapped_up_at_s\":\(slot + 1_500),\"wait_s\":0,"
                + "\"outcome\":\"completed_video\",\"calls\":[\(came + 1)]}\n"
        )
        let missed = try #require(Self.schedule.appointments.firstIndex { $0.arrival == nil })
        #expect(line(missed).contains("\"outcome\":\"dna\"}") && !line(missed).contains("arrived"))
    }
}
