public import NetworkEmulation
public import Units

/// The relay through which one party's datagrams go, because a firewall lets nothing else pass.
public struct RelayPlan: Hashable, Sendable {
    /// How the party reaches it.
    public enum Transport: String, Hashable, Sendable {
        /// TURN over UDP: 4 bytes of ChannelData before each datagram (RFC 8656, section 12.4).
        case udp
        /// TURN over TCP: one connection in which nothing is lost and everything waits for what was.
        case tcp
        /// The same within TLS.
        case tls
    }

    public let transport: Transport
    /// What the way over the relay takes longer than the direct one.
    public let delay: TimeDelta
    /// The partition's server that relays, by its place; `nil` for one that is never busy.
    public let station: Int?
    /// What it costs the server, where that is not the server's usual.
    public let costs: ServerCosts?

    public init(transport: Transport, delay: TimeDelta, station: Int?, costs: ServerCosts? = nil) {
        self.transport = transport
        self.delay = delay
        self.station = station
        self.costs = costs
    }
}
