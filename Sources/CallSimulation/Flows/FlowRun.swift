import NetworkEmulation
import Results
import Scenarios
import Units

/// A flow at work in a partition.
enum FlowRun {
    case media(MediaFlow)
    case traffic(TrafficRun)

    /// How long after its stop what is on its way still counts.
    static let drain = TimeDelta.seconds(2)

    init(_ plan: FlowPlan, shared: SharedNetwork.Membership?) {
        if case .media(let settings) = plan.kind {
            self = .media(MediaFlow(plan: plan, settings: settings, shared: shared))
        } else {
            self = .traffic(TrafficRun(plan: plan, shared: shared))
        }
    }

    func begin() {
        switch self {
        case .media(let flow): flow.begin()
        case .traffic(let flow): flow.begin()
        }
    }

    /// When something happens next; the distant future where nothing will.
    var nextTime: Timestamp {
        switch self {
        case .media(let flow): flow.nextTime
        case .traffic(let flow): flow.nextTime
        }
    }

    func step() {
        switch self {
        case .media(let flow): flow.step()
        case .traffic(let flow): flow.step()
        }
    }

    func take(_ passage: Passage, at time: Timestamp) {
        switch self {
        case .media(let flow): flow.take(passage, at: time)
        case .traffic(let flow): flow.take(passage, at: time)
        }
    }

    /// One record for each direction that carried anything of the flow's own.
    func finish() -> [FlowRecord] {
        switch self {
        case .media(let flow): flow.finish()
        case .traffic(let flow): flow.finish()
        }
    }
}
