import Results
import TestSupport
import Testing
import Units

@Suite("Dumps of getStats")
struct StatisticsDumpTests {
    private func table(_ text: String) throws -> StatisticsTable {
        try StatisticsChoice(StatisticsDump(parsing: Array(text.utf8))).table
    }

    private func fault(_ text: String) -> String {
        do throws(StatisticsFault) {
            _ = try StatisticsChoice(StatisticsDump(parsing: Array(text.utf8)))
            return "none"
        } catch {
            return error.description + " | " + error.hint
        }
    }

    @Test("Every shape of the same snapshots is the same table")
    func shapes() throws {
        let dump = SampleDump(seconds: 3)
        let expected = try table(dump.text)
        #expect(expected.times == (0...3).map { .seconds($0) })
        #expect(expected["inbound-rtp.audio.packetsReceived"] == [0, 50, 100, 150])
        let all = (0...3).map { dump.objects($0) }
        let lines = all.map { "[" + $0.map(\.text).joined(separator: ",") + "]" }
        let maps = all.map { "{" + $0.map { "\"\($0.id)\":\($0.text)" }.joined(separator: ",") + "}" }
        let pairs = all.map { "[" + $0.map { "[\"\($0.id)\",\($0.text)]" }.joined(separator: ",") + "]" }
        let wrapped = zip(0..., lines).map {
            "{\"timestamp\":\(Int(SampleDump.epoch) + 1_000 * $0),\"reports\":\($1)}"
        }
        for snapshots in [lines, maps, pairs, wrapped] {
            #expect(try table("[" + snapshots.joined(separator: ",") + "]") == expected)
            #expect(try table(snapshots.joined(separator: "\n") + "\n") == expected)
        }
        #expect(try table(" [\n" + lines.joined(separator: ",\n") + "\n]") == expected)
    }

