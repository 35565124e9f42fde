public import Units
public import VirtualTime

/// How many of the parties on one side take which route.
///
/// A tree of choices, each with its own draw: a relay or not; TCP or TLS instead of UDP; TLS instead of TCP; a proxy.
/// No split between TCP, TLS and proxies by hospital is published (`network.md` 6.1): all defaults are assumptions, to
/// be swept.
public struct RouteShares: Hashable, Sendable {
    /// Of all parties, those that need a relay.
    public var relay: Probability
    /// Of those, the ones that reach it over TCP or TLS.
    public var stream: Probability
    /// Of those, the ones that need TLS.
    public var tls: Probability
    /// Of those, the ones behind a web proxy.
    public var proxy: Probability

    public init(relay: Probability, stream: Probability, tls: Probability, proxy: Probability) {
        self.relay = relay
        self.stream = stream
        self.tls = tls
        self.proxy = proxy
    }

    /// 15 % relayed and 15 % of those over TCP or TLS (`network.md` 6.1, assumed); half of those TLS (ours, assumed).
    public static let patients = RouteShares(
        relay: Probability(clamping: 0.15),
        stream: Probability(clamping: 0.15),
        tls: Probability(clamping: 0.5),
        proxy: .never
    )
    /// 60 % relayed and 30 % of those over TCP or TLS (`network.md` 6.1, assumed); half of those TLS, and half of
    /// those through a proxy (ours, assumed).
    public static let hospitals = RouteShares(
        relay: Probability(clamping: 0.6),
        stream: Probability(clamping: 0.3),
        tls: Probability(clamping: 0.5),
        proxy: Probability(clamping: 0.5)
    )

    public static func assumed(for party: Party) -> RouteShares { party == .clinician ? hospitals : patients }

    /// Everybody takes the same route.
    public init(always route: ConnectionRoute) {
        self.init(
            relay: route.usesRelay ? .always : .never,
            stream: route.isReliable ? .always : .never,
            tls: route.usesTLS ? .always : .never,
            proxy: route == .turnTLSViaProxy ? .always : .never
        )
    }

    /// The share of all parties that take a route.
    public func share(of route: ConnectionRoute) -> Double {
        let (relayed, streamed) = (relay.value, relay.value * stream.value)
        let secured = streamed * tls.value
        return switch route {
        case .direct: 1 - relayed
        case .turnUDP: relayed * (1 - stream.value)
        case .turnTCP: streamed * (1 - tls.value)
        case .turnTLS: secured * (1 - proxy.value)
        case .turnTLSViaProxy: secured * proxy.value
        }
    }

    /// Draws a party's route: four draws, whatever comes out.
    public func draw(from random: inout RandomStream) -> ConnectionRoute {
        let isRelayed = random.unitInterval() < relay.value
        let isStreamed = random.unitInterval() < stream.value
        let isSecured = random.unitInterval() < tls.value
        let isProxied = random.unitInterval() < proxy.value
        guard isRelayed else { return .direct }
        guard isStreamed else { return .turnUDP }
        guard isSecured else { return .turnTCP }
        return isProxied ? .turnTLSViaProxy : .turnTLS
    }

    /// The route of a party of this call.
    public func draw(seed: UInt64, call: UInt32, party: Party) -> ConnectionRoute {
        var random = RandomStream(seed: seed, owner: call, cause: .route, leg: party.upLeg)
        return draw(from: &random)
    }
}

/// How many of the parties on one side are behind which kind of address translation.
///
/// Not used where routes are drawn by `RouteShares`, which count translation among their reasons. No measurement of UK
/// accesses was at hand: the defaults are assumptions.
public struct AddressTranslationShares: Hashable, Sendable {
    public var open: Double
    public var addressFiltered: Double
    public var portFiltered: Double
    public var symmetric: Double

    /// Makes shares from weights, which need not add up to one.
    public init(open: Double, addressFiltered: Double, portFiltered: Double, symmetric: Double) {
        let total = open + addressFiltered + portFiltered + symmetric
        precondition(min(open, addressFiltered, portFiltered, symmetric) >= 0, "no share is negative")
        precondition(total > 0 && total.isFinite, "the shares add up to nothing")
        self.open = open / total
        self.addressFiltered = addressFiltered / total
        self.portFiltered = portFiltered / total
        self.symmetric = symmetric / total
    }

    /// Homes, with port filters mostly: assumed.
    public static let homes = Self(open: 0.05, addressFiltered: 0.1, portFiltered: 0.8, symmetric: 0.05)
    /// Mobile networks with carrier-grade translation, half of it symmetric: assumed.
    public static let mobile = Self(open: 0, addressFiltered: 0.1, portFiltered: 0.4, symmetric: 0.5)
    /// Sites behind an enterprise firewall, mostly symmetric: assumed.
    public static let sites = Self(open: 0.05, addressFiltered: 0.05, portFiltered: 0.2, symmetric: 0.7)

    public func share(of kind: AddressTranslation) -> Double {
        switch kind {
        case .open: open
        case .addressFiltered: addressFiltered
        case .portFiltered: portFiltered
        case .symmetric: symmetric
        }
    }

    /// Draws a party's kind: one draw.
    public func draw(from random: inout RandomStream) -> AddressTranslation {
        var unit = random.unitInterval()
        for kind in AddressTranslation.allCases {
            if unit < share(of: kind) { return kind }
            unit -= share(of: kind)
        }
        // Rounding may leave a sliver past the last share.
        return AddressTranslation.allCases.last { share(of: $0) > 0 } ?? .open
    }

    /// The kind of a party of this call.
    public func draw(seed: UInt64, call: UInt32, party: Party) -> AddressTranslation {
        var random = RandomStream(seed: seed, owner: call, cause: .addressTranslation, leg: party.upLeg)
        return draw(from: &random)
    }
}

extension Party {
    var upLeg: Leg { self == .clinician ? .clinicianUp : .patientUp }
}
