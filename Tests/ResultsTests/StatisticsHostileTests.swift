import QualityModels
import Results
import TestSupport
import Testing
import Units

/// Dumps with numbers that no browser writes, or with holes: refused by name, or scored without what is not known.
@Suite("Hostile and holey dumps")
struct StatisticsHostileTests {
    private func fault(_ dump: SampleDump) -> String {
        do {
            _ = try dump.choice()
            return "none"
        } catch {
            return "\(error.place): \(error.message)"
        }
    }

    private func changed(_ object: String, _ field: String, _ value: (Int) -> Double?) -> SampleDump {
        var dump = SampleDump(seconds: 20)
        dump.set(object, field, value)
        return dump
    }

    private func evidence(_ dump: SampleDump) throws -> CallEvidence {
        StatisticsScore(try dump.choice(), bitrate: .kilobitsPerSecond(32)).evidence
    }

    private static let audio = "inbound-rtp.audio"
    private static let video = "inbound-rtp.video"

    @Test(
        "Pictures of sizes that cannot be are refused, and 0 before the first is not",
        arguments: [1e10, -640, 640.5, 16_385]
    )
    func sizes(_ size: Double) throws {
        for field in ["frameWidth", "frameHeight"] {
            #expect(
                fault(changed(Self.video, field) { _ in size }).contains("\(field), snapshot 1: \(size) is no width")
            )
        }
        var dump = changed(Self.video, "frameWidth") { $0 < 3 ? 0 : 640 }
        dump.set(Self.video, "frameHeight") { $0 < 3 ? 0 : 360 }
        #expect(try evidence(dump).received.metrics["video.lines"] == 360)
    }

    @Test("Time that is counted cannot outrun the dump, whichever field counts it")
    func durations() {
        for field in ["totalPausesDuration", "totalFreezesDuration", "totalInterFrameDelay"] {
            #expect(fault(changed(Self.video, field) { 1e14 * Double($0) / 60 }).contains("it grew by"), "\(field)")
            // A field that appears within the dump began at zero.
            let late = fault(changed(Self.video, field) { $0 == 0 ? nil : 1e14 })
            #expect(late.contains("it grew by"), "\(field)")
        }
        #expect(fault(changed(Self.video, "totalPausesDuration") { $0 == 20 ? 1e300 : 0 }).contains("is no count"))
        let trips = fault(changed("remote-inbound-rtp.audio", "totalRoundTripTime") { 1e6 * Double($0) })
        #expect(trips.contains("more than a minute each"))
    }

    @Test("Losses are whole, finite counts that may be a little negative")
    func losses() throws {
        #expect(fault(changed(Self.audio, "packetsLost") { $0 == 20 ? 1.7e308 : 0 }).contains("is no count"))
        #expect(fault(changed("remote-inbound-rtp.audio", "packetsLost") { _ in -1e308 }).contains("is no count"))
        #expect(fault(changed(Self.audio, "packetsLost") { _ in 0.5 }).contains("is no count"))
        #expect(fault(changed(Self.audio, "packetsLost") { _ in -5_000 }).contains("more came twice"))
        let twice = try evidence(changed(Self.audio, "packetsLost") { -Double($0) })
        #expect(twice.received.metrics["call.packet_loss"] == 0)
    }

    @Test("Every counter that is read must be a count and never fall")
    func counters() {
        let counters: [(String, [String])] = [
            (Self.video, ["pauseCount", "freezeCount", "qpSum", "framesRendered", "retransmittedBytesReceived"]),
            (
                Self.audio,
                ["insertedSamplesForDeceleration", "removedSamplesForAcceleration", "silentConcealedSamples"]
            ),
            ("outbound-rtp.video", ["packetsSent", "bytesSent", "retransmittedPacketsSent", "retransmittedBytesSent"]),
            ("outbound-rtp.audio", ["retransmittedPacketsSent"]),
        ]
        for (object, fields) in counters {
            for field in fields {
                #expect(
                    fault(changed(object, field) { -3 * Double($0) }).contains("\(field), snapshot 2: -3.0 is no count")
                )
                #expect(fault(changed(object, field) { 1e300 * Double($0) }).contains("is no count"), "\(field)")
                #expect(fault(changed(object, field) { $0 == 9 ? 1 : $0 == 8 ? 2 : nil }).contains("the counter fell"))
            }
        }
    }

    @Test("A count may not fall by one, however large it is")
    func largeCounter() {
        let fallen = fault(changed(Self.video, "framesDecoded") { $0 == 20 ? 8.9e15 - 1 : 8.9e15 })
        #expect(fallen.contains("the counter fell"))
    }

    @Test("More stretched than was played is refused where it is counted, and unknown where the dump has a part of it")
    func stretching() throws {
        var dump = changed(Self.audio, "insertedSamplesForDeceleration") { 30_000 * Double($0) }
        dump.set(Self.audio, "removedSamplesForAcceleration") { 30_000 * Double($0) }
        #expect(fault(dump).contains("is more than totalSamplesReceived"))
        // Both counters began long before the dump.
        for field in ["totalSamplesReceived", "jitterBufferEmittedCount"] {
            dump.set(Self.audio, field) { 4_800_000 + 48_000 * Double($0) }
        }
        dump.set(Self.audio, "jitterBufferDelay") { 0.04 * (4_800_000 + 48_000 * Double($0)) }
        let evidence = try evidence(dump)
        #expect(evidence.received.metrics["audio.time_stretch"] == nil)
        #expect(evidence.received.remarks.unknown["audio.time_stretch"] != nil)
    }

    @Test("A call of more than a day is refused by every form of a dump")
    func length() {
        func fault(_ text: String) -> String {
            do {
                _ = try StatisticsDump(parsing: Array(text.utf8))
                return "none"
            } catch {
                return error.message
            }
        }
        let words = "no call of more than 24 h is scored"
        let series = #""series":{"inbound-rtp.audio":{"packetsReceived":[0,50]}}"#
        #expect(fault("{\"t_ms\":[0,990000000000],\(series)}").contains(words))
        #expect(fault("{\"t_ms\":[0,86400000],\(series)}") == "none")
        let export = SampleDump(seconds: 3).internals()
        for year in ["2100", "9999"] {
            let long = export.replacing(#""endTime":"2026"#, with: "\"endTime\":\"\(year)")
            #expect(fault(long).contains(words))
        }
        let hours = SampleDump(seconds: 30)
        let snapshots = (0...30).map { index in
            "[" + hours.objects(index, time: 3_500_000 * Double(index)).map(\.text).joined(separator: ",") + "]"
        }
        #expect(fault("[" + snapshots.joined(separator: ",") + "]").contains(words))
    }

    @Test("A count of pictures that a snapshot lacks is taken from its neighbours, or held")
    func holes() throws {
        let whole = try evidence(SampleDump()).received
        for hole in [Set([9, 10]), [20]] {
            var dump = SampleDump()
            dump.set(Self.video, "framesDecoded") { hole.contains($0) ? nil : 30 * Double($0) + 1 }
            let received = try evidence(dump).received
            if hole == [20] {
                #expect(try #require(received.account).audioOnly <= 1 && received.account?.unusable == 0)
            } else {
                #expect(received.account == whole.account)
            }
            #expect(try evidence(dump).hasSeen == true)
        }
    }

    @Test("Who heard a call before the dump of it began has heard something")
    func heardBefore() throws {
        var dump = SampleDump()
        dump.set(Self.audio, "totalSamplesReceived") { 48_000 * Double(600 + $0) }
        dump.set(Self.audio, "concealedSamples") { 48_000 * Double($0) }
        for field in ["packetsReceived", "bytesReceived", "jitterBufferEmittedCount", "jitterBufferDelay"] {
            dump.set(Self.audio, field) { _ in 30_000 }
        }
        #expect(try evidence(dump).hasHeard == true)
        #expect(try evidence(dump).received.metrics["audio.concealed_ratio"] == 1)
        dump.set(Self.audio, "totalSamplesReceived") { 48_000 * Double($0) }
        #expect(try evidence(dump).hasHeard == false)
    }

    @Test("Whatever numbers a field may hold, what is scored lies within its metric's range")
    func ranges() {
        var random = SplitMix64(seed: 21)
        let extremes: [Double] = [0, 1, 60, 16_384, 1e6, 9e15, 1e16, 1e300, -1, -1e9, 0.25]
        var scored = 0
        for _ in 0..<600 {
            var dump = SampleDump(seconds: 6)
            dump.set(Self.video, "frameWidth") { _ in 640 }
            dump.set(Self.video, "frameHeight") { _ in 360 }
            dump.set(Self.video, "pauseCount") { _ in 0 }
            dump.set(Self.audio, "insertedSamplesForDeceleration") { _ in 0 }
            dump.set(Self.audio, "removedSamplesForAcceleration") { _ in 0 }
            for object in dump.columns.keys.sorted() {
                for field in (dump.columns[object] ?? [:]).keys.sorted()
                where Int.random(in: 0..<20, using: &random) == 0 {
                    let from = Int.random(in: 0...6, using: &random)
                    let value = extremes[Int.random(in: extremes.indices, using: &random)]
                    let isGone = Bool.random(using: &random)
                    dump.set(object, field, from: from) { isGone ? nil : value * Double($0) / 6 }
                }
            }
            guard let choice = try? dump.choice() else { continue }
            scored += 1
            #expect(StatisticsScore(choice).evidence.outOfRange == [])
        }
        #expect(scored > 20)
    }
}
