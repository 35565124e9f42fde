import CallSimulation
import Results
import Units

/// Simulates partitions one after the other, as many as the queue hands out; several may run at once.
struct CallWorker: Sendable {
    /// The calls of one partition, by their places in the plan.
    struct Job: Sendable {
        struct Place: Sendable {
            let index: Int
            let number: Int
        }

        let partition: Int
        var calls: [Place] = []
    }

    /// What a worker finished.
    struct Finished: Sendable {
        var calls: [CallRecord] = []
        var flows: [FlowRecord] = []
        var links: [LinkRecord] = []
        var relays: [RelayRecord] = []
    }

    let jobs: [Job]
    let planner: CallPlanner
    let policy: SeriesPolicy
    let earlier: EarlierCalls
    /// `nil` where nothing but the records is wanted.
    let output: RunOutput?
    let progress: Progress
    let stop: StopSignal

    /// The planned calls and flows by partition, each partition where its first member stands.
    static func jobs(ofCalls calls: [Int], flows: [Int], planner: CallPlanner) -> [Job] {
        var jobs: [Job] = []
        var places: [Int: Int] = [:]
        func place(of partition: Int) -> Int {
            if let place = places[partition] { return place }
            places[partition] = jobs.count
            jobs.append(Job(partition: partition))
            return jobs.count - 1
        }
        for (index, number) in calls.enumerated() {
            let place = place(of: planner.partition(ofCall: number))
            jobs[place].calls.append(Job.Place(index: index, number: number))
        }
        for number in flows { _ = place(of: planner.partition(ofFlow: number)) }
        return jobs
    }

    /// Works until the queue is empty or the run is stopped.
    ///
    /// - Throws: `CodecError` where a codec refuses the settings, `RunError` where the disk refuses.
    func work(through queue: PlanQueue) throws -> Finished {
        var finished = Finished()
        while let index = queue.take() {
            let job = jobs[index]
            if let partition = planner.partitionPlan(job.partition) {
                // Its members run together or not at all, so that it is done again whole where a run is resumed.
                guard let result = try simulate(partition) else { break }
                for (place, call) in zip(job.calls, result.calls) { try deliver(call, at: place.index) }
                finished.calls += result.calls.map(\.record)
                finished.flows += result.flows
                finished.links += result.links
                finished.relays += result.relays
                continue
            }
            for place in job.calls {
                if let call = earlier[place.number] {
                    try output?.deliver(call.lines, call.series, at: place.index)
                    progress.skip(seconds: call.record.length.seconds)
                    finished.calls.append(call.record)
                    continue
                }
                guard let result = try simulate(callAlone: place.number) else { return finished }
                try deliver(result, at: place.index)
                finished.calls.append(result.record)
            }
        }
        return finished
    }

    /// Works through all jobs with several workers at once.
    ///
    /// - Throws: what `work` throws; the others are stopped then.
    func workThroughAll(workerCount: Int) async throws -> RunRecords {
        let queue = PlanQueue(count: jobs.count, stop: stop)
        let finished = try await withThrowingTaskGroup(of: Finished.self) { group in
            for _ in 0..<min(workerCount, jobs.count) {
                group.addTask { try work(through: queue) }
            }
            var all = Finished()
            do {
                for try await some in group {
                    all.calls += some.calls
                    all.flows += some.flows
                    all.links += some.links
                    all.relays += some.relays
                }
            } catch {
                stop.raise()
                throw error
            }
            return all
        }
        return try RunRecords(finished.calls, flows: finished.flows, links: finished.links, relays: finished.relays)
    }

    private func deliver(_ result: CallResult, at index: Int) throws {
        guard let output else { return }
        var lines: [UInt8] = []
        result.record.appendLines(to: &lines)
        var series: [UInt8] = []
        for line in result.series { line.appendLine(to: &series) }
        try output.deliver(lines, series, at: index)
    }

    private func simulate(callAlone number: Int) throws -> CallResult? {
        let call = try MediaCall(planner.plan(of: number), keepsSeries: keepsSeries(number))
        let result = try call.run { _ in advance() }
        progress.advance(bySeconds: 0, finishingCall: result != nil)
        return result
    }

    private func simulate(_ plan: PartitionPlan) throws -> PartitionResult? {
        let partition = Partition(plan, call: planner.plan(of:), keepsSeries: keepsSeries)
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
