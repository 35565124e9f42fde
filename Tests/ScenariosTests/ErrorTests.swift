import QualityModels
import Scenarios
import Testing

@Suite("Scenario errors")
struct ErrorTests {
    @Test("All errors come at once, in the order of the file")
    func allAtOnce() {
        let text = """
            rehearsal: 1
            name: my clinic
            sede: 3
            consultations: { count: 0, length: 30 }
            patients:
              - { name: home, share: 40, network: fttx }
              - { name: home, share: 30 %, network: 5g }
            media:
              audio: { bitrate: 32 kbps, fec: yes }
              video: { codec: vp8, speed: 4, size: 0x0, frame_rate: 0, bitrate: { start: 600 kbit/s, max: 500 kbit/s } }
            thresholds:
              audio.moss: [ "p(10) >= 3.6" ]
              video.freeze_ratio: [ "p(95) <= 500 %" ]
            """
        #expect(
            Reading.errors(text).map(\.description) == [
                """
                clinic.yaml:2:7: error: name: 'my clinic' is no name
                  hint: use letters, digits, hyphens and underscores, such as home-fttc
                """,
                "clinic.yaml:3:1: error: sede: there is no key 'sede' here\n  hint: did you mean seed?",
                "clinic.yaml:4:25: error: consultations.count: 0 is outside 1 to 1,000,000",
                """
                clinic.yaml:4:36: error: consultations.length: 30 has no unit, and a time needs one
                  hint: did you mean 30 s?
                """,
                """
                clinic.yaml:6:26: error: patients[0].share: 40 has no unit, and a share needs one
                  hint: did you mean 40 %?
                """,
                """
                clinic.yaml:6:39: error: patients[0].network: there is no network or profile 'fttx'
                  hint: did you mean fttp?
                """,
                "clinic.yaml:7:13: error: patients[1].name: patients[0] has the name 'home' already",
                """
                clinic.yaml:9:21: error: media.audio.bitrate: 'kbps' is no unit of a rate
                  hint: did you mean 32 kbit/s?
                """,
                """
                clinic.yaml:9:35: error: media.audio.fec: 'yes' is neither true nor false
                  hint: did you mean true?
                """,
                """
                clinic.yaml:10:31: error: media.video.speed: a VP8 speed of 4 lets the result depend on how fast the \
                machine is
                  hint: did you mean -4?
                """,
                "clinic.yaml:10:40: error: media.video.size: 0x0 is outside 16x16 to 4096x4096",
                "clinic.yaml:10:57: error: media.video.frame_rate: 0 is outside 1 to 120",
                """
                clinic.yaml:10:78: error: media.video.bitrate.start: start 600 kbit/s is above max 500 kbit/s
                  hint: min <= start <= max
                """,
                """
                clinic.yaml:12:3: error: thresholds.audio.moss: 'audio.moss' is no metric
                  hint: did you mean audio.mos?
                """,
                "clinic.yaml:13:25: error: thresholds.video.freeze_ratio: 500 % is outside 0 % to 100 %",
            ]
        )
    }

    @Test(
        "Each kind of mistake has its place and says what is wrong",
        arguments: [
            ("consultations: { count: 1000000000 }", "4:25: error: consultations.count: 1000000000 is outside"),
            ("consultations: { count: 1e9 }", "4:25: error: consultations.count: 1e9 is outside 1 to 1,000,000"),
            ("consultations: { count: 2.5 }", "4:25: error: consultations.count: 2.5 is no whole number"),
            ("consultations: { count: four }", "4:25: error: consultations.count: 'four' is no number"),
            ("consultations: { count: [1] }", "4:25: error: consultations.count: a list stands where one value is due"),
            ("consultations: { length: .nan }", "4:26: error: consultations.length: .nan is no finite number"),
            ("consultations: { length: 10 h }", "4:26: error: consultations.length: 10 h is outside 1 s to 4 h"),
            ("consultations: 4", "4:16: error: consultations: '4' stands where a mapping is due"),
            (
                "consultations: { count: 1000000, starts: { every: 1 h } }",
                "4:42: error: consultations.starts: the last consultation would start after 41667 days"
            ),
            ("seed: -1", "4:7: error: seed: '-1' is no whole number from 0 to 2^64 - 1"),
            ("seed: 18446744073709551616", "4:7: error: seed: '18446744073709551616' is no whole number"),
            ("tier: medai", "4:7: error: tier: 'medai' is none of media"),
            ("tier: live", "4:7: error: tier: the tier live is not built yet"),
            ("question:", "4:10: error: question: there is no text"),
            ("clinicians: []", "4:13: error: clinicians: the list is empty"),
            ("clinicians: x", "4:13: error: clinicians: 'x' stands where a list is due"),
            ("clinicians: [{ network: 4g }]", "4:14: error: clinicians[0]: name is missing"),
            (
                "clinicians: [{ name: a, network: rural_4g_edge }]",
                "4:34: error: clinicians[0].network: there is no network or profile 'rural_4g_edge'"
            ),
            (
                "clinicians: [{ name: a, network: 4g, share: 90 % }]",
                "4:13: error: clinicians: the shares add up to 90 %, not 100 %"
            ),
            (
                "clinicians: [{ name: a, network: 4g, share: 100 % }, { name: b, network: 5g }]",
                "4:13: error: clinicians: the shares add up to 100 %, which leaves nothing for 1 without one"
            ),
            (
                "clinicians: [{ name: a, network: 4g, share: 101 % }]",
                "4:45: error: clinicians[0].share: 101 % is outside 0 % to 100 %"
            ),
            (
                "clinicians: [{ name: a, network: 4g, audio_source: a.mp3 }]",
                "4:52: error: clinicians[0].audio_source: 'a.mp3' is neither synthetic nor a WAV file"
            ),
            ("media: { video: { source: clam } }", "4:27: error: media.video.source: 'clam' is neither"),
            ("media: { video: { codec: h264 } }", "4:26: error: media.video.codec: 'h264' is none of vp8, vp9, none"),
            ("media: { video: { codec: vp8, speed: 0 } }", "4:38: error: media.video.speed: a VP8 speed of 0"),
            ("media: { video: { codec: vp9, speed: -4 } }", "4:38: error: media.video.speed: a VP9 speed is 0 to 9"),
            ("media: { video: { size: 641x360 } }", "4:25: error: media.video.size: 641x360 has an odd side"),
            ("media: { video: { size: 8000x4000 } }", "4:25: error: media.video.size: 8000x4000 is outside"),
            ("media: { video: { size: 640 } }", "4:25: error: media.video.size: '640' is no picture size"),
            ("media: { video: { frame_rate: 30 Hz } }", "4:31: error: media.video.frame_rate: 'Hz' may not follow"),
            (
                "media: { video: { bitrate: { min: 400 kbit/s, start: 300 kbit/s } } }",
                "4:35: error: media.video.bitrate.min: min 400 kbit/s is above start 300 kbit/s"
            ),
            (
                "media: { video: { bitrate: { min: 1 Mbit/s, max: 500 kbit/s } } }",
                "4:35: error: media.video.bitrate.min: min 1 Mbit/s is above max 500 kbit/s"
            ),
            (
                "media: { audio: { bitrate: 900 kbit/s } }",
                "4:28: error: media.audio.bitrate: 900 kbit/s is outside 6 kbit/s to 510 kbit/s"
            ),
            ("media: { audio: { complexity: 11 } }", "4:31: error: media.audio.complexity: 11 is outside 0 to 10"),
            ("networks: { 4g: { like: 5g } }", "4:13: error: networks.4g: '4g' is the name of a profile"),
            ("networks: { a: { like: 6g } }", "4:24: error: networks.a.like: there is no network or profile '6g'"),
            ("networks: { a: { up: {} } }", "4:16: error: networks.a: down is missing"),
            (
                "networks: { a: { like: 4g, up: { rate: 200 Gbit/s } } }",
                "4:40: error: networks.a.up.rate: 200 Gbit/s is outside 1 kbit/s to 100 Gbit/s"
            ),
            (
                "networks: { a: { like: 4g, up: { queue: 200 } } }",
                "4:41: error: networks.a.up.queue: 200 has no unit, and a queue needs one"
            ),
            (
                "networks: { a: { up: { queue: 1 s }, down: {} } }",
                "4:31: error: networks.a.up.queue: a queue needs a rate at which it empties"
            ),
            (
                "networks: { a: { like: 4g, up: { loss: 2 } } }",
                "4:40: error: networks.a.up.loss: 2 has no unit, and a share needs one"
            ),
            (
                "networks: { a: { like: 4g, up: { loss: { gilbert: { rate: 90 %, burst: 2 packets } } } } }",
                "4:72: error: networks.a.up.loss.gilbert.burst: no Gilbert model loses 90 % in bursts so short"
            ),
            (
                "networks: { a: { like: 4g, up: { loss: {} } } }",
                "4:40: error: networks.a.up.loss: loss has one model"
            ),
            (
                "networks: { a: { like: 4g, up: { loss: { gilbert_elliott: { leave_good: 1 % } } } } }",
                "4:59: error: networks.a.up.loss.gilbert_elliott: the state needs one way to change"
            ),
            (
                "networks: { a: { like: 4g, up: { jitter: { memory: 1 s } } } }",
                "4:42: error: networks.a.up.jitter: jitter has one distribution"
            ),
            (
                "networks: { a: { like: 4g, at 30: { outage: 2 s } } }",
                "4:28: error: networks.a.at 30: 30 has no unit, and a time needs one"
            ),
            (
                "networks: { a: { like: 4g, at 10 s: { outage: 1 s }, at 10000 ms: { outage: 2 s } } }",
                "4:54: error: networks.a.at 10000 ms: 'at 10 s' is the same time"
            ),
            (
                "networks: { a: { like: 4g, at 30 s: {} } }",
                "4:37: error: networks.a.at 30 s: the event changes nothing"
            ),
            (
                "networks: { a: { like: 4g, at 30 s: { outage: -1 s } } }",
                "4:47: error: networks.a.at 30 s.outage: -1 s is negative"
            ),
            ("networks: { a b: { like: 4g } }", "4:13: error: networks.a b: 'a b' is no name"),
            ("thresholds: { audio.mos: [] }", "4:26: error: thresholds.audio.mos: the list of limits is empty"),
            (
                "thresholds: { audio.mos: { that: p(5) >= 3, decide: bound } }",
                "4:53: error: thresholds.audio.mos.decide: 'bound' is none of value, interval"
            ),
            ("thresholds: { audio.mos: { decide: value } }", "4:26: error: thresholds.audio.mos: that is missing"),
            (
                "thresholds: { \"audio.mos{network:4g}\": p(5) >= 3 }",
                "4:15: error: thresholds.audio.mos{network:4g}: no patient is on the network '4g'"
            ),
            (
                "thresholds: { \"audio.mos{to:clinician,tier:media}\": med >= 3, "
                    + "\"audio.mos{tier:media,to:clinician}\": med >= 3 }",
                "4:63: error: thresholds.audio.mos{tier:media,to:clinician}: the same as"
            ),
        ]
    )
    func mistakes(line: String, expected: String) throws {
        let found = Reading.firstLines(Reading.least + line + "\n")
        #expect(found.count == 1, "\(found)")
        #expect(try #require(found.first).hasPrefix("clinic.yaml:" + expected), "\(found)")
    }

    @Test("Keys that are needed are asked for at the mapping that lacks them")
    func missing() {
        #expect(
            Reading.firstLines("seed: 1\n") == [
                "clinic.yaml:1:1: error: rehearsal is missing", "clinic.yaml:1:1: error: name is missing",
                "clinic.yaml:1:1: error: patients is missing",
            ]
        )
    }

    @Test("Another format version is an error")
    func version() {
        let text = Reading.least.split(separator: "\n").dropFirst().joined(separator: "\n")
        #expect(
            Reading.errors("rehearsal: 2\n" + text).map(\.description) == [
                """
                clinic.yaml:1:12: error: rehearsal: format 2 was written for a newer Rehearsal; this one reads format 1
                  hint: update Rehearsal, or write 1 if the file needs nothing newer
                """
            ]
        )
    }

    @Test("Without video, thresholds on video are errors and the built-in ones leave it out")
    func voiceAlone() throws {
        let voice = Reading.least + "media: { video: { codec: none } }\n"
        let scenario = try Reading.read(voice).scenario
        #expect(scenario.media.video == nil)
        #expect(
            scenario.thresholds.map(\.metric.name) == [
                "audio.mos", "audio.concealed_ratio", "audio.mouth_to_ear", "audio.longest_dropout",
                "audio.time_stretch",
                "call.one_way_silence", "consultation.usable",
            ]
        )
        #expect(
            Reading.firstLines(voice + "thresholds: { video.psnr: avg >= 30 }\n") == [
                "clinic.yaml:5:15: error: thresholds.video.psnr: there is no video to measure, "
                    + "since media.video.codec is none"
            ]
        )
    }
}
