import Results
import Scenarios
import Testing
import Units

@testable import CallSimulation

/// One short call on a line that loses packets, with some of its media switched.
struct SwitchedCall {
    let plan: CallPlan
    let record: CallRecord
    let series: [SeriesLine]
    let events: [JSONObject]

    /// - Parameters:
    ///   - audio: settings of `media.audio`, such as `red: true`.
    ///   - video: settings of `media.video`; without any there are no pictures.
    init(audio: String = "fec: false", video: String? = nil, line: String = "delay: 20 ms, loss: 5 %") throws {
        let pictures = "size: 96x64, frame_rate: 15, bitrate: { start: 100 kbit/s, max: 150 kbit/s }"
        let text = """
            rehearsal: 1
            name: switched
            seed: 3
            consultations: { count: 1, length: 20 s }
            clinicians:
              - { name: clinician, network: lan }
            patients:
              - { name: patient, network: line }
            media:
              audio: { \(audio) }
              video: { \(video.map { "codec: vp8, \(pictures), \($0)" } ?? "codec: none") }
            networks:
              lan: { up: { delay: 2 ms }, down: { delay: 2 ms } }
              line: { up: { \(line) }, down: { \(line) } }
            """
        let scenario = try ScenarioReader.read(bytes: Array(text.utf8), file: "switched").scenario
        plan = CallPlanner(scenario, library: MediaLibrary(for: scenario)).plan(of: 1)
        let call = try MediaCall(plan, keepsSeries: true, records: RecordedPictures.none)
        var log: [UInt8] = []
        let result = try call.run { _ in
            for chunk in call.takeRecorded() where chunk.file == .events { log += chunk.bytes }
            return true
        }
        for chunk in call.takeRecorded() where chunk.file == .events { log += chunk.bytes }
        record = try #require(result).record
        series = try #require(result).series
        events = try log.split(separator: 0x0A).map { line in
            guard case .object(let object) = try JSONValue(parsing: line, line: 1) else {
                throw FormatError(line: 1, message: "no object")
            }
            return object
        }
    }

    /// The last of a party's stats objects.
    func last(_ kind: String, at party: Party) throws -> JSONObject {
        let line = try #require(series.last { $0.at == party })
        guard case .object(let object)? = line.statistics[kind] else {
            throw FormatError(line: 1, message: "no \(kind)")
        }
        return object
    }

    func count(_ event: String, where condition: (JSONObject) -> Bool = { _ in true }) -> Int {
        events.count { $0.text("event") == event && condition($0) }
    }

    /// What RTCP packets went, by their names.
    var reports: Set<String> {
        var names: Set<String> = []
        for event in events {
            guard case .array(let reports)? = event["reports"] else { continue }
            for case .string(let name) in reports { names.insert(name) }
        }
        return names
    }

    func metric(_ name: String, to party: Party) throws -> Double {
        let direction = try #require(record.directions.first { $0.from == party.other })
        return try #require(direction.metrics[name])
    }
}
