import CallSimulation
import Foundation
import Reports
import Results
import Units

/// What a report shows of the worst calls beyond their records: time lines and moments.
struct WorstCallEvidence: Sendable {
    private(set) var timelines: [Int: CallTimeline] = [:]
    private(set) var moments: [CallMoment] = []
    private(set) var gaps: [String] = []

    /// Takes what a run's folder keeps of some calls.
    mutating func read(_ calls: [CallRecord], from run: ReportedRun) throws {
        let lines = try Self.series(of: Set(calls.map(\.call)), in: run)
        for (call, lines) in lines { timelines[call] = CallTimeline(lines) }
        moments = try Self.moments(of: calls, in: run)
    }

    /// Holds those calls again of which no moment is known.
    mutating func replay(
        _ calls: [CallRecord],
        _ replay: MomentReplay,
        workerCount: Int,
        isQuiet: Bool
    ) async throws {
        let due = affordable(calls.filter { call in !moments.contains { $0.call == call.call } }, replay)
        let progress = Progress(
            name: "worst calls",
            callCount: due.count,
            secondsTotal: due.reduce(0) { $0 + replay.seconds(of: $1) },
            isQuiet: isQuiet
        )
        defer { progress.finish() }
        let known = timelines
        let outcomes = try await PlanQueue.share(due.count, among: workerCount, stop: replay.stop) { queue in
            var outcomes: [(Int, MomentReplay.Outcome)] = []
            while let place = queue.take() {
                let outcome = try replay.outcome(of: due[place], timeline: known[due[place].call]) {
                    progress.advance(bySeconds: 1)
                }
                progress.advance(bySeconds: 0, finishingCall: true)
                outcomes.append((place, outcome))
            }
            return outcomes
        }.flatMap { $0 }
        for (place, outcome) in outcomes.sorted(by: { $0.0 < $1.0 }) {
            if let moment = outcome.moment { moments.append(moment) }
            if let gap = outcome.gap { gaps.append(gap) }
            let call = due[place].call
            // The time line of a call that was held again with codecs is not that of the call that was recorded.
            if timelines[call] == nil, replay.isExact { timelines[call] = outcome.timeline }
        }
        if outcomes.count < due.count { gaps.append("a signal stopped the replays") }
    }

    /// Runs calls again that left no series, where that is cheap: alone, and without codecs.
    mutating func addTimelines(of calls: [CallRecord], _ planner: CallPlanner) throws {
        for call in calls where timelines[call.call] == nil {
            guard planner.partitionPlan(planner.partition(ofCall: call.call)) == nil else { continue }
            let again = try MediaCall(planner.plan(of: call.call), keepsSeries: true)
            timelines[call.call] = try again.run { _ in true }.flatMap { CallTimeline($0.series) }
        }
    }

    /// Those that can be held again without keeping people waiting, the worst first; of the others it is noted.
    private mutating func affordable(_ calls: [CallRecord], _ replay: MomentReplay) -> [CallRecord] {
        var seconds = 0.0
        return calls.filter { call in
            let own = replay.seconds(of: call)
            guard seconds + own <= replay.secondsMax else {
                note(
                    "replaying call \(call.call) takes \(Int(own)) simulated seconds, with those that share its links, and "
                        + "\(Int(replay.secondsMax)) s is all that is spent on replays here"
                )
                return false
            }
            seconds += own
            return true
        }
    }

    mutating func note(_ gap: String) { gaps.append(gap) }

    /// The bytes of `moments.ndjson`, in the order of the calls' numbers.
    var momentBytes: [UInt8] {
        var bytes: [UInt8] = []
        for moment in moments.sorted(by: { $0.call < $1.call }) { moment.appendLine(to: &bytes) }
        return bytes
    }

    private static func series(of calls: Set<Int>, in run: ReportedRun) throws -> [Int: [SeriesLine]] {
        guard run.manifest.series != .none, !calls.isEmpty,
            FileManager.default.fileExists(atPath: run.file("series.ndjson"))
        else { return [:] }
        let reader = try LineReader(path: run.file("series.ndjson"))
        var lines: [Int: [SeriesLine]] = [:]
        while let line = try reader.next() {
            guard let call = line.leadingNumber("call"), calls.contains(call) else { continue }
            do {
                lines[call, default: []].append(try SeriesLine(parsing: line, line: reader.lineCount))
            } catch {
                throw RunError(
                    .inputOutput,
                    attempted: "read \(run.file("series.ndjson"))",
                    happened: "\(error)",
                    advice: "report from a folder left as the run made it, or run it again"
                )
            }
        }
        return lines
    }

    private static func moments(of calls: [CallRecord], in run: ReportedRun) throws -> [CallMoment] {
        let path = run.file(ReportedRun.momentsFile)
        guard FileManager.default.fileExists(atPath: path) else { return [] }
        let reader = try LineReader(path: path)
        var moments: [CallMoment] = []
        while let line = try reader.next() {
            do {
                let moment = try CallMoment(parsing: line, line: reader.lineCount)
                // Moments of other calls, or of another run, are left alone.
                guard calls.contains(where: { $0.call == moment.call && $0.digestHexadecimal == moment.digest }) else {
                    continue
                }
                moments.append(moment)
            } catch {
                throw RunError(
                    .inputOutput,
                    attempted: "read \(path)",
                    happened: "\(error)",
                    advice: "delete it: it is made again from the run"
                )
            }
        }
        guard !reader.isCutShort else {
            throw RunError(
                .inputOutput,
                attempted: "read \(path)",
                happened: "it is cut short within a line",
                advice: "delete it: it is made again from the run"
            )
        }
        return moments
    }
}
