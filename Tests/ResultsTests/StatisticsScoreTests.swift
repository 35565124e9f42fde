import QualityModels
import Results
import TestSupport
import Testing
import Units

@Suite("Scores of getStats")
struct StatisticsScoreTests {
    private func evidence(_ dump: SampleDump, bitrate: DataRate? = .kilobitsPerSecond(32)) throws -> CallEvidence {
        StatisticsScore(try dump.choice(), bitrate: bitrate).evidence
    }

    @Test("A call with nothing amiss has the score that the model gives its delay, and is usable")
    func clean() throws {
        let evidence = try evidence(SampleDump())
        // Half of 50 ms, 40 ms in the buffer, 20 ms of packet and 6.5 ms of look-ahead.
        #expect(abs(try #require(evidence.received.metrics["audio.mouth_to_ear"]) - 91.5) < 1e-9)
        var parameters = EModelParameters.wideband
        parameters.ie = OpusImpairment.ie(bitrate: .kilobitsPerSecond(32))
        parameters.bpl = OpusImpairment.bpl
        parameters.ta = 91.5
        let expected = WidebandEModel.rating(parameters).mos.value
        let windows = try #require(evidence.received.windows["audio.mos"])
        #expect(windows.count == 2 && windows.allSatisfy { abs($0 - expected) < 1e-5 })
        #expect(evidence.received.metrics["audio.concealed_ratio"] == 0)
        #expect(evidence.received.metrics["video.freeze_ratio"] == 0)
        #expect(evidence.received.metrics["video.longest_freeze"] == 0)
        #expect(abs(try #require(evidence.received.metrics["video.frame_rate"]) - 30) < 1e-4)
        #expect(evidence.received.metrics["video.bitrate"] == 800_000)
        #expect(evidence.call["call.round_trip_time"] == 50)
        #expect(evidence.received.account?.isUsable == true && evidence.received.account?.seconds == 20)
        #expect(
            evidence.received.remarks.unknown["video.psnr"] == nil && evidence.received.metrics["video.psnr"] == nil
        )
        #expect(evidence.hasHeard == true && evidence.hasSeen == true)
    }

    @Test("Ten dead seconds at the end are heard as silence and seen as one freeze to the end")
    func deadEnd() throws {
        var dump = SampleDump()
        for (object, fields) in dump.columns {
            for (field, column) in fields where field != "totalSamplesReceived" && object.hasPrefix("inbound") {
                let last = column[10]
                dump.set(object, field, from: 10) { _ in last }
            }
        }
        dump.set("inbound-rtp.audio", "concealedSamples", from: 10) { 48_000 * Double($0 - 10) }
        let evidence = try evidence(dump)
        let windows = try #require(evidence.received.windows["audio.mos"])
        #expect(windows.count == 2 && windows[0] > 4 && windows[1] == 1)
        #expect(evidence.received.metrics["audio.concealed_ratio"] == 0.5)
        #expect(evidence.received.metrics["video.freeze_ratio"] == 0.5)
        #expect(evidence.received.metrics["video.longest_freeze"] == 10)
        #expect(evidence.received.account?.unusable == 10)
    }

    @Test("The longest freeze is exact where freezes end one at a time, and unknown with its bounds where not")
    func longestFreeze() throws {
        var dump = SampleDump()
        dump.set("inbound-rtp.video", "freezeCount") { $0 < 5 ? 0 : $0 < 9 ? 1 : 2 }
        dump.set("inbound-rtp.video", "totalFreezesDuration") { $0 < 5 ? 0 : $0 < 9 ? 0.75 : 1.25 }
        var one = try evidence(dump)
        #expect(one.received.metrics["video.longest_freeze"] == 0.75)
        #expect(one.received.metrics["video.freeze_ratio"] == 0.0625)
        dump.set("inbound-rtp.video", "freezeCount", from: 9) { _ in 3 }
        dump.set("inbound-rtp.video", "totalFreezesDuration", from: 9) { _ in 2.75 }
        one = try evidence(dump)
        #expect(one.received.metrics["video.longest_freeze"] == nil)
        #expect(
            one.received.remarks.unknown["video.longest_freeze"]?.hasSuffix("the longest lasted 1.0 to 1.85 s") == true
        )
    }

    @Test("A call that showed no picture was frozen throughout, and its frame rate is unknown")
    func dark() throws {
        var dump = SampleDump()
        dump.set("inbound-rtp.video", "framesDecoded") { _ in 0 }
        dump.set("inbound-rtp.video", "totalInterFrameDelay") { _ in 0 }
        let evidence = try evidence(dump)
        #expect(evidence.received.metrics["video.freeze_ratio"] == 1)
        #expect(evidence.received.metrics["video.frame_rate"] == nil && evidence.hasSeen == false)
        // The sound goes on without pictures.
        #expect(evidence.received.account?.audioOnly == 20 && evidence.received.account?.isUsable == false)
    }

    @Test("Without a round-trip time there is no delay, and without a delay no score")
    func noRoundTrip() throws {
        var dump = SampleDump()
        dump.columns["remote-inbound-rtp.audio"] = nil
        let evidence = try evidence(dump)
        #expect(evidence.received.windows["audio.mos"] == nil)
        #expect(evidence.received.metrics["audio.mouth_to_ear"] == nil)
        #expect(evidence.received.remarks.unknown["audio.mos"]?.contains("round-trip time") == true)
        #expect(evidence.received.metrics["audio.concealed_ratio"] == 0)
        #expect(evidence.received.account == nil)
        #expect(evidence.call["call.round_trip_time"] == nil)
    }

    @Test("Another codec than Opus is not scored by Opus's table")
    func otherCodec() throws {
        var dump = SampleDump()
        dump.texts["codec.audio"]?["mimeType"] = "audio/PCMU"
        let evidence = try evidence(dump)
        #expect(evidence.received.windows["audio.mos"] == nil)
        #expect(evidence.received.remarks.unknown["audio.mos"]?.contains("audio/PCMU") == true)
    }

    @Test("Silent concealment is left out where the sender pauses for silence, but not where nothing comes")
    func pauses() throws {
        var dump = SampleDump()
        for field in ["concealedSamples", "silentConcealedSamples"] {
            dump.set("inbound-rtp.audio", field) { 24_000 * Double($0) }
        }
        #expect(try evidence(dump).received.metrics["audio.concealed_ratio"] == 0.5)
        dump.texts["codec.audio"]?["sdpFmtpLine"] = "usedtx=1"
        #expect(try evidence(dump).received.metrics["audio.concealed_ratio"] == 0)
        dump.set("inbound-rtp.audio", "packetsReceived", from: 10) { _ in 500 }
        #expect(try evidence(dump).received.metrics["audio.concealed_ratio"] == 0.25)
    }

    @Test("A window in which nothing was played is unknown, not good and not silent")
    func gaps() throws {
        var dump = SampleDump(seconds: 30)
        for field in ["totalSamplesReceived", "jitterBufferEmittedCount"] {
            dump.set("inbound-rtp.audio", field) { 48_000 * Double($0 <= 12 ? $0 : $0 <= 16 ? 12 : $0 - 4) }
        }
        dump.set("inbound-rtp.audio", "jitterBufferDelay") { 1_920 * Double($0 <= 12 ? $0 : $0 <= 16 ? 12 : $0 - 4) }
        let evidence = try evidence(dump)
        #expect(evidence.received.windows["audio.mos"]?.count == 2)
        #expect(evidence.received.remarks.unknown["audio.mos"]?.hasPrefix("1 of 3 windows") == true)
        #expect(evidence.received.account == nil)
    }

    @Test("Losses are of all media, and what the other end reports is of what was sent")
    func losses() throws {
        var dump = SampleDump()
        dump.set("inbound-rtp.audio", "packetsLost") { 2 * Double($0) }
        dump.set("outbound-rtp.audio", "packetsSent") { 50 * Double($0) }
        dump.set("outbound-rtp.audio", "targetBitrate") { _ in 24_000 }
        dump.set("remote-inbound-rtp.audio", "packetsLost") { Double($0) }
        let evidence = try evidence(dump)
        #expect(abs(try #require(evidence.received.metrics["call.packet_loss"]) - 2.0 / 152) < 1e-6)
        #expect(evidence.sent.metrics["call.packet_loss"] == 0.02)
        #expect(StatisticsScore.audioBitrate(sentBy: try dump.choice()) == .kilobitsPerSecond(24))
        // More duplicates than losses count as none lost.
        dump.set("inbound-rtp.audio", "packetsLost") { -Double($0) }
        #expect(try self.evidence(dump).received.metrics["call.packet_loss"] == 0)
    }

    @Test(
        "Each metric that a dump gives rests on its fields: without one of them it is unknown, whatever else is missing"
    )
    func neverFromNothing() throws {
        let audio = "inbound-rtp.audio."
        let video = "inbound-rtp.video."
        let needs: [String: [String]] = [
            "audio.concealed_ratio": ["totalSamplesReceived", "concealedSamples"].map { audio + $0 },
            "audio.mouth_to_ear": [
                "totalSamplesReceived", "concealedSamples", "jitterBufferDelay", "jitterBufferEmittedCount",
            ]
            .map { audio + $0 } + ["remote-inbound-rtp.audio.roundTripTime"],
            "video.freeze_ratio": [
                "framesDecoded", "freezeCount", "totalFreezesDuration", "totalInterFrameDelay",
                "totalSquaredInterFrameDelay",
            ].map { video + $0 },
            "video.bitrate": [video + "bytesReceived"],
        ]
        var random = SplitMix64(seed: 5)
        for _ in 0..<200 {
            var dump = SampleDump(seconds: 11)
            var dropped: Set<String> = []
            for (object, fields) in dump.columns.sorted(by: { $0.key < $1.key }) {
                for field in fields.keys.sorted() where Int.random(in: 0..<6, using: &random) == 0 {
                    dump.columns[object]?[field] = nil
                    dropped.insert("\(object).\(field)")
                }
            }
            let evidence = try evidence(dump)
            for (metric, fields) in needs {
                let isKnown = evidence.received.metrics[metric] != nil
                #expect(isKnown == dropped.isDisjoint(with: fields), "\(metric) without \(dropped)")
            }
            let windows = evidence.received.windows["audio.mos"] ?? []
            #expect(windows.isEmpty == (evidence.received.metrics["audio.mouth_to_ear"] == nil))
            for metric in ["audio.concealed_ratio", "audio.mouth_to_ear", "video.freeze_ratio"]
            where evidence.received.metrics[metric] == nil {
                #expect(evidence.received.remarks.unknown[metric] != nil, "\(metric) has no reason")
            }
        }
    }
}

extension CallEvidence.Direction {
    /// The seconds by the conditions of conversation; `nil` where they are not known.
    var account: UsabilityAccount? {
        observed.map { UsabilityAccount(ConsultationUsability.direction($0)) }
    }
}
