/// What a site or an access lets out; what is not named is dropped without a word.
public struct FirewallPolicy: OptionSet, Hashable, Sendable {
    public let rawValue: UInt8

    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// UDP to every address and port, and what comes back; 3478 is part of it.
    public static let udpAnywhere = FirewallPolicy(rawValue: 1)
    /// UDP to port 3478 of the relays.
    public static let udpToRelays = FirewallPolicy(rawValue: 2)
    /// Anything on TCP port 443; TLS is part of it.
    public static let tcp443 = FirewallPolicy(rawValue: 4)
    /// TLS on TCP port 443.
    public static let tls443 = FirewallPolicy(rawValue: 8)
    /// TLS through the site's web proxy.
    public static let tlsThroughProxy = FirewallPolicy(rawValue: 16)

    /// A home or a mobile network without rules of its own.
    public static let open: FirewallPolicy = [.udpAnywhere, .udpToRelays, .tcp443, .tls443]
    /// The "small firewall change" that platforms ask sites for.
    public static let relaysOnly: FirewallPolicy = [.udpToRelays, .tcp443, .tls443]
    /// The web and nothing else.
    public static let webOnly: FirewallPolicy = [.tcp443, .tls443]
    /// The web after a look at what it is.
    public static let tlsOnly: FirewallPolicy = [.tls443]
    public static let proxyOnly: FirewallPolicy = [.tlsThroughProxy]
    public static let closed: FirewallPolicy = []

    /// The policy under which a party has this route and all that are less preferred.
    public init(allowing route: ConnectionRoute) {
        self = ConnectionRoute.allCases.filter { $0 >= route }.reduce(into: []) { policy, route in
            policy.formUnion(Self.needed(for: route))
        }
    }

    /// Whether a party behind this firewall can send by a route.
    public func passes(_ route: ConnectionRoute) -> Bool {
        !isDisjoint(with: Self.needed(for: route).union(Self.sufficient(for: route)))
    }

    private static func needed(for route: ConnectionRoute) -> FirewallPolicy {
        switch route {
        case .direct: .udpAnywhere
        case .turnUDP: .udpToRelays
        case .turnTCP: .tcp443
        case .turnTLS: .tls443
        case .turnTLSViaProxy: .tlsThroughProxy
        }
    }

    /// Wider rules that a route passes as well.
    private static func sufficient(for route: ConnectionRoute) -> FirewallPolicy {
        switch route {
        case .turnUDP: .udpAnywhere
        case .turnTLS: .tcp443
        case .direct, .turnTCP, .turnTLSViaProxy: []
        }
    }
}

/// How a party's address translator maps and filters (RFC 4787, 4.1 and 5), as far as direct paths depend on it.
public enum AddressTranslation: String, Hashable, Sendable, CaseIterable {
    /// None, or one mapping that everybody may send to.
    case open
    /// One mapping; only addresses that were sent to may send back.
    case addressFiltered = "address-filtered"
    /// One mapping; only addresses and ports that were sent to may send back.
    case portFiltered = "port-filtered"
    /// A mapping of its own for every destination, and only that destination may send back.
    case symmetric

    /// Whether connectivity checks from both ends open a direct path.
    ///
    /// An end that filters by port waits for a packet from a port that it has sent to, and nobody can know which one a
    /// symmetric translator will use.
    public func allowsDirectPath(to other: AddressTranslation) -> Bool {
        switch (self, other) {
        case (.symmetric, .symmetric), (.symmetric, .portFiltered), (.portFiltered, .symmetric): false
        default: true
        }
    }
}
