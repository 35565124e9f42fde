import Foundation
import RawMedia
import QualityModels
import Results
import Testing
import Units

/// `rehearsal score` of everything that it takes, and of what it must refuse.
@Suite("Scores of real calls")
struct ScoreTests {
    /// Snapshots of getStats, a second apart; `change` damages what the test is about.
    private static func dump(
        seconds: Int = 20,
        pictures: Bool = true,
        _ change: (Int, inout [String: Double]) -> Void = { _, _ in },
        video changeVideo: (Int, inout [String: Double]) -> Void = { _, _ in }
    ) -> String {
        let snapshots = (0...seconds).map { index -> String in
            let second = Double(index)
            var audio: [String: Double] = [
                "packetsReceived": 50 * second, "packetsLost": 0, "bytesReceived": 4_000 * second,
                "totalSamplesReceived": 48_000 * second, "concealedSamples": 0, "jitterBufferDelay": 1_920 * second,
                "jitterBufferEmittedCount": 48_000 * second, "insertedSamplesForDeceleration": 0,
                "removedSamplesForAcceleration": 0,
            ]
            change(index, &audio)
            var video: [String: Double] = [
                "packetsReceived": 100 * second, "packetsLost": 0, "bytesReceived": 100_000 * second,
                "framesDecoded": 30 * second + 1, "freezeCount": 0, "totalFreezesDuration": 0,
                "totalInterFrameDelay": second, "totalSquaredInterFrameDelay": second / 30,
            ]
            changeVideo(index, &video)
            let trip = [
                "roundTripTime": 0.05, "totalRoundTripTime": 0.05 * second, "roundTripTimeMeasurements": second,
            ]
            let objects =
                [("inbound-rtp", "audio", audio), ("remote-inbound-rtp", "audio", trip)]
                + (pictures ? [("inbound-rtp", "video", video)] : [])
            return objects.map { type, kind, fields in
                let numbers = fields.sorted { $0.key < $1.key }.map { "\"\($0)\":\($1)" }.joined(separator: ",")
                return
                    "{\"id\":\"\(type)-\(kind)\",\"type\":\"\(type)\",\"kind\":\"\(kind)\",\"timestamp\":\(1_790_000_000_000 + 1_000 * index),\(numbers)}"
            }.joined(separator: ",")
        }
        return "[" + snapshots.map { "[\($0)]" }.joined(separator: ",\n") + "]"
    }

    private static let one = ["--threshold", "audio.mos{to:clinician}: p(10) >= 3.6"]

    private func score(_ arguments: [String]) throws -> Binary.Outcome {
        try Binary.fastest().run(["score"] + arguments)
    }

