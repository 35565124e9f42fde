import ClinicModel
import QualityModels
import Testing
import Units

@testable import Scenarios

@Suite("Clinic decoding")
struct ClinicDecodingTests {
    /// A scenario whose clinic has these keys, which begin in line 5, column 3.
    private static func text(_ clinic: String, _ rest: String = "") -> String {
        Reading.least + "clinic:\n" + clinic.split(separator: "\n").map { "  \($0)\n" }.joined() + rest
    }

    private static let session = "{ name: dia, start: 09:00, slots: 12, slot: 20 min }"

    @Test("A session becomes as many calls as patients come, each as long as its talk, and of one clinician at a time")
    func calls() throws {
        let scenario = try Reading.read(Self.text("sessions: [\(Self.session)]")).scenario
        let clinic = try #require(scenario.clinic)
        #expect(clinic.schedule.appointments.count == 12)
        #expect(scenario.consultations.count == clinic.calls.count && !clinic.calls.isEmpty)
        let came = clinic.schedule.appointments.filter { $0.began != nil }
        #expect(clinic.calls.count == came.flatMap(\.calls).count)
        var free = Timestamp.start
        for number in 1...scenario.consultations.count {
            #expect(scenario.consultations.start(of: number) >= free)
            free = scenario.consultations.start(of: number) + scenario.consultations.length(of: number)
        }
        #expect(scenario.consultations.lastEnd == free)
        let other = try Reading.read(Self.text("sessions: [\(Self.session)]", "seed: 2\n")).scenario
        #expect(other.clinic?.schedule != clinic.schedule)
    }

