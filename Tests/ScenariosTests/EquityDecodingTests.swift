import QualityModels
import Testing

@testable import Scenarios

@Suite("Comparison of groups in scenarios")
struct EquityDecodingTests {
    private static func text(count: Int, _ more: String) -> String {
        """
        rehearsal: 1
        name: fair
        consultations: { count: \(count) }
        patients:
          - { name: town, network: fttc, share: 75 %, tags: { access: urban } }
          - { name: hills, network: 4g, tags: { access: rural } }
        \(more)
        """
    }

    private static func warnings(count: Int, _ more: String) throws -> [String] {
        try Reading.read(text(count: count, more)).warnings.map(\.description).filter { $0.contains("thresholds") }
    }

    @Test("The fewest calls of a group are 200 unless the file says otherwise, and saying so asks for the comparison")
    func callsMin() throws {
        let usual = try Reading.read(Self.text(count: 4, ""))
        #expect(usual.scenario.equity == EquitySettings(callsMin: 200, isStated: false))
        #expect(!usual.effective.contains { $0.path.hasPrefix("equity") })
        let own = try Reading.read(Self.text(count: 4, "equity: { min_calls: 50 }"))
        #expect(own.scenario.equity == EquitySettings(callsMin: 50, isStated: true))
        #expect(own.effective.contains { $0.path == "equity.min_calls" && $0.value == "50" })
        #expect(Reading.firstLines(Self.text(count: 4, "equity: { min_calls: 4 }")).count == 1)
        #expect(Reading.firstLines(Self.text(count: 4, "equity: { calls_min: 9 }")).count == 1)
    }

    @Test("Groups too small to be compared are told before the run, with how many consultations would do")
    func tooSmall() throws {
        let limit = "thresholds: { consultation.usable: [ \"gap(access) <= 10 %\" ] }"
        let warnings = try Self.warnings(count: 100, limit)
        #expect(warnings.count == 1)
        #expect(warnings.first?.contains("25 calls have access:rural, and fewer than 200 are not compared") == true)
        #expect(warnings.first?.contains("about 800 consultations would do") == true, "\(warnings)")
        #expect(try Self.warnings(count: 800, limit).isEmpty)
        #expect(try Self.warnings(count: 100, limit + "\nequity: { min_calls: 25 }").isEmpty)
        let one = try Self.warnings(count: 100, "thresholds: { consultation.usable: [ \"gap(clinician) <= 10 %\" ] }")
        #expect(one.first?.contains("no two groups of calls by clinician") == true, "\(one)")
    }

    @Test("Without calls there is nothing to compare")
    func flowsAlone() {
        let text = """
            rehearsal: 1
            name: alone
            links: { b: { up: { rate: 1 Mbit/s }, down: {} } }
            flows: [{ name: u, kind: udp, via: [b], stop: 3 s, udp: { rate: 500 kbit/s } }]
            equity: { min_calls: 50 }
            """
        #expect(Reading.firstLines(text).first?.contains("equity needs patients") == true)
    }

    @Test("A tag that no group has is refused, one of the file's own is not")
    func tags() {
        let wrong = Self.text(count: 9, "thresholds: { consultation.usable: [ \"gap(acces) <= 10 %\" ] }")
        let errors = Reading.errors(wrong)
        #expect(errors.count == 1)
        #expect(errors.first?.description.contains("'acces' is no tag that divides calls") == true)
        #expect(errors.first?.description.contains("did you mean access?") == true)
    }
}
