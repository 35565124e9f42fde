import MediaCodecs
import RawMedia
import Results
import Testing
import Units

@testable import CallSimulation

@Suite("What a replay records")
struct CallRecorderTests {
    @Test("Watching a call changes nothing in it")
    func transparent() throws {
        let plain = try RecordedCall.plain.get()
        let watched = try RecordedCall.shown.get()
        #expect(plain.record == watched.record)
        #expect(plain.series == watched.series)
        #expect(plain.files.isEmpty)
    }

    @Test("The received IVF decodes to as many pictures as the end decoded")
    func ivf() throws {
        let call = try RecordedCall.received.get()
        for party in Party.allCases {
            let bytes = try #require(call.files[.pictures(party)])
            let frames = Self.frames(ofIVF: bytes)
            #expect(Self.number(bytes, at: 24, count: 4) == frames.count)
            var decoder = try VideoDecoder(.vp8)
            var picture: I420Frame?
            var decoded = 0
            for frame in frames where try decoder.decode(frame.bytes, into: &picture) { decoded += 1 }
            #expect(decoded == frames.count)
            #expect(zip(frames, frames.dropFirst()).allSatisfy { $0.ticks < $1.ticks })
            let last = try #require(call.series.last { $0.at == party })
            #expect(Double(decoded) == Self.member("framesDecoded", "inbound-rtp.video", last))
            #expect(decoded > 50)
        }
    }

    @Test("Sound lasts from connection to the end of the call, and is there")
    func sound() throws {
        let call = try RecordedCall.received.get()
        for party in Party.allCases {
            let file = try WAVFile(parsing: try #require(call.files[.sound(party)]))
            #expect(file.sampleRate == 48_000)
            let span = try call.connectedSpan(of: party)
            #expect(file.samples.count == Int(span.nanoseconds * 48 / 1_000_000))
            #expect(file.samples.contains { abs(Int($0)) > 1_000 })
            // Nothing can be heard before the first packet is there.
            #expect(file.samples.prefix(480).allSatisfy { $0 == 0 })
        }
    }

    @Test("Shown pictures keep the camera's rate, and stand still in a freeze")
    func pictures() throws {
        let call = try RecordedCall.shown.get()
        let file = try Y4MFile(parsing: try #require(call.files[.pictures(.clinician)]))
        let span = try call.connectedSpan(of: .clinician)
        #expect(file.frameCount == Int((span.seconds * 15).rounded(.up)))
        #expect(file.frameRate == FrameRate(15))
        #expect(file.frame(0).y.allSatisfy { $0 == 16 })
        // The link is out from 5 s to 6 s: the pictures of that second are one.
        let connected = call.plan.length.seconds - span.seconds
        let first = file.frame(Int((5.5 - connected) * 15))
        #expect((1...5).allSatisfy { file.frame(Int((5.5 - connected) * 15) + $0).y == first.y })
        #expect(file.frame(file.frameCount - 1).y != first.y)
    }

    @Test("Every packet that is sent is dropped once, arrives once, or is on its way at the end")
    func packets() throws {
        let events = try RecordedCall.received.get().events()
        func numbers(_ event: String) -> [Int] {
            events.filter { $0.text("event") == event }.compactMap { $0.number("packet").map { Int($0) } }
        }
        let (sent, ended) = (numbers("packet_sent"), numbers("packet_dropped") + numbers("packet_arrived"))
        #expect(sent == Array(1...sent.count))
        #expect(Set(ended).count == ended.count)
        #expect(ended.count >= sent.count - 20 && ended.count <= sent.count)
        #expect(numbers("packet_dropped").count > 50)
        let times = events.compactMap { $0.number("t_s") }
        #expect(times.count == events.count)
        #expect(zip(times, times.dropFirst()).allSatisfy { $0 <= $1 })
    }

    @Test("The freezes that the log counts are those that are scored")
    func freezes() throws {
        let call = try RecordedCall.received.get()
        let events = try call.events()
        for party in Party.allCases {
            let own = events.filter { $0.text("at") == party.name }
            let ended = own.filter { $0.text("event") == "freeze_end" }
            #expect(own.filter { $0.text("event") == "freeze_begin" }.count == ended.count)
            let counted = ended.filter { $0["counted"] == .boolean(true) }.compactMap { $0.number("length_s") }
            // The score counts from when both ends were connected.
            let span = try Party.allCases.map { try call.connectedSpan(of: $0).seconds }.min() ?? 0
            let ratio = counted.reduce(0, +) / span
            let direction = try #require(call.record.directions.first { $0.from == party.other })
            let scored = try #require(direction.metrics["video.freeze_ratio"])
            #expect(JSONNumber(score: ratio) == JSONNumber(score: scored))
            // The second without a line freezes both pictures, and the log says why.
            #expect(ended.contains { $0.text("cause") == "outage" && ($0.number("length_s") ?? 0) > 0.8 })
        }
    }

    @Test("Each concealment names the packets that were missing and what became of them")
    func concealments() throws {
        let events = try RecordedCall.received.get().events()
        let ended = events.filter { $0.text("event") == "concealment_end" }
        #expect(ended.count > 3)
        #expect(events.filter { $0.text("event") == "concealment_begin" }.count == ended.count)
        let lost = ended.filter { $0.text("cause") == "lost" || $0.text("cause") == "outage" }
        #expect(!lost.isEmpty)
        for event in lost {
            guard case .array(let missing)? = event["missing"] else {
                Issue.record("no list of missing packets")
                continue
            }
            let fates = missing.flatMap(Self.fates)
            #expect(fates.contains { $0 == event.text("cause") })
        }
    }

    private static func fates(of packet: JSONValue) -> [String] {
        guard case .object(let object) = packet, case .array(let sendings)? = object["sendings"] else { return [] }
        return sendings.compactMap { sending in
            if case .object(let object) = sending { object.text("fate") } else { nil }
        }
    }

    private static func member(_ name: String, _ type: String, _ line: SeriesLine) -> Double? {
        if case .object(let object)? = line.statistics[type] { object.number(name) } else { nil }
    }

    private static func frames(ofIVF bytes: [UInt8]) -> [(bytes: [UInt8], ticks: Int)] {
        var frames: [(bytes: [UInt8], ticks: Int)] = []
        var offset = 32
        while offset < bytes.count {
            let size = number(bytes, at: offset, count: 4)
            frames.append((Array(bytes[offset + 12..<offset + 12 + size]), number(bytes, at: offset + 4, count: 8)))
            offset += 12 + size
        }
        return frames
    }

    private static func number(_ bytes: [UInt8], at offset: Int, count: Int) -> Int {
        bytes[offset..<offset + count].reversed().reduce(0) { $0 << 8 | Int($1) }
    }
}
