import MediaTransport
import RawMedia
import Results
import Scenarios
import Testing
import Units

@testable import CallSimulation

@Suite("Traces of encoders")
struct TraceTests {
    private static let size = FrameSize(width: 320, height: 180)

    /// Pictures whose sizes tell their rung, part and place: 10,000 a rung, 1,000 for a reply, 1 a place.
    private static func rung(_ kilobits: Int64, number: Int32, count: Int = 6) -> VideoTrace.Rung {
        func pictures(_ base: Int32) -> [TracedPicture] {
            (0..<Int32(count)).map {
                TracedPicture(
                    byteCount: base + $0,
                    quantizer: UInt8(number),
                    isKeyFrame: $0 == 0,
                    psnrHundredths: 4_000
                )
            }
        }
        return VideoTrace.Rung(
            bitrate: .kilobitsPerSecond(kilobits),
            opening: pictures(10_000 * number),
            reply: pictures(10_000 * number + 1_000)
        )
    }

    private static let trace = VideoTrace(rungs: [size: [rung(200, number: 2), rung(100, number: 1)]])

    private static func bytes(_ player: inout VideoTracePlayer, _ kilobits: Int64, key: Bool = false) -> Int32 {
        player.next(size: size, bitrate: .kilobitsPerSecond(kilobits), forcesKeyFrame: key).byteCount
    }

    @Test("A rung plays its opening, then its second half again and again")
    func opening() {
        var player = VideoTracePlayer(Self.trace, phase: 0)
        let played = (0..<12).map { _ in Self.bytes(&player, 100) - 10_000 }
        #expect(played == [0, 1, 2, 3, 4, 5, 3, 4, 5, 3, 4, 5])
    }

    @Test("The phase decides where the second half is entered first")
    func phase() {
        var player = VideoTracePlayer(Self.trace, phase: 1)
        let played = (0..<10).map { _ in Self.bytes(&player, 100) - 10_000 }
        #expect(played == [0, 1, 2, 3, 4, 5, 4, 5, 3, 4])
    }

    @Test("A key frame that is asked for begins the reply")
    func keyFrame() {
        var player = VideoTracePlayer(Self.trace, phase: 0)
        _ = Self.bytes(&player, 100)
        #expect(Self.bytes(&player, 100, key: true) == 11_000)
        #expect(Self.bytes(&player, 100) == 11_001)
    }

    @Test("Between two rungs a picture lies as far between them as the rate, and outside at the nearest")
    func rates() {
        for (kilobits, bytes): (Int64, Int32) in [
            (50, 10_001), (100, 10_001), (150, 15_001), (200, 20_001), (900, 20_001),
        ] {
            var player = VideoTracePlayer(Self.trace, phase: 0)
            _ = Self.bytes(&player, 100)
            #expect(Self.bytes(&player, kilobits) == bytes, "\(kilobits) kbit/s")
        }
    }

    @Test("A new size begins with a key frame of its own ladder")
    func sizes() {
        let smaller = FrameSize(width: 160, height: 90)
        let trace = VideoTrace(rungs: [Self.size: [Self.rung(100, number: 1)], smaller: [Self.rung(100, number: 3)]])
        var player = VideoTracePlayer(trace, phase: 0)
        _ = Self.bytes(&player, 100)
        let picture = player.next(size: smaller, bitrate: .kilobitsPerSecond(100), forcesKeyFrame: false)
        #expect(picture.byteCount == 30_000 && picture.isKeyFrame)
    }

    @Test("A picture that one rung left out is left out by the nearer of the two")
    func leftOut() {
        let shown = TracedPicture(byteCount: 900, quantizer: 9, isKeyFrame: false)
        #expect(shown.blended(with: .leftOut, weight: 0.4) == shown)
        #expect(shown.blended(with: .leftOut, weight: 0.6).isLeftOut)
    }

    private static func voice(turns: Int = 2, talk: Int = 4, pause: Int = 2) -> AudioTrace {
        let packets = (0..<(turns * (talk + pause))).map {
            TracedSound(
                byteCount: UInt16($0 + 1),
                hasInBandFEC: false,
                isDTX: false,
                continuesDTX: false,
                isSpeech: $0 % (talk + pause) < talk
            )
        }
        return AudioTrace(
            material: .voice(talkCount: talk, pauseCount: pause),
            levels: [0, 10].map { AudioTrace.Level(expectedLossPercent: $0, packets: packets) }
        )
    }

