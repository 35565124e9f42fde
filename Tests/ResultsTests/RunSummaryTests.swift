import QualityModels
import Results
import Testing

@Suite("Run summary")
struct RunSummaryTests {
    private static let calls = (1...24).map { SampleRun.rich($0) }

    private func json(_ records: RunRecords) throws -> [UInt8] {
        let rules = [
            try SampleRun.rule("audio.mos{to:clinician}", "p(10) >= 3.4"),
            try SampleRun.rule("consultation.usable", "share >= 95 %", decision: .interval),
        ]
        return RunSummary(of: records, identity: SampleRun.identity, thresholds: rules).json
    }

    @Test("Calls in any order and in any shards give the same bytes")
    func orderIndependence() throws {
        let calls = Self.calls
        let records = try RunRecords(calls)
        let expected = try json(records)
        for turn in 1..<calls.count {
            let turned = try RunRecords(calls[turn...] + calls[..<turn])
            #expect(turned.ndjson == records.ndjson)
            #expect(try json(turned) == expected)
        }
        #expect(try json(RunRecords(calls.reversed())) == expected)
        let shards = try (0..<3).map { shard in try RunRecords(calls.filter { $0.call % 3 == shard }) }
        #expect(try json(RunRecords.merging(shards)) == expected)
    }

    @Test("Records read back from their file give the same summary")
    func roundTrip() throws {
        let records = try RunRecords(Self.calls)
        let again = try RunRecords(parsing: records.ndjson)
        #expect(again == records)
        #expect(try json(again) == json(records))
    }

    @Test("One call recorded twice is refused")
    func duplicate() throws {
        let calls = [SampleRun.call(1), SampleRun.call(2), SampleRun.call(1)]
        let error = #expect(throws: RunRecords.DuplicateCall.self) { try RunRecords(calls) }
        #expect(error?.call == 1)
    }

    @Test("A run that is incomplete or empty never passes")
    func incomplete() throws {
        let cut = RunIdentity(scenario: "sample", seed: 7, tier: "packet", isComplete: false)
        let held = try RunRecords([SampleRun.call(1)])
        #expect(RunSummary(of: held, identity: cut, thresholds: []).verdict == .inconclusive)
        let none = try RunRecords([])
        #expect(RunSummary(of: none, identity: SampleRun.identity, thresholds: []).verdict == .inconclusive)
        #expect(RunSummary(of: held, identity: SampleRun.identity, thresholds: []).verdict == .passed)
    }

    @Test("The worst finding wins, in the documented order of exit codes")
    func exitCodes() {
        let worstFirst = [107, 105, 99, 90, 91, 0]
        #expect(RunVerdict.allCases.sorted(by: >).map(\.exitCode) == worstFirst)
        #expect(RunVerdict.worst(of: [.inconclusive, .regressed, .passed]) == .regressed)
        #expect(ExitStatus.allCases.map(\.rawValue) == [0, 1, 64, 90, 91, 99, 104, 105, 107])
    }
}
