public import ClinicModel
import VirtualTime

/// The records of a run, in the order of the calls' numbers whatever the order they came in.
public struct RunRecords: Hashable, Sendable {
    public let calls: [CallRecord]
    /// By number, forwards before backwards.
    public let flows: [FlowRecord]
    /// By number, up before down.
    public let links: [LinkRecord]
    /// By number.
    public let relays: [RelayRecord]
    /// Of a clinic, in the order of its schedule.
    public internal(set) var appointments: [AppointmentRecord] = []
    public internal(set) var sessions: [SessionAccount] = []
    /// Of a packet-tier run that has one.
    public internal(set) var mediaSample: MediaSample?

    /// Two records that claim the same call.
    public struct DuplicateCall: Error, Hashable, Sendable, CustomStringConvertible {
        public let call: Int
        public var description: String { "call \(call) is recorded twice" }
    }

    public init(
        _ calls: some Sequence<CallRecord>,
        flows: [FlowRecord] = [],
        links: [LinkRecord] = [],
        relays: [RelayRecord] = []
    ) throws(DuplicateCall) {
        let sorted = calls.sorted { $0.call < $1.call }
        for (one, next) in zip(sorted, sorted.dropFirst()) where one.call == next.call {
            throw DuplicateCall(call: one.call)
        }
        self.calls = sorted
        self.flows = flows.sorted { ($0.flow, $0.isForward ? 0 : 1) < ($1.flow, $1.isForward ? 0 : 1) }
        self.relays = relays.sorted { $0.relay < $1.relay }
        self.links = links.sorted { ($0.link, $0.isUp ? 0 : 1) < ($1.link, $1.isUp ? 0 : 1) }
    }

    /// The records of several shards as one run, the same as though it had not been sharded.
    public static func merging(_ shards: [RunRecords]) throws(DuplicateCall) -> RunRecords {
        try RunRecords(
            shards.flatMap(\.calls),
            flows: shards.flatMap(\.flows),
            links: shards.flatMap(\.links),
            relays: shards.flatMap(\.relays)
        )
    }

    /// Flows follow the calls in the run's digest, under their numbers and this.
    private static let firstFlow: UInt32 = 1 << 30

    /// What all calls and flows came to, in one number.
    public var digest: UInt64 {
        let ofFlows = flows.filter(\.isForward).map { (Self.firstFlow + UInt32($0.flow), $0.digest) }
        return RunDigest(calls: calls.map { (UInt32($0.call), $0.digest) } + ofFlows).value
    }

    /// The bytes of `calls.ndjson`.
    public var ndjson: [UInt8] {
        var bytes: [UInt8] = []
        for call in calls { call.appendLines(to: &bytes) }
        return bytes
    }
}
