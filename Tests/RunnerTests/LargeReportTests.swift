import Foundation
import QualityModels
import Reports
import Results
import Runner
import TestSupport
import Testing
import Units

@Suite("Large reports")
struct LargeReportTests {
    @Test("A report of ten thousand calls with all the pictures and sound there can be is below 1 MB")
    func tenThousand() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "rehearsal-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let run = try LargeRun(callCount: 10_000)
        for (name, bytes) in run.files { try Data(bytes).write(to: URL(filePath: folder + "/" + name)) }
        let request = ReportRequest(run: folder, replays: false, workerCount: 1, isQuiet: true, toolVersion: "1")
        let outcome = try await Report(request, stop: StopSignal()).perform()
        #expect(outcome.momentGap == nil)
        #expect(outcome.byteCount < 1_000_000, "\(outcome.byteCount) bytes")
        let html = String(decoding: try Data(contentsOf: URL(filePath: outcome.file)), as: UTF8.self)
        #expect(html.contains("The 200 worst of 10000 are shown"))
        #expect(html.ranges(of: "<img ").count == 60 && html.ranges(of: "<audio ").count == 10)
        // Five calls have time lines in both directions.
        #expect(html.ranges(of: "<b>Packets lost</b>").count == 5 * 2)
    }
}

/// The folder of a made-up run on eight networks, as large as reports may meet.
private struct LargeRun {
    private(set) var files: [(name: String, bytes: [UInt8])] = []

    private static let length = 300

    init(callCount: Int) throws {
        var random = SplitMix64(seed: 7)
        let records = try RunRecords((1...callCount).map { Self.call($0, &random) })
        let worst = WorstCalls.of(records, limit: ReportContents.detailedCallsMax)
        var series: [UInt8] = []
        for call in worst.sorted(by: { $0.call < $1.call }) { Self.appendSeries(of: call.call, to: &series, &random) }
        var moments: [UInt8] = []
        for call in worst { Self.moment(of: call, &random).appendLine(to: &moments) }
        files = [("calls.ndjson", records.ndjson), ("series.ndjson", series)]
        let manifest = Self.manifest(
            callCount: callCount,
            digest: records.digest,
            files: files.map { RunManifest.FileLength(name: $0.name, byteCount: $0.bytes.count) }
        )
        files += [("moments.ndjson", moments), ("manifest.json", manifest.json)]
    }

    private static func call(_ number: Int, _ random: inout SplitMix64) -> CallRecord {
        let network = "network-\(number % 8)"
        let isBad = Int.random(in: 0..<5, using: &random) == 0
        return CallRecord(
            call: number,
            clinician: "clinician-\(number % 3)",
            patient: "group-\(number % 8)",
            network: network,
            startsAt: Timestamp(nanoseconds: Int64(number) * 1_000_000_000),
            length: .seconds(Int64(length)),
            outcome: isBad ? .completedAudioOnly : .completedVideo,
            reason: isBad ? "the pictures to the patient were unfit for the last 24 s" : nil,
            digest: random.next(),
            metrics: ["consultation.usable": isBad ? 0 : 1, "call.setup_time": 0.3, "call.round_trip_time": 60],
            directions: Party.allCases.map { from in
                var pieces: [String] = []
                for piece in 0..<10 { pieces.append(isBad && piece % 3 == 1 ? "10u10x10a" : "29u1a") }
                let course = SecondCourse(parsing: pieces.joined()) ?? SecondCourse([])
                return DirectionRecord(
                    call: number,
                    from: from,
                    network: network,
                    metrics: [
                        "audio.concealed_ratio": Double.random(in: 0...0.1, using: &random),
                        "audio.mouth_to_ear": Double.random(in: 40...400, using: &random),
                        "video.freeze_ratio": Double.random(in: 0...0.2, using: &random),
                        "video.longest_freeze": Double.random(in: 0...5, using: &random),
                        "video.frame_rate": Double.random(in: 5...30, using: &random),
                        "video.psnr": Double.random(in: 25...45, using: &random),
                        "call.packet_loss": Double.random(in: 0...0.1, using: &random),
                        "consultation.usable_time": Double.random(in: 0...1, using: &random),
                    ],
                    windows: ["audio.mos": (0..<30).map { _ in Double.random(in: 1...4.4, using: &random) }],
                    usability: UsabilityAccount(
                        course: course,
                        causes: [.score: 40, .concealment: 30, .freeze: 20, .lipSync: 70, .frameRate: 5, .delay: 9],
                        isUsable: !isBad
                    )
                )
            }
        )
    }

