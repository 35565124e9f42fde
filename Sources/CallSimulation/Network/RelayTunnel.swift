import CrossTraffic
import NetworkEmulation
import Units
import VirtualTime

/// One party's TCP or TLS connection to its relay: the tunnel, and its segments on the links between.
struct RelayTunnel {
    /// A segment on its way.
    struct Segment {
        let segment: TCPSegment
        let number: UInt64
        /// Whether it carries what the connection was made for.
        let isMedia: Bool
        /// Whether it goes from the party to the relay.
        var isOutwards: Bool { segment.origin == .client }
    }

    private(set) var tunnel: TCPTunnel
    let outwards: NetworkPath
    let inwards: NetworkPath
    /// On their way, in either direction.
    var segments = Slots<Segment>()
    private var timer: Timestamp?

    /// - Returns: `nil` for a party that needs none.
    init?(plan: CallPlan, party: Party) {
        let own = plan[party]
        guard let relay = own.relay, own.carriesByTunnel else { return nil }
        let isSecure = relay.transport == .tls
        tunnel = TCPTunnel(
            configuration: TCPTunnelConfiguration(
                tcp: TCPConfiguration(setUp: isSecure ? .tls(roundTrips: 1) : .handshake),
                framing: isSecure ? .channelDataInTLS13 : .channelData
            )
        )
        outwards = NetworkPath(hops: own.outwards(party))
        inwards = NetworkPath(hops: own.inwards(party))
    }

    /// A segment that the connection sends now: what opens it and mere acknowledgements are no media.
    func sent(_ segment: TCPSegment, number: UInt64) -> Segment {
        Segment(
            segment: segment,
            number: number,
            isMedia: tunnel.isEstablished(at: segment.origin) && segment.carriesData
        )
    }

    func hops(of segment: Segment) -> [Hop] { segment.isOutwards ? outwards.hops : inwards.hops }

    mutating func open(at now: Timestamp, into effects: inout [TCPTunnelEffect]) {
        tunnel.open(at: now, into: &effects)
    }

    mutating func send(
        _ size: DataSize,
        ticket: Int,
        isOutwards: Bool,
        at now: Timestamp,
        into effects: inout [TCPTunnelEffect]
    ) {
        tunnel.send(size, ticket: ticket, from: isOutwards ? .client : .server, at: now, into: &effects)
    }

    mutating func arrive(_ segment: Segment, at now: Timestamp, into effects: inout [TCPTunnelEffect]) {
        tunnel.receive(segment.segment, at: now, into: &effects)
    }

    mutating func advance(to now: Timestamp, into effects: inout [TCPTunnelEffect]) {
        if let timer, timer <= now { self.timer = nil }
        tunnel.advance(to: now, into: &effects)
    }

    /// When the connection's timers run out, where no earlier time was told already.
    mutating func newTimer(at now: Timestamp) -> Timestamp? {
        guard let timeout = tunnel.nextTimeout.map({ max($0, now) }) else { return nil }
        if let timer, timer <= timeout { return nil }
        timer = timeout
        return timeout
    }
}
