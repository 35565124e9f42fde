import NetworkEmulation
import Results
import Units
final class TrafficRun {
    init(plan: FlowPlan, shared: SharedNetwork.Membership?) {}
    func begin() {}
    var nextTime: Timestamp { .distantFuture }
    func step() {}
    func take(_ passage: Passage, at time: Timestamp) {}
    func finish() -> [FlowRecord] { [] }
}
