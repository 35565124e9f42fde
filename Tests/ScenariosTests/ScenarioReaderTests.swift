import NetworkEmulation
import QualityModels
import Scenarios
import Testing
import Units

@Suite("Scenarios as they are read")
struct ScenarioReaderTests {
    @Test("What a file leaves out has the documented defaults, marked as such")
    func defaults() throws {
        let read = try Reading.read(Reading.least)
        let scenario = read.scenario
        #expect(scenario.name == "least")
        #expect(scenario.question.isEmpty)
        #expect(scenario.tier == .media)
        #expect(scenario.seed == 1)
        #expect(scenario.consultations.count == 4)
        #expect(scenario.consultations.length == .seconds(30))
        #expect(scenario.consultations.startsEvery == .seconds(5))
        #expect(scenario.consultations.start(of: 3) == .start + .seconds(10))
        #expect(scenario.clinicians.map(\.network.name) == ["hospital-wifi-staff"])
        #expect(scenario.patients.map(\.share) == [1])
        let video = try #require(scenario.media.video)
        #expect(video.codec == .vp8)
        #expect(video.size.width == 640 && video.size.height == 360 && video.frameRate == 30)
        #expect(video.bitrate.start == .kilobitsPerSecond(300))
        #expect(video.bitrate.min == .kilobitsPerSecond(30))
        #expect(video.bitrate.max == nil)
        #expect(video.degradation == .maintainFrameRate)
        #expect(video.fec)
        #expect(video.speed == nil)
        #expect(video.source == .preset(.calm))
        #expect(scenario.media.audio.bitrate == .kilobitsPerSecond(32))
        #expect(scenario.media.audio.fec && !scenario.media.audio.dtx && scenario.media.audio.complexity == 9)
        #expect(scenario.media.audio.source == .synthetic)
        // What browsers do where stacks differ.
        #expect(!scenario.media.audio.red && !scenario.media.audio.nack && scenario.media.audio.concealment == .expand)
        #expect(video.nackRetries == 100 && video.keyFrameRequest == .pli && video.feedback == .transportWide)
        #expect(scenario.usesDefaultThresholds)
        #expect(
            scenario.thresholds.map(\.description) == [
                "audio.mos: p(10) >= 3.6", "audio.concealed_ratio: p(95) <= 7 %", "audio.mouth_to_ear: p(95) <= 400 ms",
                "audio.longest_dropout: p(95) <= 500 ms", "audio.time_stretch: p(95) <= 10 %",
                "video.freeze_ratio: p(95) <= 5 %", "call.lip_sync_lost: p(95) <= 5 %",
                "call.one_way_silence: p(95) <= 2 s", "consultation.usable: share >= 80 %",
            ]
        )
        #expect(scenario.thresholds.allSatisfy { $0.line == nil })
        #expect(read.effective.contains(EffectiveValue(path: "name", value: "least", origin: .file)))
        #expect(read.effective.contains(EffectiveValue(path: "seed", value: "1", origin: .default)))
        #expect(read.effective.contains(EffectiveValue(path: "patients[0].share", value: "100 %", origin: .default)))
        #expect(
            read.effective.contains(
                EffectiveValue(path: "thresholds.audio.mos", value: "p(10) >= 3.6", origin: .default)
            )
        )
    }

    @Test("Groups without a share divide the rest evenly")
    func shares() throws {
        let text = """
            rehearsal: 1
            name: shares
            patients:
              - { name: a, network: 4g, share: 40 % }
              - { name: b, network: 5g }
              - { name: c, network: fttc }
            """
        let shares = try Reading.read(text).scenario.patients.map(\.share)
        #expect(shares[0] == 0.4)
        #expect((shares[1] - 0.3).magnitude < 1e-12 && shares[1] == shares[2])
    }

    @Test("Thirds that add up to 100 % but for rounding are accepted")
    func thirds() throws {
        let groups = ["33.3333333 %", "33.3333333 %", "33.3333334 %"].enumerated()
            .map { "{ name: g\($0), network: 4g, share: \($1) }" }.joined(separator: ", ")
        #expect(Reading.errors("rehearsal: 1\nname: thirds\npatients: [\(groups)]\n").isEmpty)
    }

    @Test("A range that is given in part bends the defaults to it")
    func bitrates() throws {
        func bitrate(_ text: String) throws -> VideoBitrate? {
            try Reading.read(Reading.least + "media: { video: { bitrate: \(text) } }\n").scenario.media.video?.bitrate
        }
        #expect(try bitrate("{ max: 200 kbit/s }")?.start == .kilobitsPerSecond(200))
        #expect(try bitrate("{ max: 700 kbit/s }")?.max == .kilobitsPerSecond(700))
        #expect(try bitrate("{ max: 20 kbit/s }")?.min == .kilobitsPerSecond(20))
        #expect(try bitrate("{ min: 600 kbit/s }")?.start == .kilobitsPerSecond(600))
        #expect(try bitrate("{ start: 20 kbit/s }")?.min == .kilobitsPerSecond(20))
        let fast = try bitrate("{ start: 2 Mbit/s }")
        #expect(fast?.start == .kilobitsPerSecond(2_000) && fast?.min == .kilobitsPerSecond(30) && fast?.max == nil)
    }

    @Test("Sources hold for all, or for one group")
    func sources() throws {
        let text = """
            rehearsal: 1
            name: sources
            media: { audio: { source: talk.wav }, video: { source: low-light } }
            patients:
              - { name: a, network: 4g, video_source: media/a b.y4m }
              - { name: b, network: 4g, audio_source: synthetic }
            """
        let patients = try Reading.read(text).scenario.patients
        #expect(patients.map(\.audioSource) == [.file("talk.wav"), .synthetic])
        #expect(patients.map(\.videoSource) == [.file("media/a b.y4m"), .preset(.lowLight)])
    }

    @Test("Thresholds come as one text, a list or the long form, with the line that states them")
    func thresholds() throws {
        let text =
            Reading.least + """
                thresholds:
                  audio.mos: med >= 3.5
                  video.freeze_ratio:
                    - p(95) <= 5 %
                    - { that: max <= 20 %, decide: interval }
                  "audio.mos{network:fttc,to:clinician}": { that: avg >= 3 }
                """
        let rules = try Reading.read(text).scenario.thresholds
        #expect(
            rules.map(\.description) == [
                "audio.mos: med >= 3.5", "video.freeze_ratio: p(95) <= 5 %", "video.freeze_ratio: max <= 20 %",
                "audio.mos{network:fttc,to:clinician}: avg >= 3",
            ]
        )
        #expect(rules.map(\.line) == [5, 7, 8, 9])
        #expect(rules.map(\.decision) == [.value, .value, .interval, .value])
    }

    @Test("The same bytes give the same scenario, texts and all")
    func repeatable() throws {
        let text = ScenarioTemplate.commented(name: "twice")
        #expect(try Reading.read(text) == Reading.read(text))
    }

    @Test("Files that are too short go there and back, or loop where the scenario says so")
    func repetition() throws {
        let plain = try Reading.read(Reading.least).scenario.media
        #expect(plain.audio.repetition == .thereAndBack && plain.video?.repetition == .thereAndBack)
        let text = Reading.least + "media: { audio: { repeat: loop }, video: { repeat: loop } }\n"
        let looped = try Reading.read(text).scenario.media
        #expect(looped.audio.repetition == .loop && looped.video?.repetition == .loop)
    }
}
