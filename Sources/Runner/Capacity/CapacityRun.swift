import CallSimulation
import Planning
import QualityModels
import Results
import Scenarios

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
        try check(base.scenario)
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
        let points = search.points.compactMap { decided[$0.load] }
        return CapacityOutcome(
            scenario: base.scenario.name,
            tier: base.scenario.tier.rawValue,
            seed: seed,
            path: request.path,
            range: request.range,
            rules: rules,
            points: points,
            held: search.held,
            broken: broken,
            bottleneck: broken.flatMap { bottleneck(at: $0, decided) },
            knees: rules.indices.map { knee(of: rules[$0], $0, points) }
        )
    }

    private func knee(of rule: ThresholdRule, _ place: Int, _ points: [CapacityPoint]) -> Int? {
        let rises = rule.expression.comparison == .atMost || rule.expression.comparison == .below
        let known = points.compactMap { point in
            point.values[place].map { Knee.Point(load: point.point.load, value: $0) }
        }
        return Knee.load(of: known, rises: rises)
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

    /// Refuses to add calls that nothing makes meet: none would ever be worse for the others.
    private func check(_ scenario: Scenario) throws(RunError) {
        let groups = scenario.clinicians + scenario.patients
        let isShared = groups.contains { !$0.via.isEmpty || $0.relay != nil }
        guard request.path.hasPrefix("consultations."), !isShared, scenario.consultations.topology.server == nil
        else { return }
        throw RunError(
            .usage,
            attempted: "find how many calls \(scenario.name) holds",
            happened: "its calls share nothing, so that however many there are none is worse for it",
            advice: "let groups go via links, name relays and routes over them, or give a topology: sfu with its server"
        )
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
