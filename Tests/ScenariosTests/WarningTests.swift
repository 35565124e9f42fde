import QualityModels
import Testing

@testable import Scenarios

@Suite("Warnings")
struct WarningTests {
    private func warnings(_ text: String) throws -> [String] {
        try Reading.read(text).warnings.map(\.description)
    }

    @Test("A scenario too small for a threshold is told how many consultations would do")
    func tooSmall() throws {
        let text =
            Reading.least + """
                consultations: { count: 24 }
                thresholds:
                  consultation.usable: share >= 95 %
                  audio.mos: p(10) >= 3.6
                  "audio.mos{to:clinician}": p(10) >= 3.4
                """
        #expect(
            try warnings(text) == [
                """
                clinic.yaml:6:24: warning: thresholds.consultation.usable: 24 independent calls cannot show \
                'share >= 95 %' with 95 % confidence; 59 can
                  hint: about 59 consultations would do; with fewer the value decides without that confidence
                """,
                """
                clinic.yaml:7:14: warning: thresholds.audio.mos: 24 independent calls cannot show \
                'p(10) >= 3.6' with 95 % confidence; 29 can
                  hint: about 29 consultations would do; with fewer the value decides without that confidence
                """,
                """
                clinic.yaml:8:30: warning: thresholds.audio.mos{to:clinician}: 24 independent calls cannot show \
                'p(10) >= 3.4' with 95 % confidence; 29 can
                  hint: about 29 consultations would do; with fewer the value decides without that confidence
                """,
            ]
        )
    }

    @Test("Samples of one network are those of its patients")
    func networkTag() throws {
        let text = """
            rehearsal: 1
            name: a
            consultations: { count: 40 }
            patients: [{ name: a, network: 4g, share: 25 % }, { name: b, network: fttc }]
            thresholds: { "consultation.usable{network:4g}": share >= 80 %, "audio.mos{call:41}": med >= 3 }
            """
        let found = try warnings(text)
        #expect(found.count == 2)
        #expect(found.first?.contains("10 independent calls") == true)
        #expect(found.last?.contains("no call of this scenario carries these tags") == true)
    }

    @Test("An event after the end, an unused network and a group of nobody are told")
    func pointless() throws {
        let text = """
            rehearsal: 1
            name: a
            patients: [{ name: a, network: late }, { name: b, network: 4g, share: 1 % }]
            networks:
              late: { like: fttc, at 44 s: { outage: 2 s }, at 45 s: { outage: 2 s } }
              spare: { like: fttp }
            thresholds: { audio.mos: avg >= 3 }
            """
        #expect(
            try warnings(text) == [
                "clinic.yaml:3:40: warning: patients[1]: b has a share of 1 % of 4 consultations, which makes none",
                """
                clinic.yaml:5:49: warning: networks.late.at 45 s: the last call is over 45 s after the run began: \
                this never happens
                  hint: events count from the start of the run, not of each call
                """,
                "clinic.yaml:6:3: warning: networks.spare: nobody is on this network",
            ]
        )
    }

    @Test("Calls too short for a window are told so, not asked to be more")
    func tooShort() throws {
        let text =
            Reading.least + """
                consultations: { length: 4 s }
                thresholds: { audio.mos: p(10) >= 3.6 }
                """
        #expect(
            try warnings(text) == [
                """
                clinic.yaml:5:26: warning: thresholds.audio.mos: calls of 4 s are too short for a sample, so that the \
                verdict is inconclusive
                  hint: make consultations.length 5 s or more
                """
            ]
        )
        #expect(try warnings(text.replacing("4 s", with: "5 s")).first?.contains("4 independent calls") == true)
    }

    @Test("A share of 100 % is told that no number of calls shows it, only where the interval decides")
    func neverShown() throws {
        let text = Reading.least + "thresholds: { consultation.usable: share >= 100 % }\n"
        #expect(try warnings(text).isEmpty)
        let strict = Reading.least + "thresholds: { consultation.usable: { that: share >= 100 %, decide: interval } }\n"
        let found = try warnings(strict)
        #expect(found.count == 1)
        #expect(found.first?.contains("no number of calls can show 'share >= 100 %'") == true)
    }

    @Test("A warning about a default threshold names it, and no place that the file does not have")
    func defaultThresholds() throws {
        let found = try warnings(Reading.least)
        #expect(found.count == 9)
        #expect(
            found.first?.hasPrefix("clinic.yaml: warning: the default threshold audio.mos: 4 independent calls")
                == true,
            "\(found)"
        )
    }

    @Test("A flood of warnings is cut off with its number")
    func flood() throws {
        let networks = (0..<300).map { "  n\($0): { like: fttc }\n" }.joined()
        let found = try warnings(Reading.least + "thresholds: { audio.mos: avg >= 3 }\nnetworks:\n" + networks)
        #expect(found.count == 201)
        #expect(found.last == "clinic.yaml: warning: 100 more warnings are not shown")
    }

    @Test("What init writes draws no warning")
    func template() throws {
        #expect(try warnings(ScenarioTemplate.commented(name: "fresh")).isEmpty)
    }

    @Test("A share of a rate that nobody knows beforehand cannot be a threshold, and an event changes something")
    func impossible() {
        func errors(_ link: String, _ metric: String = "link.utilisation") -> [String] {
            Reading.firstLines(
                "rehearsal: 1\nname: n\nlinks: { b: { \(link) } }\n"
                    + "flows: [{ name: f, kind: udp, via: [b], stop: 5 s, udp: { rate: 1 Mbit/s } }]\n"
                    + "thresholds: { \(metric): max <= 90 % }\n"
            )
        }
        #expect(
            errors("up: { rate: { lte: 4g-static } }, down: {}").first?.contains("no rate is known beforehand") == true
        )
        #expect(errors("up: { rate: { lte: 4g-static } }, down: {}", "link.packet_drops").isEmpty)
        #expect(errors("up: { shaper: { rate: 1 Mbit/s, burst: 9 kB } }, down: {}").isEmpty)
        #expect(errors("cell: {}").isEmpty)
        #expect(errors("cell: { queue: 3 kB }").count == 1)
        #expect(
            errors("up: { rate: 1 Mbit/s }, down: {}, at 1 s: { up: {} }").first?.contains("changes nothing here")
                == true
        )
    }
}
