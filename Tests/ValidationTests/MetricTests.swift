import Testing
import Units
import ValidationComparison

@Suite("What is compared")
struct MetricTests {
    private func value(_ name: String, receiver: EndMeasurements, sender: EndMeasurements? = nil) throws -> Double? {
        let metric = try #require(ComparedMetric.all.first { $0.name == name })
        let call = CallMeasurements(a: receiver, b: sender ?? receiver)
        return metric.value(of: call, at: .a, seconds: 60)
    }

    @Test("Rates are taken over the last 30 s, and the sender's are the other end's")
    func rates() throws {
        // 100 kB a second for 30 s, then 50.
        let receiver = EndMeasurements(
            statistics: MadeUp.statistics([
                ("inbound-rtp.video.bytesReceived", { Double(min($0, 30) * 100_000 + max($0 - 30, 0) * 50_000) })
            ])
        )
        let sender = EndMeasurements(
            statistics: MadeUp.statistics([
                ("outbound-rtp.video.targetBitrate", { $0 <= 30 ? 1e6 : Double($0) * 1_000 })
            ])
        )
        #expect(try value("video.received_bitrate", receiver: receiver, sender: sender) == 400_000)
        #expect(try value("video.target_bitrate", receiver: receiver, sender: sender) == 45_500)
        #expect(try value("video.target_bitrate_at_5_s", receiver: receiver, sender: sender) == 1e6)
        #expect(try value("video.target_bitrate", receiver: receiver) == nil)
    }

    @Test("Counters that appear late start from zero")
    func lateCounters() throws {
        let end = EndMeasurements(
            statistics: MadeUp.statistics([("inbound-rtp.video.pliCount", { $0 == 0 ? nil : 2 })])
        )
        #expect(try value("video.pli_count", receiver: end) == 2)
    }

    @Test("Silent concealment is left out of the concealed ratio")
    func concealment() throws {
        let end = EndMeasurements(
            statistics: MadeUp.statistics([
                ("inbound-rtp.audio.concealedSamples", { Double($0) * 480 }),
                ("inbound-rtp.audio.silentConcealedSamples", { Double($0) * 240 }),
                ("inbound-rtp.audio.totalSamplesReceived", { Double($0) * 48_000 }),
            ])
        )
        #expect(try value("audio.non_silent_concealed_ratio", receiver: end) == 0.005)
    }

    @Test("Round trips are averaged over audio's and video's reports")
    func roundTrips() throws {
        let end = EndMeasurements(
            statistics: MadeUp.statistics([
                ("remote-inbound-rtp.audio.totalRoundTripTime", { Double($0) * 0.1 }),
                ("remote-inbound-rtp.audio.roundTripTimeMeasurements", { Double($0) }),
                ("remote-inbound-rtp.video.totalRoundTripTime", { Double($0) * 0.6 }),
                ("remote-inbound-rtp.video.roundTripTimeMeasurements", { Double($0) * 3 }),
            ])
        )
        let mean = try #require(try value("call.round_trip_time", receiver: end))
        #expect(abs(mean - 0.175) < 1e-12)
    }

    @Test("The path's counts give the shares of repair and of queue drops")
    func path() throws {
        var end = EndMeasurements(statistics: MadeUp.statistics([]))
        #expect(try value("video.ulpfec_share", receiver: end) == nil)
        end.path = PathCounts(packets: 200, packetsQueueDropped: 8, videoPackets: 100, fecPackets: 30)
        #expect(try value("video.ulpfec_share", receiver: end) == 0.3)
        #expect(try value("network.queue_drop_ratio", receiver: end) == 0.04)
    }

    @Test("A browser's own counters are scored as a simulated call is")
    func opinion() throws {
        func table(concealed: Double) -> EndMeasurements {
            EndMeasurements(
                statistics: MadeUp.statistics([
                    ("inbound-rtp.audio.totalSamplesReceived", { Double($0) * 48_000 }),
                    ("inbound-rtp.audio.concealedSamples", { Double($0) * 48_000 * concealed }),
                    ("inbound-rtp.audio.jitterBufferDelay", { Double($0) * 48_000 * 0.04 }),
                    ("inbound-rtp.audio.jitterBufferEmittedCount", { Double($0) * 48_000 }),
                    ("remote-inbound-rtp.audio.roundTripTime", { $0 > 4 ? 0.06 : nil }),
                ])
            )
        }
        let clear = try #require(try value("audio.mos", receiver: table(concealed: 0)))
        let poor = try #require(try value("audio.mos", receiver: table(concealed: 0.1)))
        #expect(clear > 4.2 && clear <= 4.5)
        #expect(poor < clear - 0.5)
        var known = table(concealed: 0)
        known.audioMOS = 3.25
        #expect(try value("audio.mos", receiver: known) == 3.25)
    }
}
