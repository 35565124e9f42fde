import CallSimulation
import Results
import Units

/// Simulates partitions one after the other, as many as the queue hands out; several may run at once.
struct CallWorker: Sendable {
    /// The calls of one partition by number, those that were not finished earlier.
    struct Job: Sendable {
        let partition: Int
        var calls: [Int] = []
    }

    /// What a worker finished.
    struct Finished: Sendable {
        var calls: [CallRecord] = []
        var flows: [FlowRecord] = []
        var links: [LinkRecord] = []
        var relays: [RelayRecord] = []

        /// Nothing yet.
        init() {}

        /// What an earlier try left.
        init(_ earlier: EarlierCalls) {
            calls = earlier.calls.values.sorted { $0.call < $1.call }
            for partition in earlier.partitions.keys.sorted() {
                guard let network = earlier.partitions[partition] else { continue }
                flows += network.flows
                links += network.links
                relays += network.relays
            }
        }

        mutating func add(_ other: Finished) {
            calls += other.calls
            flows += other.flows
            links += other.links
            relays += other.relays
        }
    }

    let jobs: [Job]
    let planner: CallPlanner
    let policy: SeriesPolicy
    /// `nil` where nothing but the records is wanted.
    let journal: RunJournal?
    let progress: Progress
    let stop: StopSignal
    /// Whether calls that see the same share what they make of it; results are the same either way.
    var sharesPictures = true

    /// The planned calls and flows by partition, each partition where its first member stands, but for what is finished.
    static func jobs(_ content: ShardContent, without earlier: EarlierCalls, planner: CallPlanner) -> [Job] {
        var jobs: [Job] = []
        var places: [Int: Int] = [:]
        func place(of partition: Int) -> Int {
            if let place = places[partition] { return place }
            places[partition] = jobs.count
            jobs.append(Job(partition: partition))
            return jobs.count - 1
        }
        for number in content.calls where earlier.calls[number] == nil {
            jobs[place(of: planner.partition(ofCall: number))].calls.append(number)
        }
        for number in content.flows { _ = place(of: planner.partition(ofFlow: number)) }
        return jobs.filter { earlier.partitions[$0.partition] == nil }
    }

    /// Works until the queue is empty or the run is stopped.
    ///
    /// - Throws: `CodecError` where a codec refuses the settings, `RunError` where the disk refuses.
    func work(through queue: PlanQueue) throws -> Finished {
        var finished = Finished()
        let shelf = sharesPictures ? PictureShelf() : nil
        while let index = queue.take() {
            let job = jobs[index]
            if let partition = planner.partitionPlan(job.partition) {
                // Its members run together or not at all, so that it is done again whole where a run is resumed.
                guard let result = try simulate(partition, sharing: shelf) else { break }
                try journal?.append(result.calls.map(Self.entry), network: Self.network(result, partition.number))
                finished.calls += result.calls.map(\.record)
                finished.flows += result.flows
                finished.links += result.links
                finished.relays += result.relays
                continue
            }
            for number in job.calls {
                guard let result = try simulate(callAlone: number, sharing: shelf) else { return finished }
                try journal?.append(Self.entry(result))
                finished.calls.append(result.record)
            }
        }
        return finished
    }

    /// Works through all jobs with several workers at once; `earlier` is what was finished before.
    ///
    /// - Throws: what `work` throws; the others are stopped then.
    func workThroughAll(workerCount: Int, behind earlier: Finished = Finished()) async throws -> RunRecords {
        let parts = try await PlanQueue.share(jobs.count, among: workerCount, stop: stop) { try work(through: $0) }
        let finished = parts.reduce(into: earlier) { $0.add($1) }
        return try RunRecords(finished.calls, flows: finished.flows, links: finished.links, relays: finished.relays)
    }

    private static func entry(_ result: CallResult) -> RunJournal.Entry {
        var (lines, series): ([UInt8], [UInt8]) = ([], [])
        result.record.appendLines(to: &lines)
        for line in result.series { line.appendLine(to: &series) }
        return RunJournal.Entry(call: result.record.call, lines: lines, series: series)
    }

    private static func network(_ result: PartitionResult, _ partition: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        for flow in result.flows { flow.appendLine(to: &bytes) }
        for link in result.links { link.appendLine(to: &bytes) }
        for relay in result.relays { relay.appendLine(to: &bytes) }
        PartitionMark(partition: partition, callCount: result.calls.count).appendLine(to: &bytes)
        return bytes
    }

    private func simulate(callAlone number: Int, sharing shelf: PictureShelf?) throws -> CallResult? {
        let call = try MediaCall(planner.plan(of: number), keepsSeries: keepsSeries(number), sharing: shelf)
        let result = try call.run { _ in advance() }
        progress.advance(bySeconds: 0, finishingCall: result != nil)
        return result
    }

    private func simulate(_ plan: PartitionPlan, sharing shelf: PictureShelf?) throws -> PartitionResult? {
        let partition = Partition(plan, call: planner.plan(of:), keepsSeries: keepsSeries, sharing: shelf)
        return try partition.run(
            continues: advance,
            finished: { _ in progress.advance(bySeconds: 0, finishingCall: true) }
        )
    }

    private func keepsSeries(_ number: Int) -> Bool { policy.includes(call: number, of: planner.callCount) }

    private func advance() -> Bool {
        progress.advance(bySeconds: 1)
        return !stop.isRaised
    }
}