    @Test("The export of webrtc-internals tells what snapshots tell, fields that begin late at their time")
    func internals() throws {
        var dump = SampleDump(seconds: 5)
        dump.set("inbound-rtp.video", "framesDecoded") { $0 < 2 ? nil : 30 * Double($0) }
        let (one, other) = (try table(dump.internals()), try table(dump.text))
        for name in other.names where !name.hasSuffix("timestamp") { #expect(one[name] == other[name], "\(name)") }
        #expect(one.times == other.times)
        #expect(one["inbound-rtp.video.framesDecoded"]?[1] == nil)
    }

    @Test("Columns are read as the validation keeps them")
    func columns() throws {
        let text = """
            {"t_ms":[0,1000],"series":{"inbound-rtp.audio":{"packetsReceived":[0,50],"kind":{"const":"audio"}},
            "inbound-rtp.video":{"packetsReceived":[0,9]}}}
            """
        #expect(try table(text)["inbound-rtp.video.packetsReceived"] == [0, 9])
    }

    @Test("A dump that tells nothing is a named error")
    func nothing() {
        #expect(fault("").hasPrefix("the file is empty"))
        #expect(fault(" \n\n").hasPrefix("the file is empty"))
        #expect(fault("[]").hasPrefix("there is no snapshot in it"))
        #expect(fault("7").contains("there is no report of getStats in it"))
        #expect(fault("{\"a\":1}").contains("there is no report of getStats in it"))
        #expect(fault("{\"PeerConnections\":{}}").contains("no connection has statistics"))
        let one = SampleDump(seconds: 3).objects(0).map(\.text).joined(separator: ",")
        #expect(fault("[[\(one)]]").hasPrefix("there is one snapshot in it"))
        #expect(fault("[[],[]]").contains("timestamp"))
    }

    @Test("A dump that is cut off, or holds no JSON numbers, is refused at its place")
    func damaged() {
        let text = SampleDump(seconds: 3).text
        for length in stride(from: 1, to: text.count, by: 97) {
            #expect(fault(String(text.prefix(length))).contains("cut short or damaged"), "\(length)")
        }
        #expect(fault(text.replacing("\"packetsReceived\":50", with: "\"packetsReceived\":NaN")).hasPrefix("1:"))
        let lines = (0...2).map { "[" + SampleDump(seconds: 3).objects($0).map(\.text).joined(separator: ",") + "]" }
        #expect(fault(lines.joined(separator: "\n").dropLast(3) + "").hasPrefix("3:"))
    }

    @Test("Times that go back and objects that change their type are errors")
    func disorder() {
        let dump = SampleDump(seconds: 3)
        func snapshot(_ index: Int) -> String { "[" + dump.objects(index).map(\.text).joined(separator: ",") + "]" }
        #expect(fault("[\(snapshot(1)),\(snapshot(0))]").hasPrefix("snapshot 2: it is older"))
        let changed = snapshot(1).replacing("\"type\":\"remote-inbound-rtp\"", with: "\"type\":\"transport\"")
        #expect(fault("[\(snapshot(0)),\(changed)]").contains("is transport, and was remote-inbound-rtp"))
        let micro = "[" + dump.objects(1, time: SampleDump.epoch * 1_000).map(\.text).joined(separator: ",") + "]"
        #expect(fault("[\(snapshot(0)),\(micro)]").contains("no timestamp in milliseconds"))
    }

    @Test("The names of older and other browsers are refused for what they are, never scored")
    func foreignNames() {
        func pair(_ object: (Int) -> String) -> String { "[[\(object(1))],[\(object(2))]]" }
        let old = pair { "{\"id\":\"a\",\"timestamp\":\($0)000,\"type\":\"ssrc\",\"googJitterReceived\":\"3\"}" }
        #expect(fault(old).contains("old callback form"))
        let firefox = pair { "{\"id\":\"a\",\"timestamp\":\($0)000,\"type\":\"inboundrtp\",\"mozRtt\":3}" }
        #expect(fault(firefox).contains("old Firefox"))
        let other = pair { "{\"id\":\"a\",\"timestamp\":\($0)000,\"type\":\"track\",\"frames\":3}" }
        #expect(fault(other).contains("no object has the type inbound-rtp; there are track"))
    }

    @Test("Where several streams could be meant they are listed, and one is chosen by its name")
    func ambiguity() throws {
        var dump = SampleDump(seconds: 3)
        dump.columns["inbound-rtp.video-2"] = dump.columns["inbound-rtp.video"]
        dump.set("inbound-rtp.video-2", "ssrc") { _ in 99 }
        dump.set("inbound-rtp.video-2", "packetsReceived") { Double(7 * $0) }
        let listed = fault(dump.text)
        #expect(listed.hasPrefix("2 streams of video were received: "), "\(listed)")
        #expect(listed.contains("ssrc 12") && listed.contains("ssrc 99") && listed.contains("--track"))
        for name in ["99", "inbound-rtp.video-2"] {
            let choice = try dump.choice([name])
            #expect(choice.table["inbound-rtp.video.packetsReceived"] == [0, 7, 14, 21])
            #expect(choice.remarks.count == 1)
        }
        #expect(throws: StatisticsFault.self) { try dump.choice(["5"]) }
        // One that was negotiated and never used is nobody's choice.
        dump.set("inbound-rtp.video-2", "packetsReceived") { _ in 0 }
        #expect(try dump.choice().table["inbound-rtp.video.packetsReceived"] == [0, 100, 200, 300])
    }

    @Test("Of several connections the one that received is taken, or a choice is asked for")
    func connections() throws {
        let dump = SampleDump(seconds: 3)
        let both = dump.internals(names: ["7-1", "7-2"])
        #expect(fault(both).hasPrefix("2 connections receive media: 7-1 for 3 s, 7-2 for 3 s"))
        let read = try StatisticsDump(parsing: Array(both.utf8))
        #expect(try StatisticsChoice(read, tracks: ["7-2"]).carriesVideo)
    }

    @Test("A dump with bytes changed anywhere is scored within the scales or refused")
    func mutations() {
        var dump = SampleDump(seconds: 6)
        dump.set("inbound-rtp.video", "totalFreezesDuration") { $0 < 3 ? 0 : 0.5 }
        var random = SplitMix64(seed: 11)
        var scored = 0
        for text in [dump.text, dump.internals()] {
            let whole = Array(text.utf8)
            for _ in 0..<1_500 {
                var bytes = whole
                for _ in 0..<Int.random(in: 1...3, using: &random) {
                    let place = Int.random(in: bytes.indices, using: &random)
                    let digits = Array("0123456789-eE.,:\"[]{}".utf8)
                    bytes[place] = digits[Int.random(in: digits.indices, using: &random)]
                }
                guard let choice = try? StatisticsChoice(StatisticsDump(parsing: bytes)) else { continue }
                scored += 1
                let received = StatisticsScore(choice).evidence.received
                #expect((received.windows["audio.mos"] ?? []).allSatisfy { (1...4.5).contains($0) })
                for share in ["audio.concealed_ratio", "video.freeze_ratio", "call.packet_loss"] {
                    #expect((0...1).contains(received.metrics[share] ?? 0), "\(share)")
                }
                #expect(StatisticsScore(choice).evidence.outOfRange == [])
                let rate = received.metrics["video.frame_rate"] ?? 30
                #expect(rate > 0 && rate.isFinite)
            }
        }
        #expect(scored > 100)
    }

    @Test("Numbers that no browser can mean are errors with their field and snapshot")
    func impossible() {
        func changed(_ object: String, _ field: String, _ change: @escaping (Int) -> Double?) -> String {
            var dump = SampleDump(seconds: 3)
            dump.set(object, field, from: 2, change)
            return fault(dump.text)
        }
        #expect(
            changed("inbound-rtp.audio", "packetsReceived") { _ in -1 }.contains(
                "packetsReceived, snapshot 3: -1.0 is no count"
            )
        )
        #expect(
            changed("inbound-rtp.video", "framesDecoded") { _ in 2 }.contains(
                "framesDecoded, snapshot 3: the counter fell"
            )
        )
        #expect(
            changed("inbound-rtp.audio", "concealedSamples") { _ in 1e9 }.contains("is more than totalSamplesReceived")
        )
        #expect(changed("inbound-rtp.audio", "totalSamplesReceived") { _ in 1e300 }.contains("is no count"))
        #expect(changed("remote-inbound-rtp.audio", "roundTripTime") { _ in 50 + 11 }.contains("is no round-trip time"))
        #expect(changed("inbound-rtp.audio", "jitterBufferDelay") { _ in 9e14 }.contains("more than a minute"))
        #expect(
            changed("inbound-rtp.video", "totalFreezesDuration") { _ in 5_000 }.contains("grew by 5000.0 s in 3.0 s")
        )
    }
}