    @Test("A voice talks when the call's turn says so, in one of its own turns")
    func turns() {
        let spurt = TalkSpurt(start: .milliseconds(40), end: .milliseconds(160))
        var player = AudioTracePlayer(Self.voice(), spurts: [spurt], phase: 0)
        let places = (0..<10).map { _ in player.next() }
        // Two packets of the first pause, six of the second talk, which is four long, then the pause after it.
        #expect(places == [4, 5, 6, 7, 8, 9, 8, 9, 10, 11])
    }

    @Test("The level is that of the nearest expected loss")
    func levels() throws {
        let trace = Self.voice()
        #expect(try trace.level(nearest: #require(Probability(0.04))) == 0)
        #expect(try trace.level(nearest: #require(Probability(0.06))) == 1)
        #expect(try trace.level(nearest: #require(Probability(0.9))) == 1)
    }

    // MARK: - Files

    private static func scenario(_ more: String = "") throws -> Scenario {
        let text =
            "rehearsal: 1\nname: t\npatients: [{ name: home, network: fttc }]\nmedia: { video: { size: 320x180 \(more) } }\n"
        return try ScenarioReader.read(bytes: Array(text.utf8), file: "t.yaml").scenario
    }

    private static func book() -> TraceBook {
        var book = TraceBook()
        book[.voice(.clinician)] = voice()
        book[.file("talk.wav")] = AudioTrace(
            material: .recording,
            levels: [AudioTrace.Level(expectedLossPercent: 0, packets: voice().levels[0].packets)]
        )
        book[Scenarios.VideoSource.preset(.calm)] = trace
        return book
    }

    @Test("A file gives back the book, its conditions and what tells recordings apart")
    func roundTrip() throws {
        let conditions = TraceConditions(of: try Self.scenario())
        let bytes = TraceFile.bytes(of: Self.book(), conditions, identities: ["talk.wav": "ab12"])
        let read = try ReadTraces(parsing: bytes)
        #expect(read.book == Self.book())
        #expect(read.conditions == conditions)
        #expect(read.identities == ["talk.wav": "ab12"])
        #expect(TraceFile.bytes(of: read.book, read.conditions, identities: read.identities) == bytes)
    }

    @Test("Other settings are other conditions")
    func conditions() throws {
        let plain = TraceConditions(of: try Self.scenario())
        #expect(try TraceConditions(of: Self.scenario(", codec: vp9")) != plain)
        #expect(try TraceConditions(of: Self.scenario(", frame_rate: 15")) != plain)
        #expect(try TraceConditions(of: Self.scenario(", bitrate: { max: 300 kbit/s }")) == plain)
    }

    @Test(
        "A line that is no trace is refused with its number",
        arguments: [
            ("{\"rehearsal_traces\":2}", 1), ("", 1), ("{\"rehearsal_traces\":1}\n{\"sound\":\"voice nobody\"}", 2),
            ("{\"rehearsal_traces\":1}\n{}", 2), ("{\"rehearsal_traces\":1}\nnull", 2),
            (
                "{\"rehearsal_traces\":1}\n{\"sound\":\"voice patient\",\"talk_packets\":1,\"pause_packets\":1,"
                    + "\"expected_loss_percent\":0,\"bytes\":[1,2,3],\"flags\":[0,0,0],\"period_samples\":[0,0,0]}", 2
            ),
            (
                "{\"rehearsal_traces\":1}\n{\"sound\":\"file a\",\"expected_loss_percent\":0,\"bytes\":[1],"
                    + "\"flags\":[64],\"period_samples\":[0]}", 2
            ),
            (
                "{\"rehearsal_traces\":1}\n{\"sound\":\"file a\",\"expected_loss_percent\":0,\"bytes\":[],"
                    + "\"flags\":[],\"period_samples\":[]}", 2
            ),
        ]
    )
    func hostile(text: String, line: Int) {
        #expect { try ReadTraces(parsing: Array(text.utf8)) } throws: { ($0 as? FormatError)?.line == line }
    }

    @Test("Every cut of a file is refused or read as fewer lines, never as other traces")
    func cuts() throws {
        let bytes = TraceFile.bytes(of: Self.book(), TraceConditions(of: try Self.scenario()), identities: [:])
        let whole = Self.book()
        for count in stride(from: 0, to: bytes.count, by: 7) {
            guard let read = try? ReadTraces(parsing: Array(bytes[..<count])) else { continue }
            for (sound, trace) in read.book.sounds {
                #expect(whole[sound]?.levels.prefix(trace.levels.count).elementsEqual(trace.levels) == true)
            }
        }
    }
}
