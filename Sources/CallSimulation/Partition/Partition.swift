import Results
import Units
import NetworkEmulation
import VirtualTime

/// Runs the members of one partition together, event by event in the order of time, then of their numbers.
///
/// A call is made when it starts and gone when it ends, so that memory holds the calls that are up.
public final class Partition {
    private enum Member {
        case planned(CallPlan)
        case running(MediaCall)
        case over
    }

    private let plan: PartitionPlan
    private let network: SharedNetwork
    private var members: [Member]
    private var ends: [Timestamp]
    private var results: [CallResult?]
    private var due: [Timestamp?]
    private var agenda = EventQueue<Int>()
    private var outcomes: [SharedNetwork.Outcome] = []
    private let keepsSeries: (_ call: Int) -> Bool
    private let recording: (call: Int, pictures: RecordedPictures)?
    /// The call that is recorded, from its start on.
    public private(set) var recordedCall: MediaCall?

    /// Makes a partition; `call` tells the plan of each of its calls, and `recording` which one to record and how.
    public init(
        _ plan: PartitionPlan,
        call: (_ number: Int) -> CallPlan,
        keepsSeries: @escaping (_ call: Int) -> Bool,
        recording: (call: Int, pictures: RecordedPictures)? = nil
    ) {
        self.plan = plan
        self.keepsSeries = keepsSeries
        self.recording = recording
        network = SharedNetwork(links: plan.links, seed: plan.seed, keepsBins: false)
        let calls = plan.calls.map(call)
        members = calls.map { .planned($0) }
        ends = calls.map(\.end)
        results = calls.map { _ in nil }
        due = calls.map { _ in nil }
        for (member, call) in calls.enumerated() { expect(member, at: call.startsAt) }
    }

    /// Runs every member to its end; the calls' results in the order of their numbers.
    ///
    /// `continues` is asked once a simulated second of each call; where it says no, the partition is given up and the
    /// result is `nil`. `finished` is told of each call that ends.
    public func run(
        continues: (_ call: Int) -> Bool,
        finished: (_ call: Int) -> Void = { _ in }
    ) throws -> [CallResult]? {
        while let now = agenda.nextTime {
            if let networkTime = network.nextTime, networkTime <= now {
                network.advance(to: networkTime)
                deliverOutcomes(at: networkTime)
                continue
            }
            guard let (_, member) = agenda.popNext(), due[member] == now else { continue }
            due[member] = nil
            guard try step(member, at: now, continues: continues, finished: finished) else { return nil }
        }
        return results.compactMap { $0 }
    }

    /// Lets a member go on until another may come first.
    private func step(
        _ member: Int,
        at now: Timestamp,
        continues: (_ call: Int) -> Bool,
        finished: (_ call: Int) -> Void
    ) throws -> Bool {
        let number = plan.calls[member]
        let call = try running(member)
        var time = now
        repeat {
            guard try call.step(continues: { _ in continues(number) }) else { return false }
            deliverOutcomes(at: time, but: member)
            guard let next = call.nextTime, next < ends[member] else {
                results[member] = call.finish()
                members[member] = .over
                finished(number)
                return true
            }
            time = next
        } while isFirst(time)
        expect(member, at: time)
        return true
    }

    /// Whether nothing else happens before or at a time.
    private func isFirst(_ time: Timestamp) -> Bool {
        if let other = agenda.nextTime, other <= time { return false }
        if let networkTime = network.nextTime, networkTime <= time { return false }
        return true
    }

    private func running(_ member: Int) throws -> MediaCall {
        switch members[member] {
        case .running(let call): return call
        case .over: preconditionFailure("a call that is over has no events")
        case .planned(let plan):
            let isRecorded = recording?.call == plan.number
            let call = try MediaCall(
                plan,
                keepsSeries: keepsSeries(plan.number),
                records: isRecorded ? recording?.pictures : nil,
                shared: network.membership(of: member)
            )
            call.begin()
            members[member] = .running(call)
            if isRecorded { recordedCall = call }
            return call
        }
    }

    /// Tells members what the network decided; the one that is in its step looks for its next event itself.
    private func deliverOutcomes(at now: Timestamp, but current: Int? = nil) {
        guard !network.outcomes.isEmpty else { return }
        network.takeOutcomes(into: &outcomes)
        for outcome in outcomes {
            guard case .running(let call) = members[outcome.member] else { continue }
            call.take(outcome.passage, at: now)
            if outcome.member != current, let next = call.nextTime { expect(outcome.member, at: next) }
        }
    }

    /// Notes when a member's next event is, unless an earlier one is noted.
    private func expect(_ member: Int, at time: Timestamp) {
        if let noted = due[member], noted <= time { return }
        due[member] = time
        agenda.schedule(member, at: time, call: UInt32(member))
    }
}
