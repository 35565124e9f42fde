import QualityModels
import Results
import Testing
import Units

@testable import CallSimulation

/// What a whole call's record takes from its receivers' own counters, and what its models make of it.
@Suite("Metrics of a real call")
struct DirectionMetricsTests {
    /// Late and early packets make play-out stretch, and bursts make words be missed.
    private static let shaky = Result {
        try SwitchedCall(
            audio: "fec: false",
            video: "fec: false",
            line:
                "delay: 60 ms, jitter: { normal: 25 ms, memory: 400 ms }, loss: { gilbert: { rate: 6 %, burst: 200 ms } }"
        )
    }

    private func number(_ member: String, of object: JSONObject) throws -> Double {
        switch try #require(object[member]) {
        case .number(let number): number.value
        default: throw FormatError(line: 1, message: "\(member) is no number")
        }
    }

    @Test("Stretching and quantisers are those of the receiver's counters", arguments: Party.allCases)
    func counters(_ receiver: Party) throws {
        let call = try Self.shaky.get()
        let sound = try call.last("inbound-rtp.audio", at: receiver)
        let samples = try number("totalSamplesReceived", of: sound)
        let stretched =
            try number("insertedSamplesForDeceleration", of: sound) + number("removedSamplesForAcceleration", of: sound)
        #expect(stretched > 0)
        // The series ends with the last whole second, the record with the call.
        #expect(abs(try call.metric("audio.time_stretch", to: receiver) - stretched / samples) < 0.01)
        let pictures = try call.last("inbound-rtp.video", at: receiver)
        let mean = try number("qpSum", of: pictures) / number("framesDecoded", of: pictures)
        #expect(abs(try call.metric("video.quantiser", to: receiver) - mean) < 2)
    }

    @Test("Bursts make dropouts of the length that they have, and no more speech is lost than sound")
    func dropouts() throws {
        let call = try Self.shaky.get()
        for receiver in Party.allCases {
            let longest = try call.metric("audio.longest_dropout", to: receiver)
            #expect(longest < 2)
            #expect(try call.metric("audio.speech_lost", to: receiver) < 0.5)
        }
        #expect(try Party.allCases.contains { try call.metric("audio.dropouts", to: $0) > 0 })
    }

    @Test("What an undisturbed line plays misses no word, is in step, and shows pictures as they were sent")
    func undisturbed() throws {
        let call = try SwitchedCall(video: "fec: false", line: "delay: 20 ms")
        for receiver in Party.allCases {
            #expect(try call.metric("audio.dropouts", to: receiver) == 0)
            #expect(try call.metric("audio.speech_lost", to: receiver) == 0)
            #expect(try call.metric("call.lip_sync_lost", to: receiver) == 0)
            #expect(try call.metric("call.one_way_silence", to: receiver) == 0)
            #expect(try call.metric("call.media_gaps", to: receiver) == 0)
            #expect(try call.metric("video.lines", to: receiver) == 64)
            #expect(try call.metric("video.resolution_changes", to: receiver) == 0)
            #expect(try call.metric("call.time_to_first_audio", to: receiver) < 1)
            #expect(try (1...5).contains(call.metric("call.multimedia_quality", to: receiver)))
        }
    }

    @Test("Pauses in sending do not hide collisions")
    func pauses() throws {
        let line = "delay: 500 ms"
        let always = try SwitchedCall(audio: "fec: false, dtx: false", line: line)
        let pausing = try SwitchedCall(audio: "fec: false, dtx: true", line: line)
        for receiver in Party.allCases {
            #expect(
                try pausing.metric("call.talk_collisions", to: receiver)
                    == always.metric("call.talk_collisions", to: receiver)
            )
        }
        #expect(try Party.allCases.contains { try always.metric("call.talk_collisions", to: $0) > 0 })
    }
}
