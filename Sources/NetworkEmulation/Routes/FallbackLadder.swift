public import Units

/// When TCP and TLS are tried that UDP might make needless.
public enum FallbackPace: Hashable, Sendable {
    /// Everything at once, and candidates told as they are found (RFC 8838).
    case parallel
    /// TCP and TLS after UDP has not connected for so long; the call fails as long after that as browsers wait.
    case patience(TimeDelta)
    /// TCP and TLS when the transactions over UDP have failed, by RFC 8489's times; the call when theirs have.
    case standardTimeouts

    /// The middle of the 5 to 15 s that `network.md` 6.1 remembers.
    public static let remembered = FallbackPace.patience(.seconds(10))

    /// How long UDP has for itself.
    public var udpWait: TimeDelta {
        switch self {
        case .parallel: .zero
        case .patience(let wait): wait
        case .standardTimeouts: STUNRetransmission.standard.failure
        }
    }

    /// How long the last that is tried has: about 30 s in Chromium, remembered, unless by RFC 8489.
    public var lastWait: TimeDelta {
        self == .standardTimeouts ? STUNRetransmission.standard.failure : .seconds(30)
    }
}

/// What one party brings to the search for a route.
public struct RouteEnd: Hashable, Sendable {
    public var policy: FirewallPolicy
    public var translation: AddressTranslation
    /// To the relay and the STUN server, without queueing.
    public var roundTripTime: TimeDelta
    /// To the site's web proxy; 2 ms is assumed.
    public var proxyRoundTripTime: TimeDelta

    public init(
        policy: FirewallPolicy,
        translation: AddressTranslation = .open,
        roundTripTime: TimeDelta,
        proxyRoundTripTime: TimeDelta = .milliseconds(2)
    ) {
        precondition(min(roundTripTime, proxyRoundTripTime) >= .zero, "no round trip takes less than no time")
        self.policy = policy
        self.translation = translation
        self.roundTripTime = roundTripTime
        self.proxyRoundTripTime = proxyRoundTripTime
    }
}

/// Finds the route of a call as ICE would, and what set-up it costs before the first check that works.
///
/// A pair of routes works where both firewalls pass it and, for two direct ends, where their address translations meet.
/// Pairs are preferred by RFC 8445, 6.1.2.3, with the clinician controlling; the time is that of the pair that is ready
/// first. No packets: checks and handshakes that follow cross the links. See `docs/models/routes-and-fallback.md`.
public struct FallbackLadder: Hashable, Sendable {
    /// Between the checks of a list, Ta (RFC 8445, 14.2).
    public static let checkInterval = TimeDelta.milliseconds(50)

    public var pace: FallbackPace
    /// The ways in which the service's relays can be reached.
    public var relays: [ConnectionRoute]
    public var tls: RouteOverhead.TLSVersion
    /// From one party's knowing a candidate to the other's.
    public var signalling: TimeDelta

    public init(
        pace: FallbackPace = .remembered,
        relays: [ConnectionRoute] = ConnectionRoute.allCases.filter(\.usesRelay),
        tls: RouteOverhead.TLSVersion = .tls13,
        signalling: TimeDelta = .zero
    ) {
        precondition(min(signalling, pace.udpWait) >= .zero, "nothing takes less than no time")
        self.pace = pace
        self.relays = relays
        self.tls = tls
        self.signalling = signalling
    }

    /// The route between two parties, or why there is none.
    public func outcome(clinician: RouteEnd, patient: RouteEnd) -> RouteOutcome {
        let ends = (clinician, patient)
        let working = CallRoute.all.filter { works($0, ends) }.sorted { Self.priority($0) > Self.priority($1) }
        guard let preferred = working.first else { return .failed(failure(ends)) }
        var fastest = steps(of: preferred, ends)
        for pair in working.dropFirst() {
            let other = steps(of: pair, ends)
            if other.duration < fastest.duration { fastest = other }
        }
        return .connected(FoundRoute(route: preferred, firstCheckAfter: fastest.duration, steps: fastest))
    }

    private func passes(_ route: ConnectionRoute, _ end: RouteEnd) -> Bool {
        end.policy.passes(route) && (!route.usesRelay || relays.contains(route))
    }

    private func works(_ pair: CallRoute, _ ends: (clinician: RouteEnd, patient: RouteEnd)) -> Bool {
        guard passes(pair.clinician, ends.clinician), passes(pair.patient, ends.patient) else { return false }
        // A relay lets in whomever its client has sent to, from any port.
        return pair.relayCount > 0 || ends.clinician.translation.allowsDirectPath(to: ends.patient.translation)
    }

    private func failure(_ ends: (clinician: RouteEnd, patient: RouteEnd)) -> RouteFailure {
        let blocked = Party.allCases.filter { party in
            let end = party == .clinician ? ends.clinician : ends.patient
            return ConnectionRoute.allCases.allSatisfy { !passes($0, end) }
        }
        let wait = relays.contains(where: \.isReliable) ? pace.udpWait : .zero
        return RouteFailure(reason: blocked.isEmpty ? .noPair : .blocked(blocked), after: wait + pace.lastWait)
    }

    /// RFC 8445, 5.1.2.1 with 5.1.2.2's type preferences, component 1; relays by transport (ours).
    static func priority(_ route: ConnectionRoute) -> UInt64 {
        let type: UInt64 = route.usesRelay ? 0 : 100
        let local = UInt64(65_535 - route.rank)
        return type << 24 + local << 8 + 255
    }

    /// RFC 8445, 6.1.2.3.
    static func priority(_ pair: CallRoute) -> UInt64 {
        let (controlling, controlled) = (priority(pair.clinician), priority(pair.patient))
        let tie: UInt64 = controlling > controlled ? 1 : 0
        return min(controlling, controlled) << 32 + 2 * max(controlling, controlled) + tie
    }
}
