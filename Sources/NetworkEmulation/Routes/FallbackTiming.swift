import Units

extension FallbackLadder {
    /// What comes before the first check of a pair, by the party that takes longer.
    func steps(of pair: CallRoute, _ ends: (clinician: RouteEnd, patient: RouteEnd)) -> [SetUpStep] {
        let clinician = gathering(pair.clinician, ends.clinician, .clinician)
        let patient = gathering(pair.patient, ends.patient, .patient)
        var steps = patient.duration > clinician.duration ? patient : clinician
        if signalling > .zero { steps.append(SetUpStep(kind: .signalling, party: nil, duration: signalling)) }
        let permissions = [
            permission(pair.clinician, ends.clinician, .clinician), permission(pair.patient, ends.patient, .patient),
        ].compactMap { $0 }
        if let longest = permissions.max(by: { $0.duration < $1.duration }) { steps.append(longest) }
        let due = Self.checkInterval * Self.position(of: pair)
        let open = due - steps.duration
        if open > .zero { steps.append(SetUpStep(kind: .checkPacing, party: nil, duration: open)) }
        return steps
    }

    /// A pair's place in the list of six that two ends with a host, a reflexive and a relayed candidate each make.
    private static func position(of pair: CallRoute) -> Int64 {
        switch pair.relayCount {
        case 0: 1
        case 1: 2
        default: 5
        }
    }

    private func gathering(_ route: ConnectionRoute, _ end: RouteEnd, _ party: Party) -> [SetUpStep] {
        let trip = end.roundTripTime
        var steps: [(SetUpStep.Kind, TimeDelta)] = []
        if route.isReliable, pace.udpWait > .zero { steps.append((.waitForUDP, pace.udpWait)) }
        switch route {
        case .direct: steps.append((.addressDiscovery, trip))
        case .turnUDP: break
        case .turnTCP, .turnTLS: steps.append((.tcpHandshake, trip))
        case .turnTLSViaProxy:
            steps.append((.proxyConnect, end.proxyRoundTripTime + max(trip, end.proxyRoundTripTime)))
        }
        if route.usesTLS { steps.append((.tlsHandshake, trip * tls.roundTrips)) }
        if route.usesRelay { steps.append((.allocation, trip * 2)) }
        return steps.map { SetUpStep(kind: $0.0, party: party, duration: $0.1) }
    }

    private func permission(_ route: ConnectionRoute, _ end: RouteEnd, _ party: Party) -> SetUpStep? {
        route.usesRelay ? SetUpStep(kind: .permission, party: party, duration: end.roundTripTime) : nil
    }
}

extension [SetUpStep] {
    /// All of them, one after another.
    var duration: TimeDelta { reduce(.zero) { $0 + $1.duration } }
}