    @Test("Both ends' dumps of a good call pass the default gate, and leave every file")
    func bothEnds() throws {
        let workspace = try Workspace()
        let dump = try workspace.write(Self.dump(), to: "a.json")
        let out = workspace.file("out")
        let outcome = try score(["--stats", dump, "--stats", dump, "--out", out, "--junit", workspace.file("j.xml")])
        #expect(outcome.exitCode == 0, "\(outcome.output)\(outcome.errors)")
        #expect(outcome.output.contains("verdict: passed (exit code 0)"))
        let names = try FileManager.default.contentsOfDirectory(atPath: out).sorted()
        #expect(names == ["calls.ndjson", "junit.xml", "score.json", "series.ndjson", "summary.json"])
        #expect(try workspace.text("j.xml") == workspace.text("out/junit.xml"))
        let call = try #require(try RunRecords(parsing: Array(try workspace.read("out/calls.ndjson"))).calls.first)
        #expect(call.metrics["consultation.usable"] == 1 && call.metrics["call.setup_time"] == nil)
        #expect(call.directions.count == 2 && call.outcome == .completedVideo)
        for direction in call.directions { #expect(direction.metrics["video.psnr"] == nil) }
        let again = try score(["--stats", dump, "--stats", dump, "--out", out])
        #expect(again.exitCode == 64, "\(again.errors)")
    }

    @Test("One end's dump leaves the gate of the whole consultation open, and answers for its own direction")
    func oneEnd() throws {
        let workspace = try Workspace()
        let dump = try workspace.write(Self.dump(), to: "a.json")
        let whole = try score(["--stats", dump])
        #expect(whole.exitCode == 91)
        #expect(whole.output.contains("second was for the patient is not known"))
        #expect(whole.output.contains("1 held: 1 unknown"))
        #expect(try score(["--stats", dump] + Self.one).exitCode == 0)
        let patient = try score(["--stats", dump, "--role", "patient"] + Self.one)
        #expect(patient.exitCode == 91, "\(patient.output)")
        let bad = try workspace.write(Self.dump { $1["concealedSamples"] = 9_600 * Double($0) }, to: "b.json")
        #expect(try score(["--stats", bad] + Self.one).exitCode == 99)
    }

    @Test("Sound that stays away to the end ends a measured call as it ends a simulated one, by phone")
    func deadToTheEnd() throws {
        let workspace = try Workspace()
        let good = try workspace.write(Self.dump(seconds: 60), to: "a.json")
        let dead = try workspace.write(
            Self.dump(seconds: 60) { $1["concealedSamples"] = 48_000 * max(0, Double($0) - 20) },
            to: "b.json"
        )
        let out = workspace.file("out")
        let outcome = try score(["--stats", good, "--stats", dead, "--out", out])
        #expect(outcome.exitCode == 99)
        let call = try #require(try RunRecords(parsing: Array(try workspace.read("out/calls.ndjson"))).calls.first)
        #expect(call.outcome == .fallbackPhone)
        #expect(call.metrics["consultation.fallback_phone"] == 1 && call.metrics["consultation.completed_video"] == 0)
    }

    @Test("Where one end saw pictures and of the other nothing is known, the outcome and the usability are unknown")
    func oneSided() throws {
        let workspace = try Workspace()
        let whole = try workspace.write(Self.dump(), to: "a.json")
        let voice = try workspace.write(Self.dump(pictures: false), to: "b.json")
        let out = workspace.file("out")
        let outcome = try score(["--stats", whole, "--stats", voice, "--out", out])
        #expect(outcome.exitCode == 91, "\(outcome.output)")
        let call = try #require(try RunRecords(parsing: Array(try workspace.read("out/calls.ndjson"))).calls.first)
        #expect(call.outcome == .unknown && call.metrics["consultation.usable"] == nil)
        #expect(outcome.output.contains("what the patient saw is in none of the files"))
    }

    @Test("Small pictures and lips out of step in a dump cost seconds, and the gate sees both")
    func sizesAndLips() throws {
        let workspace = try Workspace()
        let small = try workspace.write(
            Self.dump(video: { _, video in (video["frameWidth"], video["frameHeight"]) = (160, 90) }),
            to: "small.json"
        )
        let outcome = try score(["--stats", small, "--stats", small])
        #expect(outcome.exitCode == 99 && outcome.output.contains("too few lines"), "\(outcome.output)")
        let late = try workspace.write(
            Self.dump(
                { $1["estimatedPlayoutTimestamp"] = 3.9e12 + 1_000 * Double($0) },
                video: { $1["estimatedPlayoutTimestamp"] = 3.9e12 + 1_000 * Double($0) - 300 }
            ),
            to: "late.json"
        )
        let lips = try score(["--stats", late, "--stats", late])
        #expect(lips.exitCode == 99 && lips.output.contains("lips out of step"), "\(lips.output)")
        #expect(lips.output.contains("call.lip_sync_lost"))
    }

    @Test("A scenario's needs and its own tags hold for a measured call too")
    func needs() throws {
        let workspace = try Workspace()
        let dump = try workspace.write(
            Self.dump(video: { _, video in (video["frameWidth"], video["frameHeight"]) = (640, 360) }),
            to: "a.json"
        )
        func scenario(_ usability: String) -> String {
            Small.scenario(
                thresholds: "usability: { clinician: \(usability) }\nthresholds:\n"
                    + "  consultation.usable_time{to:clinician}: min >= 95 %"
            )
        }
        let movement = try workspace.write(scenario("movement"), to: "m.yaml")
        #expect(try score(["--stats", dump, "--thresholds", movement]).exitCode == 0)
        let observation = try workspace.write(scenario("{ profile: conversation, lines_min: 460 }"), to: "o.yaml")
        #expect(try score(["--stats", dump, "--thresholds", observation]).exitCode == 99)
        let fidelity = try workspace.write(scenario("observation"), to: "f.yaml")
        let unknown = try score(["--stats", dump, "--thresholds", fidelity])
        #expect(
            unknown.exitCode == 91 && unknown.output.contains("fidelity, which observation asks"),
            "\(unknown.output)"
        )
        let tagged = try workspace.write(
            "rehearsal: 1\nname: t\npatients: [{ name: p, network: 4g, tags: { access: rural } }]\nthresholds:\n"
                + "  \"audio.mos{access:rural}\": min >= 1\n",
            to: "t.yaml"
        )
        #expect(try score(["--stats", dump, "--thresholds", tagged]).exitCode == 91)
    }

