import Testing
import Units

@testable import NetworkEmulation

@Suite("Fallback ladder")
struct FallbackLadderTests {
    private func end(
        _ policy: FirewallPolicy,
        _ translation: AddressTranslation = .open,
        ms: Int64 = 30
    ) -> RouteEnd {
        RouteEnd(policy: policy, translation: translation, roundTripTime: .milliseconds(ms))
    }

    private func found(_ outcome: RouteOutcome) throws -> FoundRoute {
        guard case .connected(let found) = outcome else {
            Issue.record("\(outcome)")
            throw CancellationError()
        }
        return found
    }

    @Test("A STUN request is sent at 0, 0.5, 1.5, 3.5, 7.5, 15.5 and 31.5 s and has failed at 39.5 s")
    func transaction() {
        let standard = STUNRetransmission.standard
        #expect(standard.sends == [0, 500, 1_500, 3_500, 7_500, 15_500, 31_500].map { .milliseconds($0) })
        #expect(standard.failure == .milliseconds(39_500))
        let short = STUNRetransmission(timeoutMin: .milliseconds(100), sendsMax: 3, lastWait: 4)
        #expect(short.sends == [0, 100, 300].map { .milliseconds($0) })
        #expect(short.failure == .milliseconds(700))
    }

    @Test("Two open ends connect directly, after learning their addresses")
    func direct() throws {
        let found = try found(FallbackLadder().outcome(clinician: end(.open), patient: end(.open, ms: 80)))
        #expect(found.route == CallRoute(clinician: .direct, patient: .direct))
        #expect(found.route.relayCount == 0)
        #expect(found.firstCheckAfter == .milliseconds(80))
        #expect(
            found.steps == [SetUpStep(kind: .addressDiscovery, party: .patient, duration: .milliseconds(80))]
        )
    }

    @Test("A check waits for its place in the list where everything else is quick")
    func pacing() throws {
        let near = try found(FallbackLadder().outcome(clinician: end(.open, ms: 5), patient: end(.open, ms: 5)))
        #expect(near.firstCheckAfter == .milliseconds(50))
        let relayed = try found(
            FallbackLadder().outcome(clinician: end(.relaysOnly, ms: 5), patient: end(.relaysOnly, ms: 5))
        )
        #expect(relayed.route == CallRoute(clinician: .turnUDP, patient: .turnUDP))
        #expect(relayed.firstCheckAfter == .milliseconds(250))
        #expect(relayed.steps.map(\.kind) == [.allocation, .permission, .checkPacing])
    }

    struct Rung: Sendable {
        let policy: FirewallPolicy
        let route: ConnectionRoute
        let milliseconds: Int64
    }

    /// With R = 30 ms, 2 ms to the proxy and 10 s for UDP: R for TCP (2 ms more through the proxy), R for TLS, 2 R for
    /// the allocation, R for the permission.
    @Test(
        "Each rung of a site costs the round trips of its handshakes, and UDP's wait below it",
        arguments: [
            Rung(policy: .relaysOnly, route: .turnUDP, milliseconds: 90),
            Rung(policy: .webOnly, route: .turnTCP, milliseconds: 10_120),
            Rung(policy: .tlsOnly, route: .turnTLS, milliseconds: 10_150),
            Rung(policy: .proxyOnly, route: .turnTLSViaProxy, milliseconds: 10_152),
        ]
    )
    func rungs(rung: Rung) throws {
        let (policy, route, milliseconds) = (rung.policy, rung.route, rung.milliseconds)
        var ladder = FallbackLadder()
        let site = try found(ladder.outcome(clinician: end(policy), patient: end(.open)))
        #expect(site.route == CallRoute(clinician: route, patient: .direct))
        #expect(site.firstCheckAfter == max(.milliseconds(milliseconds), .milliseconds(100)))
        #expect(site.steps.duration == site.firstCheckAfter)
        #expect(site.steps.allSatisfy { !$0.source.isEmpty && $0.duration > .zero })

        let wait: Int64 = route.isReliable ? 10_000 : 0
        ladder.pace = .parallel
        let parallel = try found(ladder.outcome(clinician: end(policy), patient: end(.open)))
        #expect(parallel.firstCheckAfter == max(.milliseconds(milliseconds - wait), .milliseconds(100)))

        ladder.pace = .standardTimeouts
        let standard = try found(ladder.outcome(clinician: end(policy), patient: end(.open)))
        let long = route.isReliable ? milliseconds - 10_000 + 39_500 : milliseconds
        #expect(standard.firstCheckAfter == max(.milliseconds(long), .milliseconds(100)))

        ladder.pace = .remembered
        ladder.tls = .tls12
        ladder.signalling = .milliseconds(40)
        let old = try found(ladder.outcome(clinician: end(policy), patient: end(.open)))
        let more: Int64 = route.usesTLS ? 70 : 40
        #expect(old.firstCheckAfter == max(.milliseconds(milliseconds + more), .milliseconds(100)))
    }

    @Test("Translators that cannot meet cost a relay, the patient's where both have one")
    func translation() throws {
        let pairs: [(AddressTranslation, AddressTranslation, Bool)] = [
            (.symmetric, .symmetric, false), (.symmetric, .portFiltered, false), (.symmetric, .addressFiltered, true),
            (.symmetric, .open, true), (.portFiltered, .portFiltered, true), (.open, .open, true),
        ]
        for (one, other, meets) in pairs {
            for (clinician, patient) in [(one, other), (other, one)] {
                let outcome = FallbackLadder().outcome(clinician: end(.open, clinician), patient: end(.open, patient))
                let route = try found(outcome).route
                #expect(route == CallRoute(clinician: .direct, patient: meets ? .direct : .turnUDP))
            }
        }
    }

    @Test("A call that cannot connect fails, says who is blocked, and is never direct")
    func failures() {
        let ladder = FallbackLadder()
        #expect(
            ladder.outcome(clinician: end(.closed), patient: end(.open))
                == .failed(RouteFailure(reason: .blocked([.clinician]), after: .seconds(40)))
        )
        #expect(
            FallbackLadder(pace: .standardTimeouts).outcome(clinician: end(.closed), patient: end(.closed))
                == .failed(RouteFailure(reason: .blocked([.clinician, .patient]), after: .seconds(79)))
        )
        let noRelays = FallbackLadder(relays: [])
        #expect(
            noRelays.outcome(clinician: end(.open, .symmetric), patient: end(.open, .symmetric))
                == .failed(RouteFailure(reason: .noPair, after: .seconds(30)))
        )
        #expect(
            noRelays.outcome(clinician: end(.webOnly), patient: end(.open))
                == .failed(RouteFailure(reason: .blocked([.clinician]), after: .seconds(30)))
        )
        let udpOnly = FallbackLadder(relays: [.turnUDP])
        #expect(
            udpOnly.outcome(clinician: end(.webOnly), patient: end(.open))
                == .failed(RouteFailure(reason: .blocked([.clinician]), after: .seconds(30)))
        )
    }

    @Test("Pairs are preferred by RFC 8445's formula: direct, one relay, two; UDP before TCP before TLS")
    func preference() {
        let order = CallRoute.all.sorted { FallbackLadder.priority($0) > FallbackLadder.priority($1) }
        #expect(order.first == CallRoute(clinician: .direct, patient: .direct))
        #expect(order.last == CallRoute(clinician: .turnTLSViaProxy, patient: .turnTLSViaProxy))
        #expect(Set(order.map(FallbackLadder.priority)).count == 25)
        // Type preference 100, local preference 65,535, component 1: 2^24 * 100 + 2^8 * 65,535 + 255.
        #expect(FallbackLadder.priority(ConnectionRoute.direct) == 1_694_498_815)
        for (better, worse) in zip(order, order.dropFirst()) {
            #expect(max(better.clinician, better.patient) <= max(worse.clinician, worse.patient))
        }
    }
}
