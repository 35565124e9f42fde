import Foundation
import QualityModels
import Results
import Testing
import Units

/// Every fault against every metric that observations alone give, and against the default gate.
@Suite("Fault matrix")
struct FaultMatrixTests {
    private static let page = "docs/models/fault-matrix.md"

    /// Made once for all tests: the clean call, then each fault.
    private static let made = Result {
        let call = try FaultedCall()
        return (call: call, records: ([FaultedCall.clean] + FaultedCall.faults).map { call.record($0) })
    }

    private let call: FaultedCall
    private let clean: CallRecord
    private let faulted: [CallRecord]

    init() throws {
        let made = try Self.made.get()
        call = made.call
        clean = made.records[0]
        faulted = Array(made.records.dropFirst())
    }

    /// What a record says of the direction to the clinician, or of the whole call; windows by their lowest.
    private func value(_ metric: Metric, _ record: CallRecord) -> Double? {
        switch metric.sampling {
        case .call: record.metrics[metric]
        case .direction: record.direction(to: .clinician)?.metrics[metric]
        case .window: record.direction(to: .clinician)?.windows[metric]?.min()
        case .flow, .link, .relay, .clinic: nil
        }
    }

    /// Whether a fault made a metric worse or unknown.
    private func isMoved(_ metric: Metric, _ record: CallRecord) -> Bool {
        guard let before = value(metric, clean) else { return false }
        guard let after = value(metric, record) else { return true }
        let worse = metric.direction == .higherIsBetter ? before - after : after - before
        return worse > 1e-9 * max(1, before.magnitude)
    }

    private func failed(_ record: CallRecord) throws -> [String] {
        try call.summary(record).thresholds.filter { $0.verdict != .pass }.map { $0.rule.metric.name }
    }

    @Test("The clean call passes every default gate")
    func cleanCall() throws {
        let gates = try failed(clean)
        #expect(gates.isEmpty)
        #expect(try call.summary(clean).verdict.exitCode == 0)
        #expect(clean.outcome == .completedVideo)
    }

    @Test("Every fault fails at least one default gate", arguments: FaultedCall.faults.indices)
    func gates(_ index: Int) throws {
        let fault = FaultedCall.faults[index]
        let gates = try failed(faulted[index])
        #expect(!gates.isEmpty, "\(fault.name)")
        #expect(try call.summary(faulted[index]).verdict.exitCode == 99, "\(fault.name)")
    }

    @Test("Each fault moves the metric that is there for it")
    func movers() throws {
        let expected = [
            "1 s dropout": "audio.longest_dropout", "5 % bursts": "audio.dropouts",
            "dead from the start": "consultation.failed", "dead from the middle": "call.one_way_silence",
            "frozen picture": "video.longest_freeze", "lips 300 ms late": "call.lip_sync_lost",
            "600 ms delay": "audio.mouth_to_ear", "time stretching": "audio.time_stretch",
            "resolution collapse": "video.lines", "one-way silence": "call.one_way_silence",
            "4 pictures a second": "video.frame_rate", "16 s late": "call.time_to_first_audio",
        ]
        for (fault, record) in zip(FaultedCall.faults, faulted) {
            let name = try #require(expected[fault.name])
            let metric = try #require(MetricCatalogue.metric(named: name))
            #expect(isMoved(metric, record), "\(fault.name) and \(name)")
        }
    }

    @Test("docs/models/fault-matrix.md is what the faults do (REHEARSAL_UPDATE_GOLDEN=1 rewrites it)")
    func documented() throws {
        let text = try table()
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent(Self.page)
        if ProcessInfo.processInfo.environment["REHEARSAL_UPDATE_GOLDEN"] == "1" {
            try Data(text.utf8).write(to: file)
        }
        #expect(try String(contentsOf: file, encoding: .utf8) == text)
    }

    private func table() throws -> String {
        let records = zip(FaultedCall.faults, faulted).map { ($0.name, $1) }
        let metrics = MetricCatalogue.all.filter { value($0, clean) != nil }
        var lines = [
            "# Faults, metrics and gates", "",
            "A call of \(FaultedCall.length) s in which the direction to the clinician has one fault and the other none, fed to",
            "the observations by hand (`Tests/CallSimulationTests/FaultedCall.swift`). Values of that direction, of the call",
            "for metrics of whole calls, of the lowest window for `audio.mos`; **bold** where the fault made them worse,",
            "*unknown* where nothing could be measured. Below, the default gates that did not pass. Written by",
            "`REHEARSAL_UPDATE_GOLDEN=1 swift test --filter FaultMatrixTests`, and held against the code by the same test.",
            "",
            "| metric | none | " + records.map(\.0).joined(separator: " | ") + " |",
            "|---|" + String(repeating: "---|", count: records.count + 1),
        ]
        for metric in metrics {
            let cells = records.map { _, record in
                let text = value(metric, record).map(Self.number) ?? "*unknown*"
                return isMoved(metric, record) ? "**\(text)**" : text
            }
            let first = value(metric, clean).map(Self.number) ?? "*unknown*"
            lines.append("| `\(metric.name)` | " + ([first] + cells).joined(separator: " | ") + " |")
        }
        let outcomes = records.map { "`\($0.1.outcome.rawValue)`" }
        lines.append("| outcome | `\(clean.outcome.rawValue)` | " + outcomes.joined(separator: " | ") + " |")
        lines += ["", "| fault | default gates that do not pass |", "|---|---|"]
        for (name, record) in records {
            lines.append("| \(name) | " + (try failed(record)).map { "`\($0)`" }.joined(separator: ", ") + " |")
        }
        let absent = MetricCatalogue.all.filter { $0.sampling.isOfCalls && value($0, clean) == nil }
        lines += [
            "",
            "Not in the table, since a call fed by hand has no packets, no encoder and no recordings: "
                + absent.map { "`\($0.name)`" }.joined(separator: ", ") + ".",
        ]
        return lines.joined(separator: "\n") + "\n"
    }

    private static func number(_ value: Double) -> String {
        let rounded = (value * 1_000).rounded() / 1_000
        return rounded == rounded.rounded() ? String(Int(rounded)) : String(rounded)
    }
}