    @Test("Thresholds of a file that is a scenario or has nothing else are taken, and their faults have a place")
    func thresholds() throws {
        let workspace = try Workspace()
        let dump = try workspace.write(Self.dump(), to: "a.json")
        let alone = try workspace.write("thresholds:\n  video.frame_rate{to:clinician}: min >= 40\n", to: "t.yaml")
        #expect(try score(["--stats", dump, "--thresholds", alone]).exitCode == 99)
        let text = Small.scenario(thresholds: "thresholds:\n  video.frame_rate{to:clinician}: min >= 20")
        let scenario = try workspace.write(text, to: "s.yaml")
        #expect(try score(["--stats", dump, "--thresholds", scenario]).exitCode == 0)
        let wrong = try workspace.write("thresholds:\n  video.frame_rat: min >= 40\n", to: "w.yaml")
        let outcome = try score(["--stats", dump, "--thresholds", wrong])
        #expect(outcome.exitCode == 104)
        #expect(
            outcome.errors.contains("w.yaml:2:3: error: ") && outcome.errors.contains("did you mean video.frame_rate?")
        )
        let none = try workspace.write("tresholds: {}\n", to: "n.yaml")
        #expect(try score(["--stats", dump, "--thresholds", none]).errors.contains("there are no thresholds in it"))
        #expect(try score(["--stats", dump, "--threshold", "audio.mos p(10) >= 3.6"]).exitCode == 64)
        #expect(try score(["--stats", dump, "--threshold", "audio.mos: p(10) >= 3,6"]).exitCode == 64)
    }

    @Test(
        "A dump that cannot be scored is refused with the file and the rule, and nothing is written",
        arguments: [
            (String(dump().prefix(900)), "cut short or damaged"),
            (
                dump { $1["packetsReceived"] = $0 == 7 ? -3 : 50 * Double($0) },
                "packetsReceived, snapshot 8: -3.0 is no count"
            ),
            (dump { $1["concealedSamples"] = $0 == 7 ? 100 : 0 }, "concealedSamples, snapshot 9: the counter fell"),
            (
                "[[{\"id\":\"a\",\"timestamp\":0,\"type\":\"inboundrtp\",\"mozRtt\":3}],"
                    + "[{\"id\":\"a\",\"timestamp\":1000,\"type\":\"inboundrtp\",\"mozRtt\":3}]]",
                "old Firefox"
            ),
            ("", "the file is empty"),
        ]
    )
    func hostile(_ text: String, _ rule: String) throws {
        let workspace = try Workspace()
        let dump = try workspace.write(text, to: "a.json")
        let outcome = try score(["--stats", dump, "--out", workspace.file("out")])
        #expect(outcome.exitCode == 64 && outcome.output.isEmpty, "\(outcome.output)")
        #expect(
            outcome.errors.contains("could not score \(dump): ") && outcome.errors.contains(rule),
            "\(outcome.errors)"
        )
        #expect(outcome.errors.contains("hint: "))
        #expect(!FileManager.default.fileExists(atPath: workspace.file("out")))
    }

    @Test("Recordings of pictures are scored against their sources, at the size of the camera")
    func pictures() throws {
        let workspace = try Workspace()
        let frames = (0..<40).map(Self.picture)
        let sent = try Self.write(frames, to: "sent.y4m", workspace)
        // The first second is missing, picture 20 is held for a second, and all are half the size.
        let shown = Array(frames[10..<20] + [I420Frame](repeating: frames[20], count: 10) + frames[30...])
        let small = try Self.write(shown.map { $0.scaled(width: 80, height: 48) }, to: "shown.y4m", workspace)
        let out = workspace.file("out")
        let limits = ["--threshold", "video.longest_freeze{to:clinician}: max <= 500 ms"]
        let outcome = try score(["--sent", sent, "--shown", small, "--out", out] + limits)
        #expect(outcome.exitCode == 99, "\(outcome.output)\(outcome.errors)")
        #expect(outcome.output.contains("shown pictures of 80x48 are compared at 160x96"))
        let call = try #require(try RunRecords(parsing: Array(try workspace.read("out/calls.ndjson"))).calls.first)
        let metrics = try #require(call.direction(to: .clinician)).metrics
        #expect(metrics["video.longest_freeze"] == 1)
        #expect(try #require(metrics["video.psnr"]) > 25 && metrics["video.psnr"] != 60)
        #expect(metrics["video.ssim"] != nil && metrics["video.bitrate"] == nil)
        // The same pictures at the same size are the same pictures.
        let whole = try Self.write(Array(frames[5...]), to: "whole.y4m", workspace)
        let same = ["--threshold", "video.psnr{to:clinician}: min >= 60 dB"]
        #expect(try score(["--sent", sent, "--shown", whole] + same).exitCode == 0)
    }

    @Test("Pictures of another shape are refused, and those of another call are unknown")
    func otherPictures() throws {
        let workspace = try Workspace()
        let sent = try Self.write((0..<20).map(Self.picture), to: "sent.y4m", workspace)
        let square = try Self.write([I420Frame(width: 64, height: 64)], to: "square.y4m", workspace)
        let outcome = try score(["--sent", sent, "--shown", square])
        #expect(outcome.exitCode == 64 && outcome.errors.contains("160x96") && outcome.errors.contains("64x64"))
        let black = try Self.write(
            [I420Frame](repeating: I420Frame(width: 160, height: 96), count: 20),
            to: "black.y4m",
            workspace
        )
        let unknown = try score([
            "--sent", sent, "--shown", black, "--threshold", "video.psnr{to:clinician}: min >= 1 dB",
        ])
        #expect(unknown.exitCode == 91)
        let words = unknown.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(words.contains("20 of 20 shown pictures are like none of those sent within 10 s"), "\(unknown.output)")
    }

    @Test("Two silent recordings of sound tell nothing, and a short one is refused")
    func silence() throws {
        let workspace = try Workspace()
        func wav(_ seconds: Int, _ name: String, rate: Int = 16_000) throws -> String {
            let bytes = WAVFile.encode(samples: [Int16](repeating: 0, count: seconds * rate), sampleRate: rate)
            try Data(bytes).write(to: URL(filePath: workspace.file(name)))
            return workspace.file(name)
        }
        let (one, other) = (try wav(6, "a.wav"), try wav(6, "b.wav"))
        let outcome = try score(["--spoken", one, "--heard", other])
        #expect(outcome.exitCode == 91, "\(outcome.output)\(outcome.errors)")
        #expect(outcome.output.contains("no speech to compare"))
        let faster = try score(["--spoken", one, "--heard", try wav(6, "c.wav", rate: 48_000)])
        #expect(faster.exitCode == 64 && faster.errors.contains("16000") && faster.errors.contains("48000"))
        #expect(try score(["--spoken", one]).exitCode == 64)
    }

    @Test("A capture without RTP, an empty one and what is none are refused for what they are")
    func captures() throws {
        let workspace = try Workspace()
        func file(_ bytes: [UInt8]) throws -> String {
            try Data(bytes).write(to: URL(filePath: workspace.file("a.pcap")))
            return workspace.file("a.pcap")
        }
        let header: [UInt8] =
            [0xA1, 0xB2, 0x3C, 0x4D, 0, 2, 0, 4] + [UInt8](repeating: 0, count: 11) + [9, 0, 0, 0, 101]
        for (bytes, rule) in [
            ([], "a pcap has a header of 24 bytes"), (header, "there is no RTP packet in it"),
            ([UInt8](repeating: 5, count: 40), "it does not begin as a pcap"),
        ] {
            let outcome = try score(["--capture", try file(bytes)])
            #expect(outcome.exitCode == 64 && outcome.errors.contains(rule), "\(outcome.errors)")
        }
    }

    @Test("What a replay leaves of a simulated call scores as the call did")
    func replay() throws {
        let workspace = try Workspace()
        let scenario = try workspace.write(Small.scenario(), to: "s.yaml")
        let run = workspace.file("run")
        let made = try Binary.fastest().run(["run", scenario, "--quiet", "--out", run])
        #expect([0, 91, 99].contains(made.exitCode), "\(made.errors)")
        #expect(try Binary.fastest().run(["replay", run, "--call", "1", "--video", "none", "--quiet"]).exitCode == 0)
        let capture = run + "/call-1/clinician.pcap"
        let arguments = [
            "--capture", capture, "--local", "192.0.2.1", "--delay", "20 ms", "--out", workspace.file("out"),
        ]
        let outcome = try score(arguments + Self.one)
        #expect(outcome.exitCode == 0, "\(outcome.output)\(outcome.errors)")
        func heard(_ path: String) throws -> DirectionRecord {
            let call = try #require(try RunRecords(parsing: Array(try workspace.read(path))).calls.first)
            return try #require(call.direction(to: .clinician))
        }
        let (simulated, captured) = (try heard("run/calls.ndjson"), try heard("out/calls.ndjson"))
        let (one, other) = (simulated.windows["audio.mos"] ?? [], captured.windows["audio.mos"] ?? [])
        #expect(!one.isEmpty && !other.isEmpty)
        // The buffer of 60 ms costs a few milliseconds that the simulated one did not need; the line loses nothing.
        #expect(abs(one[0] - other[0]) < 0.1, "\(one) \(other)")
        #expect(captured.metrics["call.packet_loss"] == 0)
    }

    @Test("A simulated call's own counters, as a dump of getStats, score as the call did")
    func ownCounters() throws {
        let workspace = try Workspace()
        let scenario = try workspace.write(
            Small.scenario(length: "20 s", patient: "    at 8 s: { outage: 3 s }"),
            to: "s.yaml"
        )
        let made = try Binary.fastest().run(["run", scenario, "--quiet", "--out", workspace.file("run")])
        #expect([0, 91, 99].contains(made.exitCode), "\(made.errors)")
        let lines = try workspace.text("run/series.ndjson").split(separator: "\n").enumerated()
            .map { try SeriesLine(parsing: $1.utf8, line: $0 + 1) }.filter { $0.at == .clinician }
        let table = StatisticsTable(lines: lines, times: lines.map(\.time))
        let text = String(decoding: table.json(columns: table.names).compactBytes, as: UTF8.self)
        let dump = try workspace.write(text, to: "dump.json")
        let outcome = try score(["--stats", dump, "--bitrate", "32 kbit/s", "--out", workspace.file("out")])
        #expect([91, 99].contains(outcome.exitCode), "\(outcome.output)\(outcome.errors)")
        func seen(_ path: String) throws -> DirectionRecord {
            let call = try #require(try RunRecords(parsing: Array(try workspace.read(path))).calls.first)
            return try #require(call.direction(to: .clinician))
        }
        let (simulated, scored) = (try seen("run/calls.ndjson"), try seen("out/calls.ndjson"))
        for (metric, tolerance) in [
            // The dump begins with the first snapshot that has the stream, up to a second after the call.
            ("video.freeze_ratio", 0.02), ("audio.concealed_ratio", 0.02),
            // One round trip is halved for both ways, which differ; devices add nothing in either.
            ("audio.mouth_to_ear", 15),
        ] {
            let (one, other) = (simulated.metrics[metric], scored.metrics[metric])
            #expect(
                abs(try #require(one) - (try #require(other))) <= tolerance,
                "\(metric): \(one ?? -1) \(other ?? -1)"
            )
        }
        // After the outage a second freeze ends between the same two snapshots: only bounds are known, and they hold.
        let reason = try workspace.text("out/score.json")
        let bounds = try #require(reason.firstMatch(of: /the longest lasted ([0-9.]+) to ([0-9.]+) s/))
        let (low, high) = (try #require(Double(bounds.1)), try #require(Double(bounds.2)))
        let longest = try #require(simulated.metrics["video.longest_freeze"])
        #expect(scored.metrics["video.longest_freeze"] == nil && (low - 0.01...high + 0.01).contains(longest))
    }

    @Test("What a simulated call showed of a recording scores against it as the call did, through an outage")
    func simulatedPictures() throws {
        let workspace = try Workspace()
        let sent = try Self.write((0..<180).map(Self.picture), to: "sent.y4m", workspace, rate: 15)
        let text = Small.scenario(patient: "    at 5 s: { outage: 2 s }")
            .replacingOccurrences(of: "source: calm", with: "source: sent.y4m")
        let scenario = try workspace.write(text, to: "s.yaml")
        let run = workspace.file("run")
        #expect(try Binary.fastest().run(["run", scenario, "--quiet", "--out", run]).errors.isEmpty)
        #expect(try Binary.fastest().run(["replay", run, "--call", "1", "--video", "y4m", "--quiet"]).exitCode == 0)
        let shown = run + "/call-1/clinician-saw.y4m"
        let limit = ["--threshold", "video.freeze_ratio{to:clinician}: max <= 5 %"]
        let outcome = try score(["--sent", sent, "--shown", shown, "--out", workspace.file("out")] + limit)
        #expect(outcome.exitCode == 99, "\(outcome.output)\(outcome.errors)")
        func seen(_ path: String) throws -> MetricValues {
            let call = try #require(try RunRecords(parsing: Array(try workspace.read(path))).calls.first)
            return try #require(call.direction(to: .clinician)).metrics
        }
        let (simulated, scored) = (try seen("run/calls.ndjson"), try seen("out/calls.ndjson"))
        for (metric, tolerance) in [
            // The recording of the screen has 15 pictures a second: times are within one of them, and a picture that was
            // shown for less than that is not in it.
            ("video.longest_freeze", 1.0 / 15), ("video.freeze_ratio", 0.03), ("video.psnr", 0.5), ("video.ssim", 0.01),
        ] {
            let (one, other) = (simulated[metric], scored[metric])
            #expect(
                abs(try #require(one) - (try #require(other))) <= tolerance,
                "\(metric): \(one ?? -1) \(other ?? -1)"
            )
        }
    }

    private static func picture(_ index: Int) -> I420Frame {
        var frame = I420Frame(width: 160, height: 96)
        for row in 0..<96 {
            for column in 0..<160 {
                let isInBlock = (column - 4 * index % 120 - 16).magnitude < 16 && (row - 28 - index % 37).magnitude < 24
                frame.y[row * 160 + column] = UInt8(60 + column / 2 + row / 2 + (isInBlock ? 50 : 0))
            }
        }
        return frame
    }

    private static func write(
        _ frames: [I420Frame],
        to name: String,
        _ workspace: Workspace,
        rate: Int = 10
    ) throws -> String {
        let bytes = Y4MFile.encode(frames: frames, frameRate: FrameRate(rate))
        try Data(bytes).write(to: URL(filePath: workspace.file(name)))
        return workspace.file(name)
    }
}
