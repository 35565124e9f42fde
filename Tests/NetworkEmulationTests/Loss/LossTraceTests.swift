import Testing
import Units

@testable import NetworkEmulation

@Suite("Recorded losses")
struct LossTraceTests {
    private func trace(_ text: String, _ atEnd: LossTrace.AtEnd = .repeats) throws -> LossTrace {
        try LossTrace(text: Array(text.utf8), atEnd: atEnd)
    }

    private func lost(_ trace: LossTrace, count: Int, spacing: TimeDelta) -> [Int] {
        var link = Link(LinkConfiguration(loss: .trace(trace)))
        let fates = link.sendTrain(count: count, spacing: spacing)
        return fates.indices.filter { fates[$0] == .lost }
    }

    @Test("A record of packets loses those, and begins again or ends")
    func packets() throws {
        #expect(lost(try trace("0100 1\n# five\n"), count: 12, spacing: .milliseconds(7)) == [1, 4, 6, 9, 11])
        #expect(lost(try trace("01001", .losesNothing), count: 12, spacing: .milliseconds(7)) == [1, 4])
        #expect(try trace("01001").recordedRate == 0.4)
    }

    @Test("A record of spans loses what passes within them, the first instant included and the last not")
    func spans() throws {
        let text = "lost_from_s,lost_to_s\n0.1,0.2\n0.35, 0.4\r\n1,1\n"
        let within = [10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 35, 36, 37, 38, 39]
        #expect(lost(try trace(text, .losesNothing), count: 300, spacing: .milliseconds(10)) == within)
        #expect(try trace("0.1,0.2") == trace("lost_from_s,lost_to_s\n0.1,0.2"))
        let twice = within + within.map { $0 + 100 } + within.map { $0 + 200 }
        #expect(lost(try trace(text), count: 300, spacing: .milliseconds(10)) == twice)
        // A pause of many rounds is skipped at once.
        var link = Link(LinkConfiguration(loss: .trace(try trace(text))))
        #expect(link.send(.full, at: .milliseconds(50)) != .lost)
        #expect(link.send(.full, at: .milliseconds(1_000_000_000_150)) == .lost)
        #expect(link.send(.full, at: .milliseconds(1_000_000_000_250)) != .lost)
        #expect(abs(try trace(text).recordedRate - 0.15) < 1e-12)
    }

    @Test("A trace that an event brings counts from then on")
    func scheduled() throws {
        let change = LinkChange(at: .milliseconds(500), loss: .trace(try trace("lost_from_s,lost_to_s\n0,0.1\n1,1")))
        var link = Link(LinkConfiguration(), LinkSchedule(changes: [change]))
        let fates = link.sendTrain(count: 100, spacing: .milliseconds(10))
        #expect(fates.indices.filter { fates[$0] == .lost } == Array(50..<60))
    }

    @Test("What is no trace names its line and the rule")
    func faults() {
        func fault(_ text: String) -> TextFault? {
            do {
                _ = try trace(text)
                return nil
            } catch {
                return error as? TextFault
            }
        }
        #expect(fault("") == TextFault(line: 1, message: "the trace is empty"))
        #expect(fault("# nothing\n\n")?.message == "the trace is empty")
        #expect(fault("01\n0120\n") == TextFault(line: 2, message: "'2' is neither 0 (kept) nor 1 (lost)"))
        #expect(fault("01\n\u{0}")?.line == 2)
        let heading = "lost_from_s,lost_to_s\n"
        #expect(fault(heading)?.message == "there is no span")
        #expect(fault("from,to\n1,2") == TextFault(line: 1, message: "'from' is no time from 0 to 864000 seconds"))
        #expect(fault(heading + "-1,2")?.line == 2)
        #expect(fault(heading + "1,2\n1.5,3")?.message == "the span begins before the one above it ended")
        #expect(fault(heading + "2,1")?.message == "the span ends before it begins")
        #expect(fault(heading + "1,2,3")?.line == 2)
        #expect(fault(heading + "1,nan")?.message == "'nan' is no time from 0 to 864000 seconds")
        #expect(fault(heading + "0,0")?.message == "a record of no length is none")
        #expect(fault(heading + "1,1e400") != nil)
    }

    @Test("A trace of more bytes than are read is refused before it is looked at")
    func tooLong() {
        #expect(throws: TextFault.self) {
            try LossTrace(text: [UInt8](repeating: 0x30, count: LossTrace.byteCountMax + 1), atEnd: .repeats)
        }
        #expect(LossTrace(packets: [], atEnd: .repeats) == nil)
        #expect(LossTrace(spans: [], length: .zero, atEnd: .repeats) == nil)
    }
}
