import CallSimulation
import Results

/// Runs the calls of a sample with codecs, job by job; several may run at once.
struct SampleWorker: Sendable {
    let sample: CodecSample
    /// Those that no earlier run finished.
    let jobs: [CodecSample.Job]
    let journal: SampleJournal
    let progress: Progress
    let stop: StopSignal

    /// Works through the jobs with several workers at once; what an earlier run finished is in the result too.
    ///
    /// - Throws: `CodecError` where a codec refuses the settings, `RunError` where the disk refuses.
    func workThroughAll(workerCount: Int) async throws -> MediaSample {
        let parts = try await PlanQueue.share(jobs.count, among: workerCount, stop: stop) { try work(through: $0) }
        return MediaSample(strata: sample.drawn.strata, calls: journal.earlier + parts.flatMap { $0 })
    }

    private func work(through queue: PlanQueue) throws -> [CallRecord] {
        var finished: [CallRecord] = []
        while let index = queue.take() {
            guard let calls = try simulate(jobs[index]) else { break }
            try journal.append(calls)
            finished += calls
        }
        return finished
    }

    /// The records of a job's calls; `nil` where it was stopped.
    private func simulate(_ job: CodecSample.Job) throws -> [CallRecord]? {
        guard let plan = sample.partitionPlan(job.partition) else {
            let calls = try job.calls.compactMap { number in
                try MediaCall(sample.plan(of: number), keepsSeries: false).run { _ in advance() }?.record
            }
            progress.advance(bySeconds: 0, finishingCall: true)
            return calls.count == job.calls.count ? calls : nil
        }
        let partition = Partition(plan, call: sample.plan(of:), keepsSeries: { _ in false })
        let result = try partition.run(continues: advance, finished: noteFinished)
        return result?.calls.map(\.record).filter { sample.drawn.calls.contains($0.call) }
    }

    private func noteFinished(_ call: Int) {
        progress.advance(bySeconds: 0, finishingCall: sample.drawn.calls.contains(call))
    }

    private func advance() -> Bool {
        progress.advance(bySeconds: 1)
        return !stop.isRaised
    }
}
