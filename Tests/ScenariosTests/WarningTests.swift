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
              late: { like: fttc, at 30 s: { outage: 2 s } }
              spare: { like: fttp }
            thresholds: { audio.mos: avg >= 3 }
            """
        #expect(
            try warnings(text) == [
                "clinic.yaml:3:40: warning: patients[1]: b has a share of 1 % of 4 consultations, which makes none",
                "clinic.yaml:5:23: warning: networks.late.at 30 s: every call is over after 30 s: this never happens",
                "clinic.yaml:6:3: warning: networks.spare: nobody is on this network",
            ]
        )
    }

    @Test("Pictures are not scored in the packet tier")
    func packetTier() throws {
        let found = try warnings(Reading.least + "tier: packet\nthresholds: { video.psnr: avg >= 30 }\n")
        #expect(found.count == 1)
        #expect(found.first?.contains("the packet tier has no pictures") == true)
    }
}
