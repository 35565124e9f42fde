import MediaTransport
import Results
import Testing
import Units

@testable import CallSimulation

/// Each switch of `media` against the same call without it.
@Suite("Switches of the media", .serialized)
struct SwitchTests {
    /// Made once, for it takes a while: 5 % of loss each way, and nothing against it.
    private static let bare = Result { try SwitchedCall() }

    @Test("Audio NACK brings lost packets back on their own stream, and both ends count it")
    func audioNACK() throws {
        let (bare, call) = (try Self.bare.get(), try SwitchedCall(audio: "fec: false, nack: true"))
        for party in Party.allCases {
            let heard = try call.last("inbound-rtp.audio", at: party)
            let spoken = try call.last("outbound-rtp.audio", at: party)
            #expect(try #require(heard.number("nackCount")) > 10)
            #expect(try #require(heard.number("retransmittedPacketsReceived")) > 10)
            #expect(try #require(spoken.number("retransmittedPacketsSent")) > 10)
            #expect(try #require(spoken.number("nackCount")) > 10)
            #expect(
                try call.metric("call.residual_loss", to: party) < 0.3 * bare.metric("call.residual_loss", to: party)
            )
            #expect(try #require(heard.number("concealedSamples")) < 0.6 * concealed(bare, at: party))
        }
        #expect(call.count("nack_sent") { $0.text("stream") == "audio" } > 20)
        #expect(call.count("packet_sent") { $0.text("stream") == "audio" && $0["repeats"] != nil } > 20)
        // Repetitions are neither media sent nor media lost.
        #expect(try abs(call.metric("call.packet_loss", to: .clinician) - 0.05) < 0.03)
        #expect(bare.count("nack_sent") == 0)
        #expect(try bare.last("inbound-rtp.audio", at: .patient)["nackCount"] == nil)
    }

    @Test("RED doubles the payload, and most losses are played from the copy in the next packet")
    func red() throws {
        let (bare, call) = (try Self.bare.get(), try SwitchedCall(audio: "fec: false, red: true"))
        for party in Party.allCases {
            let (heard, sent) = (
                try call.last("inbound-rtp.audio", at: party), try call.last("outbound-rtp.audio", at: party)
            )
            let received = try #require(heard.number("packetsReceived"))
            #expect(try #require(heard.number("fecPacketsReceived")) > 0.95 * received)
            #expect(try #require(heard.number("concealedSamples")) < 0.4 * concealed(bare, at: party))
            let plain = try #require(try bare.last("outbound-rtp.audio", at: party).number("bytesSent"))
            #expect(try #require(sent.number("bytesSent")) > 1.9 * plain)
            #expect(
                try call.metric("call.residual_loss", to: party) < 0.4 * bare.metric("call.residual_loss", to: party)
            )
        }
        #expect(call.count("audio_decision") { $0["red_in_seqs"] != nil } > 0)
        #expect(call.count("packet_sent") { $0.number("copies") == 1 } > 1_000)
        #expect(try bare.last("inbound-rtp.audio", at: .patient).number("fecPacketsReceived") == 0)
    }

    @Test("DTX sends far fewer packets, fills pauses with the codec's noise and conceals nothing on a clean line")
    func dtx() throws {
        let clean = "delay: 20 ms"
        let (steady, call) = (
            try SwitchedCall(audio: "dtx: false", line: clean), try SwitchedCall(audio: "dtx: true", line: clean)
        )
        var (all, sent) = (0.0, 0.0)
        for party in Party.allCases {
            all += try #require(try steady.last("outbound-rtp.audio", at: party).number("packetsSent"))
            sent += try #require(try call.last("outbound-rtp.audio", at: party).number("packetsSent"))
            #expect(try call.metric("audio.concealed_ratio", to: party) < 0.01)
            let mos = try #require(call.record.directions.first { $0.from == party.other }?.windows["audio.mos"])
            #expect(mos.allSatisfy { $0 > 4 }, "\(mos)")
        }
        // Two people take turns, so that somebody pauses nearly all the time; pauses of less than 200 ms are sent.
        #expect(sent < 0.8 * all, "\(sent) of \(all)")
        #expect(call.count("audio_decision") { $0.text("operation") == "comfort_noise" } > 100)
        #expect(steady.count("audio_decision") { $0.text("operation") == "comfort_noise" } == 0)
    }

    @Test("Concealment by the codec fills the same gaps, says so and joins up without a merge")
    func concealment() throws {
        let (bare, call) = (try Self.bare.get(), try SwitchedCall(audio: "fec: false, concealment: codec"))
        #expect(bare.count("audio_decision") { $0.text("operation") == "merge" } > 10)
        #expect(bare.count("audio_decision") { $0["concealed_by"] != nil } == 0)
        #expect(call.count("audio_decision") { $0.text("operation") == "merge" } == 0)
        #expect(call.count("audio_decision") { $0.text("concealed_by") == "codec" } > 10)
        for party in Party.allCases {
            let heard = try #require(try call.last("inbound-rtp.audio", at: party).number("concealedSamples"))
            let usual = try concealed(bare, at: party)
            #expect(heard > 0.5 * usual && heard < 2 * usual, "\(heard) and \(usual)")
        }
        // What was sent is the same to the bit: only what is heard differs.
        #expect(call.record.digest == bare.record.digest)
    }

    @Test("Key frames are asked for by FIR, and never by PLI")
    func fir() throws {
        let line = "delay: 20 ms, loss: { gilbert: { rate: 20 %, burst: 400 ms } }"
        let call = try SwitchedCall(video: "key_frame_request: fir, nack_retries: 1", line: line)
        var (requested, answered) = (0.0, 0.0)
        for party in Party.allCases {
            let seen = try call.last("inbound-rtp.video", at: party)
            let shown = try call.last("outbound-rtp.video", at: party)
            requested += try #require(seen.number("firCount"))
            answered += try #require(shown.number("firCount"))
            #expect(seen.number("pliCount") == 0 && shown.number("pliCount") == 0)
        }
        #expect(requested > 0 && answered > 0 && answered <= requested)
        #expect(call.reports.contains("FIR") && !call.reports.contains("PLI"))
        #expect(call.count("key_frame_requested") > 0)
    }

    @Test("With REMB the receiver's estimate goes over the wire, and the sender does not exceed it")
    func remb() throws {
        let line = "rate: 120 kbit/s, queue: 300 ms, delay: 20 ms"
        let call = try SwitchedCall(video: "feedback: remb", line: line)
        #expect(call.reports.contains("REMB") && !call.reports.contains("TWCC"))
        for party in Party.allCases {
            let pair = try call.last("candidate-pair", at: party)
            let other = try call.last("candidate-pair", at: party.other)
            let outgoing = try #require(pair.number("availableOutgoingBitrate"))
            #expect(outgoing < 140_000 && outgoing > 40_000, "\(outgoing)")
            #expect(try outgoing <= 1.1 * #require(other.number("availableIncomingBitrate")))
        }
        #expect(call.count("packet_sent") { $0["transport_seq"] != nil } == 0)
        #expect(call.count("packet_sent") { $0["abs_send_time"] != nil } > 500)
        let usual = try RecordedCall.plain.get()
        #expect(
            usual.series.allSatisfy { line in
                guard case .object(let pair)? = line.statistics["candidate-pair"] else { return true }
                return pair["availableIncomingBitrate"] == nil
            }
        )
    }

    @Test("The number of retries reaches the receivers")
    func retries() throws {
        let call = try SwitchedCall(video: "nack_retries: 10")
        for party in Party.allCases {
            let configuration = EndpointConfiguration(
                plan: call.plan,
                party: party,
                streams: CallStreams(plan: call.plan)
            )
            #expect(configuration.receiver.nackRetries == 10)
        }
    }

    private func concealed(_ call: SwitchedCall, at party: Party) throws -> Double {
        try #require(try call.last("inbound-rtp.audio", at: party).number("concealedSamples"))
    }
}
