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

        var calls: [Place]
    }

    let jobs: [Job]
    let planner: CallPlanner
    let policy: SeriesPolicy
    let earlier: EarlierCalls
    let output: RunOutput
    let progress: Progress
    let stop: StopSignal

    /// The planned calls by partition, each partition where its first call stands.
    static func jobs(of numbers: [Int], planner: CallPlanner) -> [Job] {
        var jobs: [Job] = []
        var places: [Int: Int] = [:]
        for (index, number) in numbers.enumerated() {
            let partition = planner.partition(ofCall: number)
            if let place = places[partition] {
                jobs[place].calls.append(Job.Place(index: index, number: number))
            } else {
                places[partition] = jobs.count
                jobs.append(Job(calls: [Job.Place(index: index, number: number)]))
            }
        }
        return jobs
    }

    /// The records of the calls that this worker finished.
    ///
    /// - Throws: `CodecError` where a codec refuses the settings, `RunError` where the disk refuses.
    func work(through queue: PlanQueue) throws -> [CallRecord] {
        var records: [CallRecord] = []
        while let index = queue.take() {
            let job = jobs[index]
            let known = job.calls.compactMap { earlier[$0.number] }
            // Calls that share a link run together or not at all.
            if known.count == job.calls.count {
                for (place, call) in zip(job.calls, known) {
                    try output.deliver(call.lines, call.series, at: place.index)
                    progress.skip(seconds: call.record.length.seconds)
                    records.append(call.record)
                }
                continue
            }
            guard let results = try simulate(job) else { break }
            for (place, result) in zip(job.calls, results) {
                try deliver(result, at: place.index)
                records.append(result.record)
            }
        }
        return records
    }

    private func deliver(_ result: CallResult, at index: Int) throws {
        var lines: [UInt8] = []
        result.record.appendLines(to: &lines)
        var series: [UInt8] = []
        for line in result.series { line.appendLine(to: &series) }
        try output.deliver(lines, series, at: index)
    }

    private func simulate(_ job: Job) throws -> [CallResult]? {
        guard let first = job.calls.first else { return [] }
        guard let plan = planner.sharedPartition(ofCall: first.number) else {
            let call = try MediaCall(planner.plan(of: first.number), keepsSeries: keepsSeries(first.number))
            let result = try call.run { _ in advance() }
            progress.advance(bySeconds: 0, finishingCall: result != nil)
            return result.map { [$0] }
        }
        let partition = Partition(plan, call: planner.plan(of:), keepsSeries: keepsSeries)
        return try partition.run(
            continues: { _ in advance() },
            finished: { _ in progress.advance(bySeconds: 0, finishingCall: true) }
        )
    }

    private func keepsSeries(_ number: Int) -> Bool { policy.includes(call: number, of: planner.callCount) }

    private func advance() -> Bool {
        progress.advance(bySeconds: 1)
        return !stop.isRaised
    }
}