    @Test("Defaults are those of the page, by mode where they differ")
    func defaults() throws {
        let text = Self.text(
            "sessions: [\(Self.session), { name: foot, start: 14:00, slots: 2, slot: 15 min, mode: in-person }]"
        )
        let settings = try #require(Reading.read(text).scenario.clinic?.settings)
        #expect(settings.sessions[0].noShow.followUp == Probability(0.104))
        #expect(
            settings.sessions[1].noShow
                == NoShow(first: Probability(clamping: 0.092), followUp: Probability(clamping: 0.107))
        )
        #expect(settings.sessions[0].service == DurationLaw(.logNormal, mean: .seconds(840), variation: 0.5))
        #expect(settings.punctuality == .faiz(median: .seconds(-300)))
        #expect(settings.order == .presentFirst)
        #expect(settings.technical.dropsPerMinute == Probability(0.002))
        #expect(settings.days == 1)
    }

    @Test("Only the beginning of each call is simulated where asked, and only the first days' calls")
    func cutting() throws {
        let text = Self.text("sessions: [\(Self.session)]\nsimulate: 30 s\ndays: 5\nrehearsed_days: 2")
        let scenario = try Reading.read(text).scenario
        #expect(scenario.clinic?.schedule.appointments.count == 60)
        #expect((1...scenario.consultations.count).allSatisfy { scenario.consultations.length(of: $0) <= .seconds(30) })
        #expect(scenario.consultations.lastEnd < .start + .seconds(2 * 86_400))
        #expect(scenario.consultations.lastEnd > .start + .seconds(86_400))
    }

    private static let two = "clinicians: [{ name: a, network: fttc }, { name: b, network: fttc, via: [south] }]\n"
    private static let links = "links: { south: { up: { rate: 9 Mbit/s }, down: { rate: 9 Mbit/s } } }\n"

    @Test(
        "Schedules that cannot be are refused at their place",
        arguments: [
            (
                "sessions: [\(session),\n { name: foot, start: 12:30, slots: 2, slot: 20 min }]",
                "6:4: error: clinic.sessions[1]: clinician would hold dia (09:00 to 13:00) and foot (12:30 to 13:10) "
                    + "at once, from 12:30 on"
            ),
            (
                "sessions: [{ name: dia, start: 09:00, slots: 12, slot: 0 min }]",
                "5:58: error: clinic.sessions[0].slot: a slot of 0 s is too short for anybody"
            ),
            (
                "sessions: [{ name: dia, start: 09:00, slots: 0, slot: 20 min }]",
                "5:48: error: clinic.sessions[0].slots: a session without slots sees nobody"
            ),
            (
                "sessions: [{ name: dia, start: 20:00, slots: 30, slot: 20 min }]",
                "5:14: error: clinic.sessions[0]: dia would end after midnight"
            ),
            (
                "sessions: [{ name: dia, site: north, start: 09:00, slots: 2, slot: 20 min },\n"
                    + " { name: dia, site: south, start: 14:00, slots: 2, slot: 20 min }]",
                "6:4: error: clinic.sessions[1]: the clinic dia would be at two sites, north and south"
            ),
            (
                "sessions: [{ name: dia, start: 9, slots: 2, slot: 20 min }]",
                "5:34: error: clinic.sessions[0].start: '9' is no time of day"
            ),
            (
                "sessions: [{ name: dia, start: 09:00, slots: 2, slot: 20 min, catch_up: [1, 2] }]",
                "5:75: error: clinic.sessions[0].catch_up: all slots are left free"
            ),
            (
                "sessions: [\(session)]\ntechnical: { outages: [{ at: 10:30, site: north }] }",
                "6:45: error: clinic.technical.outages[0].site: no session says that it is at north"
            ),
            (
                "sessions: [\(session)]\ntechnical: { retry_min: 90 s }",
                "6:27: error: clinic.technical.retry_min: the shortest time to join again, 90 s, is longer than the longest, "
                    + "1 min"
            ),
            (
                "sessions: [{ name: dia, count: 64, start: 09:00, slots: 12, slot: 20 min }]\ndays: 500",
                "6:9: error: clinic.days: 500 days have more than the 200,000 appointments that a clinic may have"
            ),
            (
                "on_demand: { name: gp, start: 09:00, arrivals: [10000, 10000, 1] }",
                "5:50: error: clinic.on_demand.arrivals: so many arrivals are more than the 20,000 of a day"
            ),
            ("order: appointment", "5:3: error: clinic: the clinic has neither sessions nor patients on demand"),
        ]
    )
    func impossible(clinic: String, expected: String) {
        #expect(Reading.firstLines(Self.text(clinic)) == ["clinic.yaml:" + expected])
        #expect(Reading.errors(Self.text(clinic)).allSatisfy { $0.hint?.isEmpty == false })
    }

    @Test("Who holds a session has to be said where there are several, and has to be there and at its site")
    func holders() {
        let unsaid = Reading.firstLines(Self.text("sessions: [\(Self.session)]", Self.two + Self.links))
        #expect(
            unsaid == [
                "clinic.yaml:5:14: error: clinic.sessions[0]: it is not said who holds it, and there are 2 groups of clinicians"
            ]
        )
        let named = Self.text(
            "sessions: [{ name: dia, clinician: b, site: north, start: 09:00, slots: 2, slot: 20 min }]",
            Self.two + Self.links
        )
        #expect(
            Reading.firstLines(named) == [
                "clinic.yaml:5:3: error: clinic: dia would be at two sites: it is at north, and b goes via south"
            ]
        )
        let unknown = Self.text(
            "sessions: [{ name: dia, clinician: c, start: 09:00, slots: 2, slot: 20 min }]",
            Self.two + Self.links
        )
        #expect(Reading.firstLines(unknown).first?.contains("there is no group 'c' among clinicians") == true)
    }

    @Test("What the clinic says itself may not be said again")
    func twice() {
        let text = Self.text("sessions: [\(Self.session)]", "consultations: { count: 3, topology: direct }\n")
        #expect(
            Reading.firstLines(text) == [
                "clinic.yaml:6:25: error: consultations.count: the clinic says how many consultations there are, how long and when"
            ]
        )
    }

    @Test("Thresholds on the clinic need one, and its tag one of its clinics")
    func thresholds() throws {
        let limit = "thresholds: { \"clinic.overrun\": [ \"p(90) <= 10 min\" ] }\n"
        let rule = try Reading.read(Self.text("sessions: [\(Self.session)]", limit)).scenario.thresholds[0]
        #expect(rule.expression.limit == 600)
        #expect(Reading.firstLines(Reading.least + limit).first?.contains("the scenario has no clinics") == true)
        let tagged = "thresholds: { \"clinic.wait{clinic:dai}\": [ \"p(90) <= 10 min\" ] }\n"
        #expect(Reading.errors(Self.text("sessions: [\(Self.session)]", tagged)).first?.hint == "did you mean dia?")
    }

    private static func read(diary: String, _ clinic: String = "diary: d.csv") throws -> Scenario {
        try ScenarioReader.read(
            bytes: Array(text(clinic).utf8),
            file: "clinic.yaml",
            readTrace: { _ in Array(diary.utf8) }
        ).scenario
    }

    @Test("A diary gives the calls that took place")
    func diary() throws {
        let scenario = try Self.read(diary: ClinicTexts.diary)
        #expect(scenario.consultations.count == 1)
        #expect(scenario.consultations.length(of: 1) == .seconds(840))
        #expect(scenario.clinic?.schedule.appointments.map(\.outcome) == [nil, .missed])
    }

    @Test("A diary with an identifier is refused with row and column, without the value; so are keys it makes idle")
    func refusedDiary() throws {
        let secret = "9434765919"
        do {
            _ = try Self.read(diary: "start,duration,clinic\n09:00,10,\(secret)\n")
            Issue.record("it was read")
        } catch let error as ScenarioErrors {
            let text = error.errors.map(\.description).joined(separator: "\n")
            #expect(text.contains("clinic.yaml:5:10: error: clinic.diary: d.csv: row 2, column 3: this looks like"))
            #expect(!text.contains(secret))
        }
        do {
            _ = try Self.read(diary: ClinicTexts.diary, "diary: d.csv\norder: appointment")
            Issue.record("it was read")
        } catch let error as ScenarioErrors {
            #expect(error.errors.map(\.message) == ["the diary says what took place"])
        }
    }
}
