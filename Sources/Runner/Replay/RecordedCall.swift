import CallSimulation
import Results
import Units

/// A call that is held again, by itself or within the partition whose links it shares: recorded, or watched for a moment.
struct RecordedCall {
    private enum Simulation {
        case alone(MediaCall)
        case shared(Partition)
    }

    private let simulation: Simulation
    private let number: Int

    /// Sets up a call; its series is kept where it is watched for a moment.
    init(
        of plan: CallPlan,
        planner: CallPlanner,
        pictures: RecordedPictures? = nil,
        moment: MomentRequest? = nil
    ) throws {
        number = plan.number
        guard let partition = planner.partitionPlan(planner.partition(ofCall: plan.number)) else {
            let call = try MediaCall(plan, keepsSeries: moment != nil, records: pictures, moment: moment)
            simulation = .alone(call)
            return
        }
        simulation = .shared(
            Partition(
                partition,
                call: planner.plan(of:),
                keepsSeries: { moment != nil && $0 == plan.number },
                recording: pictures.map { (plan.number, $0) },
                moment: moment.map { (plan.number, $0) }
            )
        )
    }

    /// The simulated seconds of all calls that have to run for one of this length.
    static func seconds(ofCall number: Int, length: TimeDelta, _ planner: CallPlanner) -> Double {
        let partition = planner.partitionPlan(planner.partition(ofCall: number))
        return length.seconds * Double(partition?.calls.count ?? 1)
    }

    /// Runs to the end; `continues` is asked once a simulated second of each call, and where it says no there is no result.
    func run(continues: () -> Bool) throws -> CallResult? {
        switch simulation {
        case .alone(let call): try call.run { _ in continues() }
        case .shared(let partition):
            try partition.run(continues: continues)?.calls.first { $0.record.call == number }
        }
    }

    private var call: MediaCall? {
        switch simulation {
        case .alone(let call): call
        case .shared(let partition): partition.recordedCall
        }
    }

    /// What was kept of the moment that it was watched for.
    var moment: RecordedMoment? { call?.recordedMoment }

    func takeRecorded() -> [RecordedChunk] { call?.takeRecorded() ?? [] }

    var finalHeaders: [RecordedChunk] { call?.finalHeaders ?? [] }

    var captureKeys: [CaptureKey] { call?.captureKeys ?? [] }
}
