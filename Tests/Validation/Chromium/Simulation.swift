import CallSimulation
import Foundation
import QualityModels
import RawMedia
import Results
import Scenarios
import Statistics
import Synchronization
import Units
import ValidationComparison

/// Runs the conditions' scenarios, several calls at once; a call's result depends on its scenario and seed alone.
struct Simulation {
    struct Condition: Sendable {
        let name: String
        let set: RecordedSettings
        let yaml: String
    }

    /// When the browsers' scripts took their first snapshot after connection, as the recordings show.
    static let firstSnapshot = TimeDelta.milliseconds(20)

    private struct Job: Sendable {
        let condition: Condition
        let seed: Int
        let plan: CallPlan
    }

    private let jobs: [Job]

    /// Reads the content and plans every call.
    init(_ conditions: [Condition], seeds: Int, content: String) throws {
        var libraries: [RecordedSettings: MediaLibrary] = [:]
        var jobs: [Job] = []
        for condition in conditions {
            // Conditions that send the same share what was read.
            let set = condition.set
            let key = RecordedSettings(
                schedule: [],
                seconds: 0,
                carriesVideo: set.carriesVideo,
                width: set.width,
                height: set.height
            )
            for seed in 1...seeds {
                let scenario = try Self.scenario(condition, seed: seed)
                let library = try libraries[key] ?? Self.library(scenario, content)
                libraries[key] = library
                jobs.append(
                    Job(condition: condition, seed: seed, plan: CallPlanner(scenario, library: library).plan(of: 1))
                )
            }
        }
        self.jobs = jobs
    }

    /// Runs everything; the simulated calls by condition, in order of seed.
    func run(workers: Int) async throws -> [String: [CallMeasurements]] {
        let desk = JobDesk(jobs)
        var results = [CallMeasurements?](repeating: nil, count: jobs.count)
        try await withThrowingTaskGroup(of: [(Int, CallMeasurements)].self) { group in
            for _ in 0..<min(workers, jobs.count) { group.addTask { try desk.work() } }
            for try await part in group { for (index, result) in part { results[index] = result } }
        }
        var byCondition: [String: [CallMeasurements]] = [:]
        for (job, result) in zip(jobs, results) {
            if let result { byCondition[job.condition.name, default: []].append(result) }
        }
        return byCondition
    }

    /// Hands out the jobs to several workers, once each.
    private final class JobDesk: Sendable {
        private let jobs: [Job]
        private let next = Atomic<Int>(0)
        private let done = Atomic<Int>(0)
        private let started = Date()

        init(_ jobs: [Job]) { self.jobs = jobs }

        /// Does jobs until there are none; the results by index.
        func work() throws -> [(Int, CallMeasurements)] {
            var finished: [(Int, CallMeasurements)] = []
            while true {
                let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
                guard index < jobs.count else { return finished }
                let job = jobs[index]
                finished.append((index, try Simulation.simulate(job)))
                let count = done.wrappingAdd(1, ordering: .relaxed).newValue
                let seconds = Int(-started.timeIntervalSinceNow)
                Files.tell("\(count)/\(jobs.count) calls, \(seconds) s: \(job.condition.name) seed \(job.seed)")
            }
        }
    }

    private static func scenario(_ condition: Condition, seed: Int) throws -> Scenario {
        try ScenarioReader.read(
            bytes: Array(condition.yaml.utf8),
            file: "\(condition.name).yaml",
            overrides: [Override(path: "seed", text: String(seed))]
        ).scenario
    }

    private static func library(_ scenario: Scenario, _ content: String) throws -> MediaLibrary {
        try MediaLibrary(for: scenario) { path in
            try Files.read("\(content)/\(path)", hint: "--content names the folder with a.y4m, b.y4m, a.wav and b.wav")
        }
    }

    private static func simulate(_ job: Job) throws -> CallMeasurements {
        let call = try MediaCall(job.plan, keepsSeries: true, seriesClock: .connection(delay: firstSnapshot))
        guard let result = try call.run(continues: { _ in true }) else {
            preconditionFailure("nobody stopped the call")
        }
        return CallMeasurements(
            a: measurements(result, at: .clinician, seconds: job.condition.set.seconds),
            b: measurements(result, at: .patient, seconds: job.condition.set.seconds)
        )
    }

    private static func measurements(_ result: CallResult, at party: Party, seconds: Int) -> EndMeasurements {
        // One a second from the connection on.
        let lines = Array(result.series.filter { $0.at == party }.prefix(seconds + 1))
        let times = lines.indices.map { firstSnapshot + .seconds(Int64($0)) }
        let direction = result.record.directions.first { $0.from == party.other }
        let tally = result.paths[Int(party.other.rawValue)]
        return EndMeasurements(
            statistics: StatisticsTable(lines: lines, times: times),
            pictureQuality: direction?.metrics["video.psnr"].map { [$0] } ?? [],
            path: PathCounts(
                packets: tally.packets,
                packetsQueueDropped: tally.packetsQueueDropped,
                videoPackets: tally.videoPackets,
                fecPackets: tally.fecPackets
            ),
            audioMOS: direction?.windows["audio.mos"].flatMap { Moments($0).mean }
        )
    }
}
