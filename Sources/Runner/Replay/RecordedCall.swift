import CallSimulation
import Results
import Units

/// The call of a replay: by itself, or within the partition whose links it shares.
struct RecordedCall {
    private enum Simulation {
        case alone(MediaCall)
        case shared(Partition)
    }

    private let simulation: Simulation
    private let number: Int
    /// The simulated seconds of all calls that have to run.
    let secondsTotal: Double

    init(of plan: CallPlan, planner: CallPlanner, pictures: RecordedPictures) throws {
        number = plan.number
        guard let partition = planner.partitionPlan(planner.partition(ofCall: plan.number)) else {
            simulation = .alone(try MediaCall(plan, keepsSeries: false, records: pictures))
            secondsTotal = plan.length.seconds
            return
        }
        simulation = .shared(
            Partition(
                partition,
                call: planner.plan(of:),
                keepsSeries: { _ in false },
                recording: (plan.number, pictures)
            )
        )
        secondsTotal = plan.length.seconds * Double(partition.calls.count)
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

    func takeRecorded() -> [RecordedChunk] { call?.takeRecorded() ?? [] }

    var finalHeaders: [RecordedChunk] { call?.finalHeaders ?? [] }

    var captureKeys: [CaptureKey] { call?.captureKeys ?? [] }
}
