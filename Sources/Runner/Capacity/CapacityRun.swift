import CallSimulation
import Planning
import QualityModels
import Results
import Scenarios
import Statistics

/// A capacity search: runs a scenario at growing loads, without files, until it is known how much it holds.
public struct CapacityRun: Sendable {
    private let text: ScenarioText
    private let request: CapacityRequest
    private let stop: StopSignal

    public init(_ text: ScenarioText, request: CapacityRequest, stop: StopSignal) {
        (self.text, self.request, self.stop) = (text, request, stop)
    }

    /// Searches; `noted` is told of each load that is decided.
    ///
    /// - Throws: `ScenarioErrors` for a scenario or path that is wrong, `RunError` for a metric without a threshold, for
    ///   traces that do not fit, and where a signal stops the search.
    public func perform(noted: (CapacityPoint) -> Void) async throws -> CapacityOutcome {
        let base = try load(request.range.lowerBound, replication: 0, seed: nil, on: nil)
        let seed = base.scenario.seed
        let rules = try rules(of: base.scenario)
        let traces = try await traces(for: base)
        var search = CapacitySearch(
            range: request.range,
            precision: request.precision,
            runCountMax: request.runCountMax
        )
        var decided: [Int: CapacityPoint] = [:]
        var runs: [RunFindings] = []
        while case .run(let load, let replication) = search.step {
            let records = try await records(load, replication: replication, seed: seed, base: base, traces: traces)
            runs.append(RunFindings(rules, records, tier: base.scenario.tier.rawValue, seed: seed))
            search.take(passed: runs.last?.hasPassed ?? false)
            guard let point = search.points.first(where: { $0.load == load }) else { continue }
            let finding = CapacityPoint(point: point, runs: runs)
            decided[load] = finding
            noted(finding)
            runs = []
        }
        let broken = search.broken
        return CapacityOutcome(
            scenario: base.scenario.name,
            tier: base.scenario.tier.rawValue,
            seed: seed,
            path: request.path,
            range: request.range,
            rules: rules,
            points: search.points.compactMap { decided[$0.load] },
            held: search.held,
            broken: broken,
            bottleneck: broken.flatMap { bottleneck(at: $0, decided) }
        )
    }

    private func bottleneck(at load: Int, _ decided: [Int: CapacityPoint]) -> Bottleneck? {
        guard let point = decided[load], let first = decided[request.range.lowerBound] else { return nil }
        return Bottleneck(
            of: point.uses,
            load: load,
            alone: first.uses,
            smallestLoad: request.range.lowerBound
        )
    }

    /// The scenario at a load; what it hears and sees is that of `base`, unless it is the media that vary.
    private func load(
        _ load: Int,
        replication: Int,
        seed: UInt64?,
        on base: LoadedScenario?
    ) throws -> LoadedScenario {
        var overrides = text.overrides
        overrides.append(Override(path: request.path, text: String(load), origin: .flag, shown: "--vary"))
        if let seed {
            overrides.removeAll { $0.path == "seed" }
            let own = seed &+ UInt64(replication)
            overrides.append(Override(path: "seed", text: String(own), origin: .flag, shown: "--seed"))
        }
        let varied = ScenarioText(bytes: text.bytes, file: text.file, folder: text.folder, overrides: overrides)
        if let base, !request.path.hasPrefix("media.") { return try base.again(varied) }
        return try LoadedScenario.load(varied) { $0.tier == .media || request.tracesFile == nil }
    }

    private func rules(of scenario: Scenario) throws(RunError) -> [ThresholdRule] {
        guard !request.metrics.isEmpty else { return scenario.thresholds }
        for name in request.metrics where !scenario.thresholds.contains(where: { $0.metric.name == name }) {
            throw RunError(
                .usage,
                attempted: "hold \(name)",
                happened: "\(scenario.name) has no threshold of it",
                advice: "add one to its thresholds, or hold \(Self.names(of: scenario))"
            )
        }
        return scenario.thresholds.filter { request.metrics.contains($0.metric.name) }
    }

