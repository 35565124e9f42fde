import ClinicModel
import Testing
import Units

@Suite("Booking rules")
struct RuleTests {
    private func template(slots: Int, rule: BookingRule = .individual) -> SessionTemplate {
        var template = SessionTemplate(
            name: "diabetes",
            clinician: "consultant",
            start: .seconds(9 * 3_600),
            slots: slots,
            slot: .seconds(900),
            service: .fixed(.seconds(600))
        )
        template.rule = rule
        return template
    }

    @Test("Each rule books one patient a slot in all, where the rule says")
    func rules() {
        #expect(BookingRule.individual.patients(slots: 4) == [1, 1, 1, 1])
        #expect(BookingRule.baileyWelch.patients(slots: 12) == [2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0])
        #expect(BookingRule.baileyWelch.patients(slots: 1) == [1])
        #expect(BookingRule.twoAtATime.patients(slots: 5) == [2, 0, 2, 0, 1])
        #expect(BookingRule.wave(3).patients(slots: 8) == [3, 0, 0, 3, 0, 0, 2, 0])
        for rule in [BookingRule.individual, .baileyWelch, .twoAtATime, .wave(4), .dome(0.2)] {
            for slots in 1...30 { #expect(rule.patients(slots: slots).reduce(0, +) == slots) }
        }
    }

    @Test("Slots follow each other around a break, and a dome keeps the session's length")
    func times() {
        var paused = template(slots: 4)
        paused.pause = SessionTemplate.Pause(afterSlot: 2, length: .seconds(600))
        #expect(paused.slotTimes == [.zero, .seconds(900), .seconds(2_400), .seconds(3_300)])
        #expect(paused.end - paused.start == .seconds(4_200))
        let dome = template(slots: 9, rule: .dome(0.3)).slotTimes
        let intervals = zip(dome, dome.dropFirst()).map { ($1 - $0).seconds }
        #expect(abs((intervals.max() ?? 0) - 900 * 1.3) < 1e-6)
        #expect(intervals.indices.max { intervals[$0] < intervals[$1] } == 4)
        #expect(intervals.first.map { $0 < 900 } == true)
    }

    @Test("Slots left free are booked around, and more patients are spread from the first slot on")
    func bookings() {
        var session = template(slots: 6)
        session.catchUp = [3, 6]
        session.overbooking = .patients(2)
        #expect(session.patientsPerSlot == [2, 1, 0, 2, 1, 0])
        #expect(session.bookings.count == 6)
    }

    @Test("Booking against a risk keeps the chance of too many patients below it, and one more would not")
    func overbooking() throws {
        let missing = try #require(Probability(0.16))
        let risk = try #require(Probability(0.2))
        let count = Overbooking.risk(risk).count(booked: 12, missing: missing)
        // P(nobody of 13 misses) = 0.84^13 = 0.1037; P(fewer than two of 14 miss) = 0.84^14 + 14 0.16 0.84^13 = 0.3194.
        #expect(count == 1)
        #expect(Overbooking.risk(risk).count(booked: 12, missing: .never) == 0)
    }
}
