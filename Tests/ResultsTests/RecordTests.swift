import QualityModels
import Testing
import Units

@testable import Results

/// Records as a run would leave them.
enum Records {
    static func call(_ number: Int, usable: Double? = 1, mos: [Double] = [4.2, 4.1], freeze: Double? = 0) -> CallRecord
    {
        var metrics = MetricValues()
        metrics["consultation.usable"] = usable
        var direction = MetricValues()
        direction["video.freeze_ratio"] = freeze
        return CallRecord(
            call: number,
            clinician: "consultant",
            patient: "mobile",
            network: "4g",
            startsAt: .start,
            length: .seconds(20),
            outcome: .completedVideo,
            digest: UInt64(number) &* 0x9E37_79B9,
            metrics: metrics,
            directions: Party.allCases.map {
                DirectionRecord(call: number, from: $0, network: "4g", metrics: direction, windows: ["audio.mos": mos])
            }
        )
    }

    static func rule(_ key: String, _ expression: String, _ decision: ThresholdRule.Decision = .value) throws
        -> ThresholdRule
    {
        let (metric, tags) = try ThresholdRule.key(parsing: key)
        return ThresholdRule(
            metric: metric,
            tags: tags,
            expression: try ThresholdExpression(parsing: expression, for: metric),
            decision: decision
        )
    }

    static func evaluate(_ rule: ThresholdRule, _ calls: [CallRecord]) throws -> ThresholdEvaluation {
        ThresholdEvaluation(of: rule, in: try RunRecords(calls), tier: "media", seed: 1)
    }
}

@Suite("Records")
struct RecordTests {
    @Test("A call too short for a window has no windows, not an empty list of them")
    func noWindows() {
        var bytes: [UInt8] = []
        Records.call(1, mos: []).appendLines(to: &bytes)
        #expect(!String(decoding: bytes, as: UTF8.self).contains("windows"))
    }

    @Test("A record is written as the format says, the call first, then each direction")
    func lines() throws {
        var bytes: [UInt8] = []
        Records.call(1).appendLines(to: &bytes)
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
        #expect(lines.count == 3)
        #expect(
            lines[0]
                == #"{"call":1,"clinician":"consultant","patient":"mobile","network":"4g","starts_at_s":0,"length_s":20,"outcome":"completed_video","digest":"000000009e3779b9","metrics":{"consultation.usable":1}}"#
        )
        #expect(
            lines[1]
                == #"{"call":1,"from":"clinician","to":"patient","network":"4g","metrics":{"video.freeze_ratio":0},"windows":{"audio.mos":[4.2,4.1]},"scales":{"audio.mos":"MOS-CQEW"}}"#
        )
    }

    @Test("Scores of another scale are refused, never summed up with ours")
    func otherScale() throws {
        let text = String(decoding: try RunRecords([Records.call(1)]).ndjson, as: UTF8.self)
        let other = text.replacing("MOS-CQEW", with: "MOS-CQE")
        #expect(throws: FormatError.self) { try RunRecords(parsing: Array(other.utf8)) }
        #expect(throws: Never.self) { try RunRecords(parsing: Array(text.utf8)) }
        let bare = text.replacing(#","scales":{"audio.mos":"MOS-CQEW"}"#, with: "")
        #expect(bare != text)
        #expect(throws: FormatError.self) { try RunRecords(parsing: Array(bare.utf8)) }
        let more = text.replacing(#""scales":{"#, with: #""scales":{"audio.dropouts":"MOS-CQEW","#)
        #expect(throws: FormatError.self) { try RunRecords(parsing: Array(more.utf8)) }
    }

    @Test("What is written reads back as the same records, and every truncation is a typed error")
    func roundTrip() throws {
        let records = try RunRecords([Records.call(2, usable: nil), Records.call(1)])
        #expect(try RunRecords(parsing: records.ndjson) == records)
        for length in 1..<records.ndjson.count where records.ndjson[length - 1] != 0x0A {
            #expect(throws: FormatError.self) { try RunRecords(parsing: Array(records.ndjson[..<length])) }
        }
    }

    @Test("What was not measured is absent and never zero")
    func absent() throws {
        let text = String(decoding: try RunRecords([Records.call(1, usable: nil, freeze: nil)]).ndjson, as: UTF8.self)
        #expect(!text.contains("consultation.usable"))
        #expect(!text.contains("freeze_ratio"))
    }

    @Test("The same call twice is refused")
    func duplicate() {
        #expect(throws: RunRecords.DuplicateCall.self) { try RunRecords([Records.call(1), Records.call(1)]) }
    }

    @Test("SHA-256 gives the known answers of FIPS 180-4")
    func sha256() {
        #expect(
            SHA256.hexadecimal(Array("abc".utf8)) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        )
        #expect(
            SHA256.hexadecimal([UInt8]()) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        )
    }
}

