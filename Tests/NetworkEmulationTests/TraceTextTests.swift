import Testing
import Units
import VirtualTime

@testable import NetworkEmulation

@Suite("Files of traces")
struct TraceTextTests {
    private func read(_ text: String, _ format: CapacityTraceFormat, isDownlink: Bool = true) throws -> Capacity {
        try Capacity(trace: Array(text.utf8), format: format, isDownlink: isDownlink)
    }

    private func fault(_ bytes: [UInt8], _ format: CapacityTraceFormat) -> String? {
        do {
            _ = try Capacity(trace: bytes, format: format, isDownlink: true)
            return nil
        } catch {
            return "\(error.line): \(error.message)"
        }
    }

    private func trace(_ steps: [(Double, Int64)], length: Double?) throws -> Capacity {
        .rates(
            try #require(
                RateTrace(
                    steps: steps.map {
                        RateTrace.Step(start: TimeDelta(seconds: $0.0), rate: DataRate(bitsPerSecond: $0.1))
                    },
                    length: length.map { TimeDelta(seconds: $0) }
                )
            )
        )
    }

    @Test("Mahimahi's lines are its opportunities, whichever the line ends")
    func mahimahi() throws {
        let expected = Capacity.opportunities(try #require(OpportunityTrace(milliseconds: [0, 3, 3, 10])))
        #expect(try read("0\n3\n3\n10\n", .mahimahi) == expected)
        #expect(try read("0\r\n3\r\n3\r\n10", .mahimahi) == expected)
    }

    @Test("Rows of time and Mbit/s are steps, the last as long as the one before it")
    func csv() throws {
        let expected = try trace([(0, 1_500_000), (0.5, 0), (2, 250_000)], length: 3.5)
        #expect(try read("0,1.5\n0.5,0\n2,0.25\n", .csv) == expected)
        #expect(try read("# ours\ntime,mbps\n 10 ; 1.5\n10.5;0\n\n12;2.5e-1", .csv) == expected)
        #expect(try read("0\t1.5\n0.5  0\n2 0.25", .csv) == expected)
        #expect(try read("7,3\n", .csv) == trace([(0, 3_000_000)], length: nil))
    }

    @Test("A byte order mark before the first line and CRLF, as spreadsheets write them, are no part of a trace")
    func byteOrderMark() throws {
        #expect(try read("\u{FEFF}0\r\n3\r\n", .mahimahi) == read("0\n3\n", .mahimahi))
        #expect(try read("\u{FEFF}0,1.5\r\n1,2\r\n", .csv) == read("0,1.5\n1,2\n", .csv))
        #expect(try read("\u{FEFF}time,mbps\r\n0,1.5\r\n1,2\r\n", .csv) == read("0,1.5\n1,2\n", .csv))
        let ucc = "DL_bitrate\r\n500\r\n700\r\n"
        #expect(try read("\u{FEFF}" + ucc, .ucc) == read(ucc, .ucc))
        #expect(fault(Array("0,1\n\u{FEFF}1,2\n".utf8), .csv)?.hasPrefix("2: the byte 0xef") == true)
    }

    @Test("OpenNetLab's patterns are steps; the direction is the asked one, or the only one")
    func openNetLab() throws {
        let up = """
            { "type": "video", "downlink": {}, "uplink": { "trace_pattern": [
              { "duration": 200, "capacity": 159.5, "loss": 0, "rtt": 89, "jitter": 0, "time": 0.0 },
              { "capacity": 0, "duration": 0.5, "note": {"a": [1, null, "x\\"y"]} } ] } }
            """
        #expect(try read(up, .openNetLab) == trace([(0, 159_500), (0.2, 0)], length: 0.2005))
        let extras = try RateTrace.openNetLab(Array(up.utf8), isDownlink: false).extras
        #expect(extras.hasDelay && !extras.hasLoss)
        let both = """
            {"uplink": {"trace_pattern": [{"duration": 1000, "capacity": 1}]},
             "downlink": {"trace_pattern": [{"duration": 1000, "capacity": 2}]}}
            """
        #expect(try read(both, .openNetLab, isDownlink: true) == trace([(0, 2_000)], length: 1))
        #expect(try read(both, .openNetLab, isDownlink: false) == trace([(0, 1_000)], length: 1))
    }

    @Test("UCC's rows are seconds in kbit/s, by the column of the direction")
    func ucc() throws {
        let text = "Timestamp,Speed,DL_bitrate,UL_bitrate\n2019.12.14_10.16.30,0,1200,30\n2019.12.14_10.16.31,0,0,40\n"
        #expect(try read(text, .ucc) == trace([(0, 1_200_000), (1, 0)], length: 2))
        #expect(try read(text, .ucc, isDownlink: false) == trace([(0, 30_000), (1, 40_000)], length: 2))
    }

    @Test("A file's name tells the format where it can")
    func names() {
        #expect(CapacityTraceFormat(fileName: "a/b.CSV") == .csv)
        #expect(CapacityTraceFormat(fileName: "t.json") == .openNetLab)
        #expect(CapacityTraceFormat(fileName: "lte.down") == nil && CapacityTraceFormat(fileName: "lte") == nil)
    }

    struct Bad: CustomTestStringConvertible {
        let format: CapacityTraceFormat
        let text: String
        let fault: String
        var testDescription: String { fault }

        init(_ format: CapacityTraceFormat, _ text: String, _ fault: String) {
            self.format = format
            self.text = text
            self.fault = fault
        }
    }

    static let bad = [
        Bad(.mahimahi, "", "1: the trace is empty"),
        Bad(.mahimahi, "1\n\n2\n", "2: the line is empty, and Mahimahi allows none"),
        Bad(.mahimahi, "1\n-2\n", "2: the time '-2' is negative"),
        Bad(.mahimahi, "1\n5\n4\n", "3: the time 4 ms lies before the 5 ms above it"),
        Bad(.mahimahi, "1\n2.5\n", "2: '2.5' is no whole number of milliseconds"),
        Bad(.mahimahi, "0\n0\n", "2: the last time is 0 ms, so that the trace has no length"),
        Bad(.mahimahi, "4294967296\n", "1: '4294967296' ms is beyond the longest trace, 4294967295 ms"),
        Bad(.mahimahi, "1\n\u{0}\u{1}\n", "2: the byte 0x0 is none of a text: this is another kind of file"),
        Bad(.csv, "", "1: the trace is empty"),
        Bad(.csv, "time,rate\n# none\n", "1: the trace is empty"),
        Bad(.csv, "0,1\n-1,2\n", "2: the time -1.0 s is negative"),
        Bad(.csv, "0,1\n1,-2\n", "2: the rate is negative"),
        Bad(.csv, "0,1\n2,1\n2,3\n", "3: the time 2.0 s does not lie after the one above it"),
        Bad(.csv, "88888888888888888880,0\n2,0\n", "2: the time 2.0 s does not lie after the one above it"),
        Bad(.csv, "0,1\n1,x\n", "2: '1,x' is no time in seconds and rate in Mbit/s, such as 0.5,2.25"),
        Bad(.csv, "0,1\n1,nan\n", "2: '1,nan' is no time in seconds and rate in Mbit/s, such as 0.5,2.25"),
        Bad(.csv, "0,1\n1,2,3\n", "2: '1,2,3' is no time in seconds and rate in Mbit/s, such as 0.5,2.25"),
        Bad(.csv, "0,0\n1,0\n", "2: every rate is zero, so that nothing would ever be sent"),
        Bad(.csv, "0,1e9\n", "1: the rate exceeds 100 Gbit/s"),
        Bad(.csv, "0,1\n1e300,1\n", "2: the time 1e+300 s is more than 366 days after the first"),
        Bad(.csv, "\u{7F}ELF\u{2}\u{1}", "1: the byte 0x7f is none of a text: this is another kind of file"),
        Bad(.openNetLab, " \n ", "1: the trace is empty"),
        Bad(.openNetLab, "{\n\"uplink\": {}}", "1: neither uplink nor downlink has a trace_pattern with an entry"),
        Bad(.openNetLab, "[1]", "1: '[' stands where an object is due"),
        Bad(
            .openNetLab,
            "{\"uplink\": {\"trace_pattern\": [\n{\"capacity\": 4}]}}",
            "2: uplink.trace_pattern[0] needs duration and capacity"
        ),
        Bad(
            .openNetLab,
            "{\"uplink\": {\"trace_pattern\": [{\"duration\": 0, \"capacity\": 4}]}}",
            "1: uplink.trace_pattern[0].duration is not positive"
        ),
        Bad(
            .openNetLab,
            "{\"uplink\": {\"trace_pattern\": [{\"duration\": 1, \"capacity\": -4}]}}",
            "1: uplink.trace_pattern[0].capacity is negative"
        ),
        Bad(
            .openNetLab,
            "{\"uplink\": {\"trace_pattern\": [{\"duration\": \"1\"",
            "1: uplink.trace_pattern[0].duration is no number"
        ),
        Bad(
            .openNetLab,
            "{\"uplink\": {\"trace_pattern\": [{\"duration\": 1, \"capacity\": 0}]}}",
            "1: every rate is zero, so that nothing would ever be sent"
        ),
        Bad(.openNetLab, "{\"uplink\": {\n\n\"trace", "3: the text ends where '\"' is due"),
        Bad(.openNetLab, "{\"a\": " + String(repeating: "[", count: 5_000), "1: more than 64 brackets are open"),
        Bad(.ucc, "", "1: the trace is empty"),
        Bad(.ucc, "a,b\n1,2\n", "1: the first line names no column DL_bitrate"),
        Bad(.ucc, "a,DL_bitrate\n1,2\n1\n", "3: there is no DL_bitrate in kbit/s in column 2"),
        Bad(.ucc, "DL_bitrate\n", "1: there is no row with a rate"),
    ]

    @Test("What is wrong with a file is told with its line and the rule", arguments: bad)
    func faults(bad: Bad) {
        #expect(fault(Array(bad.text.utf8), bad.format) == bad.fault)
    }

    @Test("A file that is too long is refused at once", arguments: CapacityTraceFormat.allCases)
    func tooLong(format: CapacityTraceFormat) {
        let bytes = [UInt8](repeating: 0x31, count: Capacity.traceByteCountMax + 1)
        #expect(fault(bytes, format) == "1: a trace of more than 64000000 bytes is not read")
    }

    @Test("Noise is refused and never more than that")
    func noise() {
        var random = RandomStream(seed: 8, owner: 0, cause: .picture)
        let alphabet = Array("{}[]\",:0123456789.-+eE \nuplinkdownlinktrace_patterndurationcapacity".utf8)
        for _ in 0..<3_000 {
            let bytes = (0..<random.index(below: 60)).map { _ in alphabet[random.index(below: alphabet.count)] }
            for format in CapacityTraceFormat.allCases { _ = fault(bytes, format) }
        }
        for _ in 0..<1_000 {
            let bytes = (0..<random.index(below: 40)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
            #expect(fault([0xFF] + bytes, .mahimahi) != nil)
            for format in CapacityTraceFormat.allCases { _ = fault(bytes, format) }
        }
    }
}