    private static func appendSeries(of call: Int, to bytes: inout [UInt8], _ random: inout SplitMix64) {
        var counters = [Int](repeating: 0, count: 8)
        for second in 0...length {
            for party in Party.allCases {
                for place in counters.indices { counters[place] += Int.random(in: 1...5_000, using: &random) }
                var line = SeriesLine(call: call, at: party, time: .seconds(Int64(second)))
                line.append(
                    "inbound-rtp.audio",
                    [
                        "packetsReceived": .integer(counters[0]), "packetsLost": .integer(counters[1]),
                        "totalSamplesReceived": .integer(counters[2] * 20), "concealedSamples": .integer(counters[3]),
                        "jitterBufferDelay": .integer(counters[4]),
                        "jitterBufferEmittedCount": .integer(counters[5] * 9),
                    ]
                )
                line.append(
                    "inbound-rtp.video",
                    [
                        "packetsReceived": .integer(counters[0]), "packetsLost": .integer(counters[1]),
                        "bytesReceived": .integer(counters[6] * 7), "framesRendered": .integer(counters[7] / 100),
                        "totalFreezesDuration": .score(Double(second / 20) * 0.7),
                    ]
                )
                line.append(
                    "outbound-rtp.video",
                    ["bytesSent": .integer(counters[6] * 8), "targetBitrate": .integer(counters[6] % 900_000)]
                )
                line.append("remote-inbound-rtp.audio", ["roundTripTime": .score(Double(counters[1] % 300) / 1_000)])
                line.appendLine(to: &bytes)
            }
        }
    }

    /// As large as a replay makes them: six pairs of 3,500 bytes, twice 8 s at 14 kbit/s.
    private static func moment(of call: CallRecord, _ random: inout SplitMix64) -> CallMoment {
        func file(_ start: String, _ byteCount: Int) -> [UInt8] {
            Array(start.utf8) + (start.utf8.count..<byteCount).map { _ in UInt8(truncatingIfNeeded: random.next()) }
        }
        let pairs = (0..<6).map { place in
            CallMoment.Pair(time: 100 + Double(place), sent: file("RIFF", 3_500), seen: file("RIFF", 3_500))
        }
        return CallMoment(
            call: call.call,
            digest: call.digestHexadecimal,
            receiver: .patient,
            from: 100,
            length: 8,
            isHeldAgain: true,
            pairs: pairs,
            heard: file("OggS", 14_500),
            spoken: file("OggS", 14_500),
            impairments: (0..<20).map { PlannedImpairment("outage", Double($0) * 10...Double($0) * 10 + 2) }
        )
    }

    private static func manifest(callCount: Int, digest: UInt64, files: [RunManifest.FileLength]) -> RunManifest {
        let text = """
            rehearsal: 1
            name: large
            seed: 7
            tier: packet
            consultations: { count: \(callCount), length: \(length) s }
            clinicians:
              - { name: clinician, network: fttp }
            patients:
              - { name: patient, network: 4g }
            thresholds:
              audio.mos: [ "p(10) >= 3.6" ]
              consultation.usable: [ "share >= 80 %" ]
            """
        return RunManifest(
            toolVersion: "1",
            scenario: RunManifest.ScenarioText(name: "large", text: text),
            configuration: (0..<120).map {
                RunManifest.Setting(path: "some.setting.of.number.\($0)", value: "\($0) ms", origin: .default)
            },
            seed: 7,
            tier: "packet",
            codecs: [],
            digest: digest,
            isComplete: true,
            files: files,
            workers: 1,
            wallSeconds: 1,
            cpuSeconds: 1,
            tester: TesterAccount(processors: 1, cpuShare: 1, speedUp: 1),
            reproduce: "rehearsal run large.yaml"
        )
    }
}
