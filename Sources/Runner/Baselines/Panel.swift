import CallSimulation
import QualityModels
import Results
import Scenarios

/// The runs of one scenario under several seeds, each made once.
struct Panel {
    private let base: LoadedScenario
    private let traces: TraceBook?
    private let request: BaselineRequest
    private let workerCount: Int
    private let isQuiet: Bool
    private let stop: StopSignal
    private var runs: [UInt64: PanelRun]

    /// A panel whose first run, under the scenario's own seed, was made already.
    init(
        _ base: LoadedScenario,
        traces: TraceBook?,
        request: BaselineRequest,
        own records: RunRecords,
        workerCount: Int,
        isQuiet: Bool,
        stop: StopSignal
    ) {
        self.base = base
        self.traces = traces
        self.request = request
        self.workerCount = workerCount
        self.isQuiet = isQuiet
        self.stop = stop
        let seed = base.scenario.seed
        runs = [seed: PanelRun(seed: seed, of: records, asked: request.margins.map(\.metric))]
    }

    /// Holds the runs against the baseline's, with more seeds as long as the answer is open; `nil` where a signal stopped it.
    mutating func comparison(key: BaselineKey) async throws -> PairedComparison? {
        guard let baseline = request.baseline else { return nil }
        if let mismatch = baseline.key.mismatch(with: key, "the baseline", "this run") {
            return PairedComparison(mismatch: mismatch)
        }
        let cap = min(request.seedCountMax, baseline.runs.count)
        return try await PairedComparison.byLooks(
            old: baseline.runs,
            first: request.seedCount,
            cap: cap,
            margins: request.margins
        ) { count in try await runs(ofSeeds: baseline.runs.prefix(count).map(\.seed), of: cap) }
    }

    /// Makes the baseline of this version, and writes it; whether that was done before a signal came.
    mutating func update(key: BaselineKey, toolVersion: String) async throws -> Bool {
        let first = base.scenario.seed
        let seeds = (0..<request.seedCountMax).map { first &+ UInt64($0) }
        guard let runs = try await runs(ofSeeds: seeds, of: seeds.count) else { return false }
        try BaselineFile.write(Baseline(key: key, toolVersion: toolVersion, runs: runs), to: request.path)
        return true
    }

    /// The runs of some seeds, in their order; `nil` where a signal came first.
    private mutating func runs(ofSeeds seeds: [UInt64], of total: Int) async throws -> [PanelRun]? {
        var found: [PanelRun] = []
        for (index, seed) in seeds.enumerated() {
            if let known = runs[seed] {
                found.append(known)
                continue
            }
            let records = try await Replication(loaded: base.again(seed: seed), traces: traces).records(
                workerCount: workerCount,
                progressName: "\(base.scenario.name), run \(index + 1) of at most \(total)",
                isQuiet: isQuiet,
                stop: stop
            )
            guard !stop.isRaised else { return nil }
            let run = PanelRun(seed: seed, of: records, asked: request.margins.map(\.metric))
            runs[seed] = run
            found.append(run)
        }
        return found
    }
}
