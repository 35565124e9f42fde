import CallSimulation
import Results
import Units

/// Simulates calls one after the other, as many as the queue hands out; several may run at once.
struct CallWorker: Sendable {
    let numbers: [Int]
    let planner: CallPlanner
    let policy: SeriesPolicy
    let earlier: EarlierCalls
    let output: RunOutput
    let progress: Progress
    let stop: StopSignal

    /// The records of the calls that this worker finished.
    ///
    /// - Throws: `CodecError` where a codec refuses the settings, `RunError` where the disk refuses.
    func work(through queue: PlanQueue) throws -> [CallRecord] {
        var records: [CallRecord] = []
        while let index = queue.take() {
            let number = numbers[index]
            if let call = earlier[number] {
                try output.deliver(call.lines, call.series, at: index)
                progress.skip(seconds: call.record.length.seconds)
                records.append(call.record)
                continue
            }
            guard let result = try simulate(number) else { break }
            var lines: [UInt8] = []
            result.record.appendLines(to: &lines)
            var series: [UInt8] = []
            for line in result.series { line.appendLine(to: &series) }
            try output.deliver(lines, series, at: index)
            progress.advance(bySeconds: 0, finishingCall: true)
            records.append(result.record)
        }
        return records
    }

    private func simulate(_ number: Int) throws -> CallResult? {
        let keepsSeries = policy.includes(call: number, of: planner.callCount)
        let call = try MediaCall(planner.plan(of: number), keepsSeries: keepsSeries)
        return try call.run { _ in
            progress.advance(bySeconds: 1)
            return !stop.isRaised
        }
    }
}
