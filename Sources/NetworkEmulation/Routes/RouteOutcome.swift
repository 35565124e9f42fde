public import Units

/// The routes of both parties of a call.
public struct CallRoute: Hashable, Sendable {
    public let clinician: ConnectionRoute
    public let patient: ConnectionRoute

    public init(clinician: ConnectionRoute, patient: ConnectionRoute) {
        self.clinician = clinician
        self.patient = patient
    }

    public subscript(party: Party) -> ConnectionRoute { party == .clinician ? clinician : patient }

    /// How many times the media passes through a relay: none, once, or once for each party.
    public var relayCount: Int { (clinician.usesRelay ? 1 : 0) + (patient.usesRelay ? 1 : 0) }

    /// All pairs.
    static let all = ConnectionRoute.allCases.flatMap { clinician in
        ConnectionRoute.allCases.map { CallRoute(clinician: clinician, patient: $0) }
    }
}

/// A span of set-up before the first check of the pair that works.
public struct SetUpStep: Hashable, Sendable {
    public enum Kind: Hashable, Sendable, CaseIterable {
        case waitForUDP
        case tcpHandshake
        case proxyConnect
        case tlsHandshake
        case addressDiscovery
        case allocation
        case signalling
        case permission
        case checkPacing
    }

    public let kind: Kind
    /// Whose, or `nil` where it is both parties'.
    public let party: Party?
    public let duration: TimeDelta

    /// Where the number comes from.
    public var source: String {
        switch kind {
        case .waitForUDP: "network.md 6.1 (g), 5 to 15 s: remembered; RFC 8489, 6.2.1 with standard time-outs"
        case .tcpHandshake: "one round trip: RFC 9293, 3.5"
        case .proxyConnect: "a round trip to the proxy and one to the relay through it: RFC 9110, 9.3.6"
        case .tlsHandshake: "RFC 8446, 2 (one round trip) or RFC 5246, 7.3 (two)"
        case .addressDiscovery: "one round trip: RFC 8489, 6"
        case .allocation: "two round trips, the first refused for want of credentials: RFC 8656, 7 and RFC 8489, 9.2"
        case .signalling: "given by the caller"
        case .permission: "one round trip: RFC 8656, 10"
        case .checkPacing: "50 ms a pair: RFC 8445, 14.2; the pair's place in the list: RFC 8445, 6.1.2"
        }
    }
}

/// What ICE comes to for one call.
public enum RouteOutcome: Hashable, Sendable {
    case connected(FoundRoute)
    case failed(RouteFailure)
}

/// The route of a call that can connect.
public struct FoundRoute: Hashable, Sendable {
    /// The pair that ICE prefers of those that work, and that the call's media takes.
    public let route: CallRoute
    /// When the first check of a pair that works is sent, after joining: checks and keys come on top.
    public let firstCheckAfter: TimeDelta
    /// What that time is made of, in order.
    public let steps: [SetUpStep]
}

/// A call that cannot connect.
public struct RouteFailure: Hashable, Sendable {
    public enum Reason: Hashable, Sendable {
        /// These parties can send by no route that is offered.
        case blocked([Party])
        /// Both can send, and no pair of their routes meets.
        case noPair
    }

    public let reason: Reason
    /// When the call is given up, after joining.
    public let after: TimeDelta
}
