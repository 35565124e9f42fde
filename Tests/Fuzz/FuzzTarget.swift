import CallSimulation
import ClinicModel
import NetworkEmulation
import QualityModels
import RTPWire
import RawMedia
import Results
import Scenarios

/// A parser that takes bytes from outside, and what must hold of whatever it accepts.
enum FuzzTarget: String, CaseIterable {
    case rtp
    case rtcp
    case descriptors
    case wav
    case y4m
    case scenario
    case records
    case capacity
    case losses
    case measurement
    case capture
    case statistics
    case traces
    case diary
    case baseline

    func run(_ bytes: [UInt8]) {
        switch self {
        case .rtp: Self.checkRTP(bytes)
        case .rtcp: Self.checkRTCP(bytes)
        case .descriptors: Self.checkDescriptors(bytes)
        case .wav: _ = try? WAVFile(parsing: bytes)
        case .y4m: _ = try? Y4MFile(parsing: bytes)
        case .scenario: _ = try? ScenarioReader.read(bytes: bytes, file: "fuzz.yaml", overrides: [])
        case .records: Self.checkRecords(bytes)
        case .capacity: Self.checkCapacity(bytes)
        case .losses:
            _ = try? LossTrace(text: bytes, atEnd: .repeats)
            _ = try? NetemTable(text: bytes)
        case .measurement: _ = try? PathMeasurement(text: bytes)
        case .capture: _ = try? CapturedStream.all(inFile: bytes)
        case .statistics: Self.checkStatistics(bytes)
        case .traces: Self.checkTraces(bytes)
        case .diary: _ = try? Diary(parsing: bytes)
        case .baseline: Self.checkBaseline(bytes)
        }
    }

    /// What was accepted must be written and read again as the same packet.
    private static func checkRTP(_ bytes: [UInt8]) {
        guard let packet = try? RTPPacket(parsing: bytes) else { return }
        let written = packet.serialised()
        precondition(written.count == packet.length, "an RTP packet says \(packet.length) and writes \(written.count)")
        precondition((try? RTPPacket(parsing: written)) == packet, "an RTP packet changes when it is written")
    }

    /// What was accepted must be written and read again as the same traces.
    private static func checkTraces(_ bytes: [UInt8]) {
        guard let read = try? ReadTraces(parsing: bytes) else { return }
        let written = TraceFile.bytes(of: read.book, read.conditions, identities: read.identities)
        precondition((try? ReadTraces(parsing: written)) == read, "traces change when they are written")
    }

    /// What was accepted must be written and read again as the same baseline, and compare with itself.
    private static func checkBaseline(_ bytes: [UInt8]) {
        guard let baseline = try? Baseline(parsing: bytes) else { return }
        precondition((try? Baseline(parsing: baseline.json)) == baseline, "a baseline changes when it is written")
        let runs = baseline.runs.prefix(12).map { $0 }
        let comparison = PairedComparison(old: runs, new: runs, margins: MarginRule.standard, level: 0.05)
        precondition(comparison.isIdentical, "a baseline is not the same as itself")
    }

    private static func checkRTCP(_ bytes: [UInt8]) {
        // A compound of unknown packets alone is skipped as a whole, and nothing is left to write.
        guard let packets = try? RTCPPacket.parse(bytes), !packets.isEmpty else { return }
        let written = packets.flatMap { $0.serialised() }
        precondition(
            written.count == packets.reduce(0) { $0 + $1.length },
            "an RTCP compound writes another length than it says"
        )
        // A NACK that names a packet twice is written with one name: what was written once must stay as it is.
        let again = (try? RTCPPacket.parse(written)) ?? []
        precondition(again.flatMap { $0.serialised() } == written, "an RTCP compound changes when it is written twice")
    }

    /// A plain header before the bytes leads straight to the payload descriptors; the first byte chooses which.
    private static func checkDescriptors(_ bytes: [UInt8]) {
        let types = PayloadTypes.chromium
        let choices = [types.opus, types.vp8, types.vp8RTX, types.vp9, types.vp9RTX, types.opusRED]
        guard let first = bytes.first else { return }
        let header: [UInt8] = [0x80, choices[Int(first) % choices.count], 0, 1, 0, 0, 0, 2, 0, 0, 0, 3]
        checkRTP(header + bytes.dropFirst())
    }

    private static func checkRecords(_ bytes: [UInt8]) {
        guard let records = try? RunRecords(parsing: bytes) else { return }
        precondition((try? RunRecords(parsing: records.ndjson)) == records, "records change when they are written")
    }

    /// Whatever is accepted is scored, and no value is beyond what its metric can be.
    private static func checkStatistics(_ bytes: [UInt8]) {
        guard let dump = try? StatisticsDump(parsing: bytes), let choice = try? StatisticsChoice(dump) else { return }
        let wrong = StatisticsScore(choice).evidence.outOfRange
        precondition(wrong.isEmpty, wrong.joined(separator: ", "))
    }

    /// Every format, both directions.
    private static func checkCapacity(_ bytes: [UInt8]) {
        for format in CapacityTraceFormat.allCases {
            for isDownlink in [true, false] {
                _ = try? Capacity(trace: bytes, format: format, isDownlink: isDownlink)
            }
        }
    }
}
