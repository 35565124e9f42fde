import Results
import Scenarios
import Testing
import Units

@testable import CallSimulation

/// One short call on a bad line, with all that was recorded of it.
struct RecordedCall {
    let plan: CallPlan
    let record: CallRecord
    let series: [SeriesLine]
    let keys: [CaptureKey]
    private(set) var files: [RecordedFile: [UInt8]] = [:]

    static let scenario = """
        rehearsal: 1
        name: recorded
        seed: 11
        consultations: { count: 1, length: 10 s }
        clinicians:
          - { name: clinician, network: lan }
        patients:
          - { name: patient, network: line }
        media:
          audio: { codec: opus, bitrate: 32 kbit/s, fec: true, source: synthetic }
          video: { codec: vp8, size: 96x64, frame_rate: 15, bitrate: { start: 100 kbit/s, max: 150 kbit/s }, source: calm }
        networks:
          lan:
            up: { rate: 20 Mbit/s, queue: 100 ms, delay: 5 ms }
            down: { rate: 20 Mbit/s, queue: 100 ms, delay: 5 ms }
          line:
            up: { rate: 1 Mbit/s, queue: 300 ms, delay: 20 ms, loss: { gilbert: { rate: 6 %, burst: 100 ms } } }
            down: { rate: 4 Mbit/s, queue: 200 ms, delay: 15 ms }
            at 5 s: { outage: 1 s }
        """

    /// Made once, for they take seconds: unwatched, with what was received, and with what was shown.
    static let plain = Result { try RecordedCall(pictures: nil) }
    static let received = Result { try RecordedCall(pictures: .ivf) }
    static let shown = Result { try RecordedCall(pictures: .y4m) }

    static func plan() throws -> CallPlan {
        let scenario = try ScenarioReader.read(bytes: Array(scenario.utf8), file: "recorded").scenario
        return CallPlanner(scenario, library: MediaLibrary(for: scenario)).plan(of: 1)
    }

    private init(pictures: RecordedPictures?) throws {
        plan = try Self.plan()
        let call = try MediaCall(plan, keepsSeries: true, records: pictures)
        var files: [RecordedFile: [UInt8]] = [:]
        let result = try call.run { _ in
            for chunk in call.takeRecorded() { files[chunk.file, default: []] += chunk.bytes }
            return true
        }
        for chunk in call.takeRecorded() { files[chunk.file, default: []] += chunk.bytes }
        for header in call.finalHeaders {
            files[header.file]?.replaceSubrange(0..<header.bytes.count, with: header.bytes)
        }
        self.files = files
        record = try #require(result).record
        series = try #require(result).series
        keys = call.captureKeys
    }

    /// The seconds from an end's connection to the end of the call.
    func connectedSpan(of party: Party) throws -> TimeDelta {
        plan.end - (try #require(keys.first { $0.party == party }?.connectedAt))
    }

    func events() throws -> [JSONObject] {
        try #require(files[.events]).split(separator: 0x0A).map { line in
            guard case .object(let object) = try JSONValue(parsing: line, line: 1) else {
                throw FormatError(line: 1, message: "no object")
            }
            return object
        }
    }
}

extension JSONObject {
    func text(_ key: String) -> String? {
        guard case .string(let text)? = self[key] else { return nil }
        return text
    }

    func number(_ key: String) -> Double? {
        guard case .number(let number)? = self[key] else { return nil }
        return number.value
    }
}
