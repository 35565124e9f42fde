import CrossTraffic
import NetworkEmulation
import Units
import VirtualTime

/// TCP connections whose servers send without end through one link, in virtual time.
struct TrafficBench {
    private enum Event {
        case open(flow: Int)
        case start(flow: Int)
        case arrival(flow: Int, TCPSegment)
        case timer(flow: Int)
    }

    private(set) var connections: [TCPConnection]
    /// Which of the servers' segments with data never arrive, told how many there were before.
    var loses: (Int) -> Bool = { _ in false }
    /// Called after each event.
    var observe: (Timestamp, [TCPConnection]) -> Void = { _, _ in }
    /// The waits of data segments in the link from the servers.
    private(set) var waits: [(time: Timestamp, wait: TimeDelta)] = []

    private var links: [Link]
    private var queue = EventQueue<Event>()
    private var armed: [Timestamp?]
    private var dataSent = 0
    private var effects: [TCPEffect] = []

    /// Flow n's server starts at n times `stagger`.
    init(
        flows: [TCPConfiguration],
        fromServer: LinkConfiguration,
        fromClient: LinkConfiguration,
        stagger: TimeDelta = .zero
    ) {
        connections = flows.map { TCPConnection(configuration: $0) }
        armed = flows.map { _ in nil }
        links = [Link(fromClient), Link(fromServer)]
        for flow in flows.indices {
            queue.schedule(.open(flow: flow), at: .start)
            queue.schedule(.start(flow: flow), at: .start + stagger * Int64(flow))
        }
    }

    mutating func run(until end: Timestamp) {
        while let (time, event) = queue.popNext(before: end) {
            switch event {
            case .open(let flow): change(flow, at: time) { $0.open(at: time, into: &$1) }
            case .start(let flow):
                change(flow, at: time) { $0.writeWithoutEnd(from: .server, at: time, into: &$1) }
            case .arrival(let flow, let segment):
                change(flow, at: time) { $0.receive(segment, at: time, into: &$1) }
            case .timer(let flow):
                guard armed[flow] == time else { continue }
                armed[flow] = nil
                change(flow, at: time) { $0.advance(to: time, into: &$1) }
            }
            observe(time, connections)
        }
    }

    private mutating func change(
        _ flow: Int,
        at now: Timestamp,
        _ body: (inout TCPConnection, inout [TCPEffect]) -> Void
    ) {
        body(&connections[flow], &effects)
        for effect in effects {
            if case .transmit(let segment) = effect { carry(segment, of: flow, at: now) }
        }
        effects.removeAll(keepingCapacity: true)
        guard let timeout = connections[flow].nextTimeout, armed[flow].map({ timeout < $0 }) ?? true else { return }
        armed[flow] = timeout
        queue.schedule(.timer(flow: flow), at: timeout, call: UInt32(flow))
    }

    private mutating func carry(_ segment: TCPSegment, of flow: Int, at now: Timestamp) {
        let isData = segment.origin == .server && segment.carriesData
        if isData {
            dataSent += 1
            if loses(dataSent - 1) { return }
        }
        let fate = links[Int(segment.origin.rawValue)].send(segment.size, at: now)
        guard case .delivered(let time, let wait) = fate else { return }
        if isData { waits.append((now, wait)) }
        queue.schedule(.arrival(flow: flow, segment), at: time, call: UInt32(flow))
    }
}
