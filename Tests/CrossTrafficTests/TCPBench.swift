import CrossTraffic
import NetworkEmulation
import TestSupport
import Units
import VirtualTime

extension Timestamp {
    static func milliseconds(_ count: Int64) -> Timestamp { .start + .milliseconds(count) }
    static func seconds(_ count: Int64) -> Timestamp { .start + .seconds(count) }
    var milliseconds: Double { Double(nanoseconds) / 1e6 }
}

extension LinkConfiguration {
    /// Only a delay.
    static func delay(milliseconds: Int64) -> Self { Self(delay: .milliseconds(milliseconds)) }
}

/// Misfortunes on top of links: what no first-in first-out link does.
struct Misfortune {
    /// Of data segments and of mere acknowledgements.
    var dataLoss = 0.0
    var acknowledgementLoss = 0.0
    var duplication = 0.0
    /// Each copy is late by up to this, independently.
    var spread = TimeDelta.zero
    var random = SplitMix64(seed: 1)

    /// When the copies of a segment arrive that would by itself arrive at `time`.
    mutating func arrivals(of segment: TCPSegment, at time: Timestamp) -> [Timestamp] {
        let draws = (random.unitInterval(), random.unitInterval(), random.unitInterval(), random.unitInterval())
        guard draws.0 >= (segment.carriesData ? dataLoss : acknowledgementLoss) else { return [] }
        let late = [draws.2, draws.3].map { time + TimeDelta(seconds: spread.seconds * $0) }
        return draws.1 < duplication ? late : [late[0]]
    }
}

/// Connections whose segments share one link each way, in virtual time.
struct TCPBench {
    enum Event {
        case open(flow: Int)
        case arrival(flow: Int, TCPSegment)
        case timer(flow: Int)
        case write(flow: Int, from: TCPEnd, DataSize)
        case writeWithoutEnd(flow: Int, from: TCPEnd)
    }

    /// What is seen of a run.
    struct Entry: Hashable {
        let time: Timestamp
        let flow: Int
        let effect: TCPEffect
    }

    private(set) var connections: [TCPConnection]
    private(set) var links: [Link]
    var misfortune = Misfortune()
    /// Which segments never arrive; told how many with data that end had sent before.
    var loses: (TCPSegment, Int) -> Bool = { _, _ in false }
    /// Whether to keep what happens.
    var keepsLog = false
    private(set) var log: [Entry] = []
    /// Called after each event.
    var observe: (Timestamp, [TCPConnection]) -> Void = { _, _ in }
    /// The waits of data segments in the link from the servers.
    private(set) var queueing: [(time: Timestamp, wait: TimeDelta)] = []
    private(set) var now = Timestamp.start

    private var queue = EventQueue<Event>()
    private var armed: [Timestamp?]
    private var dataSent = [0, 0]
    private var effects: [TCPEffect] = []

    init(
        flows: [TCPConfiguration],
        fromServer: LinkConfiguration,
        fromClient: LinkConfiguration = .delay(milliseconds: 10),
        seed: UInt64 = 1
    ) {
        connections = flows.map { TCPConnection(configuration: $0) }
        armed = flows.map { _ in nil }
        links = [
            Link(configuration: fromClient, seed: seed, owner: RandomStream.firstSharedOwner, leg: .sharedUp),
            Link(configuration: fromServer, seed: seed, owner: RandomStream.firstSharedOwner, leg: .sharedDown),
        ]
        for flow in flows.indices { schedule(.open(flow: flow), at: .start) }
    }

    mutating func schedule(_ event: Event, at time: Timestamp) { queue.schedule(event, at: time) }

    mutating func run(until end: Timestamp) {
        while let (time, event) = queue.popNext(before: end) {
            now = time
            switch event {
            case .open(let flow): change(flow) { $0.open(at: time, into: &$1) }
            case .arrival(let flow, let segment): change(flow) { $0.receive(segment, at: time, into: &$1) }
            case .timer(let flow):
                // One that something earlier replaced.
                guard armed[flow] == time else { continue }
                armed[flow] = nil
                change(flow) { $0.advance(to: time, into: &$1) }
            case .write(let flow, let end, let size): change(flow) { $0.write(size, from: end, at: time, into: &$1) }
            case .writeWithoutEnd(let flow, let end):
                change(flow) { $0.writeWithoutEnd(from: end, at: time, into: &$1) }
            }
            observe(time, connections)
        }
        now = end
    }

    private mutating func change(_ flow: Int, _ body: (inout TCPConnection, inout [TCPEffect]) -> Void) {
        body(&connections[flow], &effects)
        for effect in effects {
            if keepsLog { log.append(Entry(time: now, flow: flow, effect: effect)) }
            if case .transmit(let segment) = effect { carry(segment, of: flow) }
        }
        effects.removeAll(keepingCapacity: true)
        guard let timeout = connections[flow].nextTimeout, armed[flow].map({ timeout < $0 }) ?? true else { return }
        armed[flow] = timeout
        queue.schedule(.timer(flow: flow), at: timeout, call: UInt32(flow))
    }

    private mutating func carry(_ segment: TCPSegment, of flow: Int) {
        let origin = Int(segment.origin.rawValue)
        let count = dataSent[origin]
        if segment.carriesData { dataSent[origin] += 1 }
        guard !loses(segment, count) else { return }
        guard case .delivered(let time, let wait) = links[origin].send(segment.size, at: now) else { return }
        if segment.origin == .server, segment.carriesData { queueing.append((now, wait)) }
        for arrival in misfortune.arrivals(of: segment, at: time) {
            queue.schedule(.arrival(flow: flow, segment), at: arrival, call: UInt32(flow))
        }
    }
}