    private static func names(of scenario: Scenario) -> String {
        scenario.thresholds.map(\.metric.name).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
            .joined(separator: ", ")
    }

    private func traces(for base: LoadedScenario) async throws -> TraceBook? {
        guard base.scenario.tier == .packet, base.scenario.consultations.count > 0 else { return nil }
        guard !request.path.hasPrefix("media.") else {
            throw RunError(
                .usage,
                attempted: "vary \(request.path)",
                happened: "traces are of one choice of media",
                advice: "give --tier media"
            )
        }
        let recording = TraceRecording(base, workerCount: request.workerCount, stop: stop)
        if let file = request.tracesFile { return try recording.read(file) }
        return try await recording.record()
    }

    private func records(
        _ load: Int,
        replication: Int,
        seed: UInt64,
        base: LoadedScenario,
        traces: TraceBook?
    ) async throws -> RunRecords {
        let loaded = try self.load(load, replication: replication, seed: seed, on: base)
        let records = try await Replication(loaded: loaded, traces: traces).records(
            workerCount: request.workerCount,
            progressName: base.scenario.name,
            isQuiet: true,
            stop: stop
        )
        guard !stop.isRaised else {
            throw RunError(
                .aborted,
                attempted: "find how much \(base.scenario.name) holds",
                happened: "a signal stopped the search",
                advice: "run it again; the same seed takes the same way"
            )
        }
        return records
    }
}

/// What one run says of its thresholds and of what its calls share.
struct RunFindings {
    let evaluations: [ThresholdEvaluation]
    let uses: [ResourceUse]

    init(_ rules: [ThresholdRule], _ records: RunRecords, tier: String, seed: UInt64) {
        evaluations = rules.map { ThresholdEvaluation(of: $0, in: records, tier: tier, seed: seed) }
        uses =
            records.links.map { link in
                ResourceUse(
                    name: "link \(link.name) \(link.isUp ? "up" : "down")",
                    utilisation: link.metrics["link.utilisation"] ?? 0,
                    refusedShare: link.metrics["link.packet_drops"] ?? 0
                )
            }
            + records.relays.map { relay in
                ResourceUse(
                    name: "relay \(relay.name)",
                    utilisation: relay.metrics["relay.utilisation"] ?? 0,
                    refusedShare: max(
                        relay.metrics["relay.packets_refused"] ?? 0,
                        relay.metrics["relay.set_ups_refused"] ?? 0
                    )
                )
            }
    }

    /// Each resource at the mean of the runs; one that no call of a run came to was idle in it.
    static func meanUses(of runs: [RunFindings]) -> [ResourceUse] {
        var names: [String] = []
        for use in runs.flatMap(\.uses) where !names.contains(use.name) { names.append(use.name) }
        return names.map { name in
            let all = runs.compactMap { run in run.uses.first { $0.name == name } }
            return ResourceUse(
                name: name,
                utilisation: all.reduce(0) { $0 + $1.utilisation } / Double(runs.count),
                refusedShare: all.reduce(0) { $0 + $1.refusedShare } / Double(runs.count)
            )
        }
    }

    /// An unknown answer is no good answer.
    var hasPassed: Bool { evaluations.allSatisfy { $0.verdict == .pass } }
}

extension CapacityPoint {
    init(point: CapacitySearch.Point, runs: [RunFindings]) {
        self.point = point
        let ruleCount = runs.first?.evaluations.count ?? 0
        values = (0..<ruleCount).map { rule in
            Quantile.type7(sorted: runs.compactMap { $0.evaluations[rule].value }.sorted(), fraction: 0.5)
        }
        passCounts = (0..<ruleCount).map { rule in runs.count { $0.evaluations[rule].verdict == .pass } }
        uses = RunFindings.meanUses(of: runs)
    }
}
