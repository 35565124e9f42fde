import NetworkEmulation
import Units

/// A member of a partition: a call or a flow, before, while and after it runs.
enum PartitionMember {
    // By reference: a member is looked at with every event, and plans are large.
    indirect case plannedCall(CallPlan)
    case call(MediaCall)
    indirect case plannedFlow(FlowPlan)
    case flow(FlowRun)
    case over

    /// The next event of one that runs, if it falls before `end`.
    func nextTime(before end: Timestamp) -> Timestamp? {
        let next: Timestamp? =
            switch self {
            case .call(let call): call.nextTime
            case .flow(let flow): flow.nextTime
            case .plannedCall, .plannedFlow, .over: nil
            }
        return next.flatMap { $0 < end ? $0 : nil }
    }

    /// Lets the next event happen; `false` where a call is given up.
    func step(continues: () -> Bool) throws -> Bool {
        switch self {
        case .call(let call): return try call.step { _ in continues() }
        case .flow(let flow): flow.step()
        case .plannedCall, .plannedFlow, .over: break
        }
        return true
    }

    /// Takes what the shared network decided; whoever is over does not mind.
    func take(_ passage: Passage, at time: Timestamp) {
        switch self {
        case .call(let call): call.take(passage, at: time)
        case .flow(let flow): flow.take(passage, at: time)
        case .plannedCall, .plannedFlow, .over: break
        }
    }
}
