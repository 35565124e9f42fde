import QualityModels
import Results
import Statistics
import Testing
import Units

@Suite("A run as codecs would have it")
struct MediaSampleSummaryTests {
    private static func call(_ number: Int, setUp: Double, usable: Double, mos: [[Double]]) -> CallRecord {
        SampleRun.call(
            number,
            metrics: ["consultation.usable": usable, "call.setup_time": setUp],
            directions: zip(Party.allCases, mos).map { from, scores in
                DirectionRecord(call: number, from: from, network: "4g", windows: ["audio.mos": scores])
            }
        )
    }

    /// Four calls, of which two were run again: 0.1 more MOS to the patient, 0.3 to the clinician.
    private static func records(_ change: (Int, inout [[Double]]) -> Void = { _, _ in }) throws -> RunRecords {
        let packet = (1...4).map { number -> CallRecord in
            var mos = [[3.0 + Double(number) / 10, 4], [4, 4]]
            change(number, &mos)
            return call(number, setUp: 0.5, usable: number == 4 ? 0 : 1, mos: mos)
        }
        let codecs = [2, 4].map { call($0, setUp: 0.5, usable: 1, mos: [[3.1 + Double($0) / 10, 4.1], [4.3, 4.3]]) }
        let stratum = MediaSample.Stratum(tags: [], calls: [1, 2, 3, 4], drawn: [2, 4])
        return try RunRecords(packet).adding(MediaSample(strata: [stratum], calls: codecs))
    }

    private static func summary(_ records: RunRecords) throws -> (RunSummary, MediaSampleSummary) {
        let summary = RunSummary(of: records, identity: SampleRun.identity, thresholds: [])
        return (summary, try #require(summary.mediaSample))
    }

    @Test("Means are moved by how far codecs differ from traces, each direction by itself")
    func means() throws {
        let (summary, sample) = try Self.summary(Self.records())
        let mos = try #require(sample.entry("audio.mos"))
        #expect(mos.all.packet == summary.metric("audio.mos")?.all.average.roundedToSixDigits)
        #expect(try abs(#require(mos.all.corrected) - (mos.all.packet + 0.2)) < 1e-5)
        let (toPatient, toClinician) = (try #require(mos.toPatient), try #require(mos.toClinician))
        #expect(try abs(#require(toPatient.corrected) - (3.625 + 0.1)) < 1e-5)
        #expect(try abs(#require(toClinician.corrected) - 4.3) < 1e-5)
        #expect(mos.all.calls == 2 && mos.all.method == .difference && mos.all.slope == 1)
        // Both calls differ by the same, which two calls may do by chance.
        #expect(mos.all.interval == nil && mos.all.standardError == 0)
    }

    @Test("A share that one of two calls turns is moved by half of it, stays a share, and is uncertain")
    func shares() throws {
        let (_, sample) = try Self.summary(Self.records())
        let usable = try #require(sample.entry("consultation.usable")).all
        #expect(usable.packet == 0.75 && usable.corrected == 1)
        let interval = try #require(usable.interval)
        #expect(interval.upper == 1)
        #expect(try #require(interval.lower) < 0.9)
    }

    @Test("A call that was measured one way only is left out and counted")
    func unknown() throws {
        let records = try Self.records { if $0 == 2 { $1 = [[], []] } }
        let mos = try #require(Self.summary(records).1.entry("audio.mos")).all
        #expect(mos.unknown == 1 && mos.calls == 1)
        #expect(mos.corrected != nil && mos.interval == nil && mos.standardError == nil)
        let none = try Self.records { _, mos in mos = [[], []] }
        #expect(try Self.summary(none).1.entry("audio.mos") == nil)
    }

    @Test("A call weighs as many windows as it has, so that the packet tier's mean is its average")
    func weights() throws {
        let records = try Self.records { if $0 == 1 { $1 = [[1, 1, 1, 1, 1, 1], [4, 4]] } }
        let (summary, sample) = try Self.summary(records)
        let mos = try #require(sample.entry("audio.mos")).all
        #expect(mos.packet == summary.metric("audio.mos")?.all.average.roundedToSixDigits)
    }

    @Test("The file says what was drawn, and a run without a sample says nothing")
    func json() throws {
        let (summary, _) = try Self.summary(Self.records())
        let text = String(decoding: summary.json, as: UTF8.self)
        #expect(text.contains("\"media_sample\": {\n    \"calls\": 2,"))
        #expect(text.contains("\"method\": \"difference\""))
        let plain = RunSummary(of: try RunRecords([]), identity: SampleRun.identity, thresholds: [])
        #expect(!String(decoding: plain.json, as: UTF8.self).contains("media_sample"))
    }
}
