import QualityModels
import Testing
import Units

@testable import Scenarios

@Suite("Usability decoding")
struct UsabilityDecodingTests {
    private func settings(_ text: String) throws -> UsabilitySettings {
        try Reading.read(Reading.least + text).scenario.usability
    }

    @Test("Without a word both sides converse, with patience for a minute")
    func fallbacks() throws {
        let settings = try settings("")
        #expect(settings == UsabilitySettings())
        #expect(settings.clinician.profile == .conversation)
        #expect(settings.outcomes.patience == .seconds(60))
    }

    @Test("A profile is named, or named with what differs from it")
    func profiles() throws {
        let settings = try settings(
            """
            usability:
              clinician: { profile: observation, lines_min: 360, psnr_min: 36 dB, mos_min: 3.4, share_min: 90 % }
              patient: audio-critical
              fallback_after: 30 s
            """
        )
        #expect(settings.clinician.profile == .observation)
        #expect(settings[.clinician].conditions.linesMin == 360)
        #expect(settings.clinician.conditions.psnrMin == 36)
        #expect(settings.clinician.conditions.mosMin == 3.4)
        #expect(settings.clinician.conditions.usableShareMin == 0.9)
        #expect(settings.clinician.conditions.frameRateMin == UsabilityProfile.observation.conditions.frameRateMin)
        #expect(settings[.patient].conditions == UsabilityProfile.audioCritical.conditions)
        #expect(settings.outcomes.patience == .seconds(30))
    }

    @Test("Lines that the file states count for a small camera too")
    func statedLines() throws {
        let text = "usability: { patient: { lines_min: 200 } }\n"
        #expect(try !settings(text).patient.conditions.isCameraEnough)
        #expect(try settings("usability: { patient: { mos_min: 3 } }\n").patient.conditions.isCameraEnough)
    }

    @Test("What is wrong is told at its place")
    func wrong() {
        let found = Reading.firstLines(
            Reading.least + """
                usability:
                  clinician: obsevation
                  patient: { psnr_min: 34, frame_rate_min: 15 fps, lines: 3, mos_min: 5 }
                  fallback_after: 0 s
                """
        )
        #expect(
            found == [
                "clinic.yaml:5:14: error: usability.clinician: 'obsevation' is none of conversation, observation, "
                    + "movement, audio-critical",
                "clinic.yaml:6:24: error: usability.patient.psnr_min: 34 has no unit, and a level needs one",
                "clinic.yaml:6:44: error: usability.patient.frame_rate_min: 'fps' may not follow a number here",
                "clinic.yaml:6:52: error: usability.patient.lines: there is no key 'lines' here",
                "clinic.yaml:6:71: error: usability.patient.mos_min: 5 is outside 1 to 4.5",
                "clinic.yaml:7:19: error: usability.fallback_after: 0 s is outside 1 s to 1 h",
            ]
        )
    }

    @Test("A camera that takes fewer lines than asked for is warned of")
    func smallCamera() throws {
        func warnings(_ text: String) throws -> [String] {
            try Reading.read(Reading.least + text).warnings.map(\.description).filter { $0.contains("usability") }
        }
        let found = try warnings("media: { video: { size: 640x360 } }\nusability: { clinician: observation }\n")
        #expect(found.count == 1)
        #expect(found.first?.contains("the camera takes 360 lines and observation asks for 460") == true)
        #expect(try warnings("media: { video: { size: 1280x720 } }\nusability: { clinician: observation }\n").isEmpty)
        #expect(try warnings("media: { video: { size: 64x48 } }\n").isEmpty)
    }
}

@Suite("Tags of groups")
struct TagDecodingTests {
    private static let tagged = """
        rehearsal: 1
        name: tagged
        consultations: { count: 40 }
        clinicians: [{ name: ward, network: hospital-wifi-staff, tags: { team: north } }]
        patients:
          - { name: near, network: fttc, tags: { access: urban, age: under-75 } }
          - { name: far, network: 4g, share: 25 %, tags: { access: rural } }

        """

    @Test("Tags are read by name, and thresholds may be narrowed by them")
    func narrowed() throws {
        let text =
            Self.tagged + """
                thresholds:
                  "audio.mos{access:rural}": p(50) >= 3
                  "audio.mos{patient:near,team:north}": p(50) >= 3
                  "audio.mos{clinician:ward}": p(50) >= 3
                """
        let scenario = try Reading.read(text).scenario
        #expect(scenario.patients[0].tags.map(\.name) == ["access", "age"])
        #expect(
            scenario.thresholds.map(\.key) == [
                "audio.mos{access:rural}", "audio.mos{patient:near,team:north}", "audio.mos{clinician:ward}",
            ]
        )
    }

    @Test("Calls that carry a tag are counted for the warning of too few")
    func counted() throws {
        let text = Self.tagged + "thresholds: { \"consultation.usable{access:rural}\": share >= 90 % }\n"
        let warnings = try Reading.read(text).warnings.map(\.description)
        #expect(warnings.count == 1)
        #expect(warnings.first?.contains("10 independent calls cannot show") == true)
    }

    @Test("A name of every run's own, one on both sides, and a tag that nobody has are errors")
    func wrongNames() {
        let found = Reading.firstLines(
            Self.tagged.replacing("access: rural", with: "team: south").replacing("age:", with: "to:")
                + "thresholds: { \"audio.mos{acces:urban}\": p(50) >= 3 }\n"
        )
        #expect(found.count == 3)
        #expect(found.contains { $0.contains("every run has a tag 'to' of its own") })
        #expect(found.contains { $0.contains("clinicians use the tag 'team' already") })
        #expect(found.contains { $0.contains("'acces' is no tag") })
    }

    @Test("A value that no group has is an error")
    func wrongValues() {
        let found = Reading.firstLines(
            Self.tagged + """
                thresholds:
                  "audio.mos{access:city}": p(50) >= 3
                  "audio.mos{patient:nearby}": p(50) >= 3
                  "audio.mos{clinician:wards}": p(50) >= 3
                """
        )
        #expect(found.count == 3)
        #expect(found.first?.contains("no group has the tag access:city") == true)
        #expect(found.last?.contains("there is no group 'wards' of clinicians") == true)
    }

    @Test("What only recordings can show is no threshold of a run")
    func recordings() {
        let found = Reading.errors(Reading.least + "thresholds: { video.vmaf: p(10) >= 60 }\n").map(\.description)
        #expect(found.count == 1)
        #expect(found.first?.contains("rehearsal score does") == true)
    }
}
