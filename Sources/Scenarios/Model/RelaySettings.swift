public import NetworkEmulation
public import Units

/// A relay or forwarding server that calls share.
public struct RelaySettings: Hashable, Sendable {
    public let name: String
    public let server: ServerConfiguration
    /// One way, what the detour through it adds to the accesses' own delay.
    public let delay: TimeDelta
    /// Where it stands, for results only; `nil` where the file does not say.
    public let location: String?
    /// What clients over TCP and TLS cost where that is not what the server's own costs say.
    public var costsOverTCP: ServerCosts?
    public var costsOverTLS: ServerCosts?
}

/// How the routes of a group's calls are found.
public enum RouteSetting: Hashable, Sendable {
    case always(ConnectionRoute)
    /// Each call by itself, by shares.
    case drawn(RouteShares)
    /// Nothing passes: no call comes up.
    case blocked

    /// Whether any call may take another route than this one, or than none.
    func mayGo(otherThan route: ConnectionRoute) -> Bool {
        switch self {
        case .always(let own): own != route
        case .drawn: true
        case .blocked: false
        }
    }

    /// Whether any call may need a relay.
    public var mayUseRelay: Bool {
        switch self {
        case .always(let route): route.usesRelay
        case .drawn(let shares): shares.relay > .never
        case .blocked: false
        }
    }
}
