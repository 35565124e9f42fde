import CallSimulation
import Foundation
import Results
import Scenarios
import Units
import ValidationComparison

/// Holds the same calls in the media tier and in the packet tier, and writes how their scores differ.
@main
struct TierValidation {
    private static let page = "docs/validation.md"
    private static let folder = "Scenarios/validation"
    private static let metrics = [
        "audio.mos", "audio.concealed_ratio", "audio.mouth_to_ear", "video.freeze_ratio", "video.frame_rate",
        "video.bitrate", "video.psnr",
    ]

    static func main() async {
        guard CommandLine.arguments.count == 2, let calls = Int(CommandLine.arguments[1]), calls > 1 else {
            FileHandle.standardError.write(Data("error: the number of calls is at least 2\n".utf8))
            exit(ExitStatus.usage.rawValue)
        }
        do {
            let names = try Files.names(in: folder, hint: "run it in the project").filter { $0.hasSuffix(".yaml") }
            var comparisons: [TierComparison] = []
            for name in names {
                comparisons.append(try await compare(name, calls: calls))
                print(name)
            }
            let bytes = JSONValue.array(comparisons.map(\.json)).prettyBytes
            try Files.write(bytes, to: TierPage.results)
            let old = (try? String(contentsOfFile: page, encoding: .utf8)) ?? ""
            let text = PageSections.replacing(TierPage.section, with: try TierPage(parsing: bytes).text, in: old)
            try Files.write(Array(text.utf8), to: page)
            print("wrote \(TierPage.results) and the section of \(page)")
        } catch {
            FileHandle.standardError.write(Data("error: \(error)\n".utf8))
            exit(ExitStatus.failure.rawValue)
        }
    }

    /// The recordings' own content is not at hand everywhere: made-up people stand for it.
    private static func scenario(_ file: String, calls: Int) throws -> Scenario {
        var changes = [
            ("consultations.count", "\(calls)"), ("clinicians[0].audio_source", "synthetic"),
            ("patients[0].audio_source", "synthetic"), ("media.audio.source", "synthetic"),
        ]
        let bytes = try Files.read("\(folder)/\(file)", hint: "run it in the project")
        if String(decoding: bytes, as: UTF8.self).contains("\n  video:\n") {
            changes += [
                ("clinicians[0].video_source", "calm"), ("patients[0].video_source", "calm"),
                ("media.video.source", "calm"), ("media.video.size", "480x270"),
                ("media.video.bitrate.max", "1000 kbit/s"),
            ]
        }
        let overrides = changes.map { Override(path: $0.0, text: $0.1, origin: .flag) }
        return try ScenarioReader.read(bytes: bytes, file: file, overrides: overrides).scenario
    }

    private static func compare(_ file: String, calls: Int) async throws -> TierComparison {
        let scenario = try scenario(file, calls: calls)
        let library = MediaLibrary(for: scenario)
        let recorder = TraceRecorder(scenario, library: library)
        let pieces = try await sideBySide(recorder.jobs.count) { try recorder.perform(recorder.jobs[$0]) }
        var traced = library
        traced.traces = recorder.book(of: pieces)
        let planners = [CallPlanner(scenario, library: library), CallPlanner(scenario, library: traced)]
        let records = try await sideBySide(2 * calls) { index in
            try MediaCall(planners[index % 2].plan(of: index / 2 + 1), keepsSeries: false).run { _ in true }?.record
        }.compactMap { $0 }
        let pairs = (0..<calls).map { (records[2 * $0], records[2 * $0 + 1]) }
        return TierComparison(
            condition: String(file.dropLast(".yaml".count)),
            calls: calls,
            cells: metrics.compactMap { cell($0, pairs) }
        )
    }

    private static func sideBySide<Result: Sendable>(
        _ count: Int,
        _ work: @escaping @Sendable (Int) throws -> Result
    ) async throws -> [Result] {
        try await withThrowingTaskGroup(of: (Int, Result).self) { group in
            var results: [(Int, Result)] = []
            var next = 0
            let width = ProcessInfo.processInfo.activeProcessorCount
            while next < min(width, count) {
                group.addTask { [next] in (next, try work(next)) }
                next += 1
            }
            while let result = try await group.next() {
                results.append(result)
                guard next < count else { continue }
                group.addTask { [next] in (next, try work(next)) }
                next += 1
            }
            return results.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }

    private static func cell(_ metric: String, _ pairs: [(CallRecord, CallRecord)]) -> TierComparison.Cell? {
        var (media, packet): ([Double], [Double]) = ([], [])
        for (one, other) in pairs {
            for (a, b) in zip(one.directions, other.directions) {
                guard let a = value(metric, a), let b = value(metric, b) else { continue }
                media.append(a)
                packet.append(b)
            }
        }
        guard !media.isEmpty else { return nil }
        let count = Double(media.count)
        let differences = zip(media, packet).map { $1 - $0 }
        let mean = differences.reduce(0, +) / count
        let squares = differences.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        return TierComparison.Cell(
            metric: metric,
            media: media.reduce(0, +) / count,
            packet: packet.reduce(0, +) / count,
            standardError: count > 1 ? (squares / (count - 1) / count).squareRoot() : nil
        )
    }

    private static func value(_ metric: String, _ record: DirectionRecord) -> Double? {
        guard metric == "audio.mos" else { return record.metrics[metric] }
        guard let windows = record.windows[metric], !windows.isEmpty else { return nil }
        return windows.reduce(0, +) / Double(windows.count)
    }
}