@Suite("Thresholds")
struct ThresholdEvaluationTests {
    @Test("The value decides unless the interval is asked to")
    func value() throws {
        let calls = (1...10).map { Records.call($0, usable: $0 <= 9 ? 1 : 0) }
        let evaluation = try Records.evaluate(try Records.rule("consultation.usable", "share >= 80 %"), calls)
        #expect(evaluation.value == 0.9)
        #expect(evaluation.samples == 10)
        #expect(evaluation.verdict == .pass)
        #expect(evaluation.intervalCrossesLimit)
        let strict = try Records.evaluate(try Records.rule("consultation.usable", "share >= 80 %", .interval), calls)
        #expect(strict.verdict == .inconclusive)
    }

    @Test("Fifty-nine calls without fault are enough for 95 % with 95 % confidence, fifty-eight are not")
    func enough() throws {
        let rule = try Records.rule("consultation.usable", "share >= 95 %", .interval)
        #expect(try Records.evaluate(rule, (1...59).map { Records.call($0) }).verdict == .pass)
        #expect(try Records.evaluate(rule, (1...58).map { Records.call($0) }).verdict == .inconclusive)
    }

    @Test("No samples are inconclusive, never a pass")
    func none() throws {
        let evaluation = try Records.evaluate(try Records.rule("video.psnr", "avg >= 30 dB"), [Records.call(1)])
        #expect(evaluation.verdict == .inconclusive)
        #expect(evaluation.value == nil)
    }

    @Test("Unknown samples do not read as good: a pass that they could turn is inconclusive")
    func unknown() throws {
        let rule = try Records.rule("consultation.usable", "share >= 80 %")
        let calls = (1...8).map { Records.call($0) } + (9...12).map { Records.call($0, usable: nil) }
        #expect(try Records.evaluate(rule, calls).verdict == .inconclusive)
        let few = (1...19).map { Records.call($0) } + [Records.call(20, usable: nil)]
        #expect(try Records.evaluate(rule, few).verdict == .pass)
    }

    @Test("A broken threshold fails, and the summary's bytes do not depend on the order of records")
    func summary() throws {
        let calls = (1...6).map { Records.call($0, usable: $0 == 3 ? 0 : 1, mos: [Double($0) / 2 + 1]) }
        let rules = [
            try Records.rule("audio.mos{to:clinician}", "min >= 3"),
            try Records.rule("consultation.usable", "share >= 50 %"),
        ]
        let identity = RunIdentity(scenario: "s", seed: 1, tier: "media", isComplete: true)
        let one = RunSummary(of: try RunRecords(calls), identity: identity, thresholds: rules)
        let other = RunSummary(of: try RunRecords(calls.reversed()), identity: identity, thresholds: rules)
        #expect(one.json == other.json)
        #expect(one.verdict == .thresholdFailed)
        #expect(one.verdict.exitCode == 99)
        #expect(one.thresholds.map(\.verdict) == [.fail, .pass])
    }

    @Test("A run that is not complete never passes, and the worst finding wins")
    func worst() throws {
        let identity = RunIdentity(scenario: "s", seed: 1, tier: "media", isComplete: false)
        let records = try RunRecords([Records.call(1)])
        #expect(RunSummary(of: records, identity: identity, thresholds: []).verdict == .inconclusive)
        #expect(RunSummary(of: records, identity: identity, thresholds: [], findings: [.aborted]).verdict == .aborted)
        #expect(RunVerdict.worst(of: [.inconclusive, .thresholdFailed, .aborted, .regressed]) == .aborted)
    }
}
