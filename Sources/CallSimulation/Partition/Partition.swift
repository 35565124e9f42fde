import NetworkEmulation
import Results
import Units
import VirtualTime

/// Runs the members of one partition together, event by event in the order of time, then of their places.
///
/// A call is made when it starts and gone when it ends, so that memory holds the calls that are up.
public final class Partition {
    private let plan: PartitionPlan
    private let network: SharedNetwork
    /// The calls, then the flows.
    private var members: [PartitionMember]
    private var ends: [Timestamp]
    private var due: [Timestamp?]
    private var agenda = EventQueue<Int>()
    private var outcomes: [SharedNetwork.Outcome] = []
    private var results: [CallResult?]
    private var flowRecords: [FlowRecord] = []
    private let keepsSeries: (_ call: Int) -> Bool
    private let recording: (call: Int, pictures: RecordedPictures)?
    private let shelf: PictureShelf?
    private let moment: (call: Int, request: MomentRequest)?
    /// The call that is recorded or watched, from its start on.
    public private(set) var recordedCall: MediaCall?

    /// Makes a partition; `call` tells the plan of each of its calls, `recording` which one to record and how, and
    /// `moment` which one to watch for what.
    public init(
        _ plan: PartitionPlan,
        call: (_ number: Int) -> CallPlan,
        keepsSeries: @escaping (_ call: Int) -> Bool,
        recording: (call: Int, pictures: RecordedPictures)? = nil,
        moment: (call: Int, request: MomentRequest)? = nil,
        sharing shelf: PictureShelf? = nil
    ) {
        self.shelf = shelf
        self.plan = plan
        self.keepsSeries = keepsSeries
        self.recording = recording
        self.moment = moment
        network = SharedNetwork(
            links: plan.links,
            stations: plan.stations,
            seed: plan.seed,
            keepsBins: !plan.flows.isEmpty
        )
        let calls = plan.calls.map(call)
        members = calls.map { .plannedCall($0) } + plan.flows.map { .plannedFlow($0) }
        ends = calls.map(\.end) + plan.flows.map { $0.stop + FlowRun.drain }
        due = members.map { _ in nil }
        results = calls.map { _ in nil }
        let starts = calls.map(\.startsAt) + plan.flows.map(\.start)
        for (member, start) in starts.enumerated() { expect(member, at: start) }
    }

    /// Runs every member to its end.
    ///
    /// `continues` is asked once a simulated second of each call, or of the flows where there is none; where it says no,
    /// the partition is given up and the result is `nil`. `finished` is told of each call that ends.
    public func run(
        continues: () -> Bool,
        finished: (_ call: Int) -> Void = { _ in }
    ) throws -> PartitionResult? {
        var nextSecond = Timestamp.start + .seconds(1)
        while let now = agenda.nextTime {
            while plan.calls.isEmpty, now >= nextSecond {
                guard continues() else { return nil }
                nextSecond += .seconds(1)
            }
            if let networkTime = network.nextTime, networkTime <= now {
                network.advance(to: networkTime)
                deliverOutcomes(at: networkTime)
                continue
            }
            guard let (_, member) = agenda.popNext(), due[member] == now else { continue }
            due[member] = nil
            guard try run(member, from: now, continues: continues) else { return nil }
            if case .over = members[member], member < plan.calls.count { finished(plan.calls[member]) }
        }
        return PartitionResult(
            calls: results.compactMap { $0 },
            flows: flowRecords,
            links: network.records,
            relays: network.relayRecords
        )
    }

    /// Lets a member go on until another may come first, or it ends; `false` where a call is given up.
    private func run(_ member: Int, from now: Timestamp, continues: () -> Bool) throws -> Bool {
        try begin(member)
        // One that has just begun may have nothing to do yet.
        guard let first = members[member].nextTime(before: ends[member]) else {
            rest(member, at: now)
            return true
        }
        guard first <= now else {
            expect(member, at: first)
            return true
        }
        var time = now
        repeat {
            guard try members[member].step(continues: continues) else { return false }
            deliverOutcomes(at: time, but: member)
            guard let next = members[member].nextTime(before: ends[member]) else {
                rest(member, at: time)
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

    private func begin(_ member: Int) throws {
        switch members[member] {
        case .plannedCall(let plan):
            let isRecorded = recording?.call == plan.number
            let isWatched = moment?.call == plan.number
            let call = try MediaCall(
                plan,
                keepsSeries: keepsSeries(plan.number),
                records: isRecorded ? recording?.pictures : nil,
                moment: isWatched ? moment?.request : nil,
                sharing: shelf,
                shared: network.membership(of: member)
            )
            members[member] = .call(call)
            if isRecorded || isWatched { recordedCall = call }
            call.begin()
        case .plannedFlow(let plan):
            let flow = FlowRun(plan, shared: network.membership(of: member))
            members[member] = .flow(flow)
            flow.begin()
        case .call, .flow, .over: break
        }
    }

    /// A member that has nothing to do is over, unless the network may yet tell it something before its end.
    private func rest(_ member: Int, at now: Timestamp) {
        guard network.nextTime != nil, now < ends[member] else { return finish(member) }
        expect(member, at: ends[member])
    }

    private func finish(_ member: Int) {
        switch members[member] {
        case .call(let call): results[member] = call.finish()
        case .flow(let flow): flowRecords += flow.finish()
        case .plannedCall, .plannedFlow, .over: break
        }
        members[member] = .over
    }

    /// Tells members what the network decided; the one that is in its step looks for its next event itself.
    private func deliverOutcomes(at now: Timestamp, but current: Int? = nil) {
        while !network.outcomes.isEmpty {
            network.takeOutcomes(into: &outcomes)
            for outcome in outcomes {
                members[outcome.member].take(outcome.passage, at: now)
                guard outcome.member != current else { continue }
                if let next = members[outcome.member].nextTime(before: ends[outcome.member]) {
                    expect(outcome.member, at: next)
                }
            }
        }
    }

    /// Notes when a member's next event is, unless an earlier one is noted.
    private func expect(_ member: Int, at time: Timestamp) {
        if let noted = due[member], noted <= time { return }
        due[member] = time
        agenda.schedule(member, at: time, call: UInt32(member))
    }
}
