import NetworkEmulation
import Scenarios
import Units
import VirtualTime

/// Finds how both parties of a call reach each other.
struct RoutePlanner {
    let scenario: Scenario
    let number: Int

    /// What was found for one call.
    struct Routes {
        fileprivate let found: CallRoute?
        fileprivate let relays: [RelaySettings]
        /// How long after joining; `nil` where there is no way.
        let wait: TimeDelta?

        /// For the record; `nil` where both go directly.
        var name: String? {
            guard let found, found.relayCount > 0 else { return found == nil ? "none" : nil }
            return "\(found.clinician.rawValue)+\(found.patient.rawValue)"
        }

        func relay(of group: ParticipantGroup, _ party: Party, _ stations: [Int]) -> RelayPlan? {
            guard let route = found?[party], route.usesRelay else { return nil }
            let settings = group.relay.map { relays[$0] }
            let transport: RelayPlan.Transport = route.usesTLS ? .tls : route.isReliable ? .tcp : .udp
            let costs: ServerCosts? =
                switch transport {
                case .udp: nil
                case .tcp: settings?.costsOverTCP
                case .tls: settings?.costsOverTLS
                }
            return RelayPlan(
                transport: transport,
                delay: settings?.delay ?? .zero,
                station: group.relay.flatMap { stations.firstIndex(of: $0) },
                costs: costs
            )
        }
    }

    /// Whether both parties of the call reach the internet without a relay.
    func isDirect(_ clinicians: ParticipantGroup, _ patients: ParticipantGroup) -> Bool {
        draw(clinicians.route, .clinician) == .direct && draw(patients.route, .patient) == .direct
    }

    /// Draws both routes and asks the ladder what they cost; two direct ones cost what the packets of set-up do.
    func routes(_ clinicians: ParticipantGroup, _ patients: ParticipantGroup, _ accesses: [AccessPlan]) -> Routes {
        let drawn = [draw(clinicians.route, .clinician), draw(patients.route, .patient)]
        if drawn == [.direct, .direct] {
            return Routes(found: CallRoute(clinician: .direct, patient: .direct), relays: [], wait: .zero)
        }
        let ends = zip(drawn, zip([clinicians, patients], accesses)).map { route, side in
            RouteEnd(
                policy: route.map { FirewallPolicy(allowing: $0) } ?? .closed,
                roundTripTime: side.1.up.configuration.delay + side.1.down.configuration.delay
                    + (side.0.relay.map { scenario.relays[$0].delay * 2 } ?? .zero)
            )
        }
        switch FallbackLadder().outcome(clinician: ends[0], patient: ends[1]) {
        case .connected(let found):
            return Routes(found: found.route, relays: scenario.relays, wait: found.firstCheckAfter)
        case .failed: return Routes(found: nil, relays: scenario.relays, wait: nil)
        }
    }

    private func draw(_ setting: RouteSetting, _ party: Party) -> ConnectionRoute? {
        switch setting {
        case .always(let route): route
        case .drawn(let shares):
            shares.draw(seed: scenario.seed, call: UInt32(truncatingIfNeeded: number), party: party)
        case .blocked: nil
        }
    }
}
