import QualityModels
import Scenarios
import Testing
import Units

@Suite("Values from outside")
struct OverrideTests {
    private static let text = """
        rehearsal: 1
        name: base
        seed: 3
        media: { video: { bitrate: { max: 500 kbit/s } } }
        patients:
          - { name: home, share: 60 %, network: fttc }
          - { name: mobile, share: 40 %, network: 4g }
        thresholds:
          audio.mos: [ "p(10) >= 3.6" ]
        """

    private func read(_ path: String, _ value: String) throws -> ReadScenario {
        try Reading.read(Self.text, [Override(path: path, text: value)])
    }

    @Test("A value replaces that of the file, and its origin is told")
    func replaces() throws {
        let read = try read("media.video.bitrate.max", "300 kbit/s")
        #expect(read.scenario.media.video?.bitrate.max == .kilobitsPerSecond(300))
        let value = EffectiveValue(path: "media.video.bitrate.max", value: "300 kbit/s", origin: .flag)
        #expect(read.effective.contains(value))
        #expect(read.effective.filter { $0.path == value.path }.count == 1)
    }

    @Test("A value can be added where the file has none, mappings between included")
    func adds() throws {
        #expect(try read("consultations.starts.every", "1 s").scenario.consultations.startsEvery == .seconds(1))
        #expect(try read("media.video.speed", "-6").scenario.media.video?.speed == -6)
    }

    @Test("List items are found by index and by name, and one more can be added")
    func items() throws {
        #expect(try read("patients[1].network", "5g").scenario.patients[1].network.name == "5g")
        #expect(try read("patients.mobile.network", "5g").scenario.patients[1].network.name == "5g")
        let both = [
            Override(path: "patients[0].share", text: "50 %"), Override(path: "patients.mobile.share", text: "50 %"),
        ]
        #expect(try Reading.read(Self.text, both).scenario.patients.map(\.share) == [0.5, 0.5])
        #expect(
            try read("clinicians[0]", "{ name: gp, network: hscn-gp-fttc }").scenario.clinicians.map(\.name) == ["gp"]
        )
    }

    @Test("Metrics keep their dots and tags")
    func thresholds() throws {
        let replaced = try read("thresholds.audio.mos", "p(10) >= 2").scenario.thresholds
        #expect(replaced.map(\.description) == ["audio.mos: p(10) >= 2"])
        let item = try read("thresholds.audio.mos[0]", "p(10) >= 2.5").scenario.thresholds
        #expect(item.map(\.description) == ["audio.mos: p(10) >= 2.5"])
        let added = try read("thresholds.audio.mos{to:clinician}", "[p(10) >= 3.4]").scenario.thresholds
        #expect(added.map(\.description) == ["audio.mos: p(10) >= 3.6", "audio.mos{to:clinician}: p(10) >= 3.4"])
        #expect(added.map(\.line) == [9, nil])
    }

    @Test("A flag wins over the environment, whatever their order; of equal ones the last wins")
    func precedence() throws {
        let overrides = [
            Override(path: "seed", text: "10", origin: .flag, shown: "--seed"),
            Override(path: "seed", text: "20", origin: .environment, shown: "REHEARSAL_SEED"),
        ]
        let read = try Reading.read(Self.text, overrides)
        #expect(read.scenario.seed == 10)
        #expect(read.effective.contains(EffectiveValue(path: "seed", value: "10", origin: .flag)))
        let twice = [Override(path: "seed", text: "4"), Override(path: "seed", text: "5")]
        #expect(try Reading.read(Self.text, twice).scenario.seed == 5)
        let environment = [Override(path: "seed", text: "20", origin: .environment, shown: "REHEARSAL_SEED")]
        #expect(try Reading.read(Self.text, environment).effective.contains { $0.origin == .environment })
    }

    @Test(
        "Errors name the flag",
        arguments: [
            ("seed", "many", "--set seed: error: seed: 'many' is no whole number from 0 to 2^64 - 1"),
            (
                "media.video.bitrate.max", "300",
                "--set media.video.bitrate.max: error: media.video.bitrate.max: 300 has no"
            ),
            ("sede", "3", "--set sede: error: sede: there is no key 'sede' here"),
            (
                "patients.mobil.share", "3 %",
                "--set patients.mobil.share: error: patients.mobil.share: patients has nothing"
            ),
            ("patients[7].share", "3 %", "--set patients[7].share: error: patients[7].share: patients has 2 items"),
            ("patients[x]", "3", "--set patients[x]: error: patients[x]: '[x]' is no list index"),
            ("seed[1]", "3", "--set seed[1]: error: seed"),
            ("", "3", "--set : error: "),
            ("media..video", "3", "--set media..video: error: media..video: the path has an empty part"),
            ("media.", "3", "--set media.: error: media.: the path ends with a dot"),
            ("seed", "[1", "--set seed: error: seed: did not find expected ',' or ']'"),
            ("seed", "*a", "--set seed: error: seed: anchors and aliases are not supported"),
            ("seed", "", "--set seed: error: seed: "),
            ("patients[1].share", "50 %", "clinic.yaml:6:3: error: patients: the shares add up to 110 %, not 100 %"),
        ]
    )
    func errors(path: String, value: String, expected: String) throws {
        let lines = Reading.firstLines(Self.text, [Override(path: path, text: value)])
        #expect(try #require(lines.first).hasPrefix(expected), "\(lines)")
    }

    @Test("Errors of the file come before those of flags")
    func order() {
        let lines = Reading.firstLines(Self.text + "\nzzz: 1\n", [Override(path: "seed", text: "x")])
        #expect(lines.map { $0.prefix(11) } == ["clinic.yaml", "--set seed:"])
    }
}
