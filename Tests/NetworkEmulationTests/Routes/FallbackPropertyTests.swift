import Testing
import Units
import VirtualTime

@testable import NetworkEmulation

@Suite("Fallback properties")
struct FallbackPropertyTests {
    private static let policies = (UInt8(0)..<32).map { FirewallPolicy(rawValue: $0) }
    private static let paces: [FallbackPace] = [.parallel, .remembered, .standardTimeouts]

    private func time(_ outcome: RouteOutcome) -> TimeDelta? {
        if case .connected(let found) = outcome { found.firstCheckAfter } else { nil }
    }

    private func end(_ policy: FirewallPolicy, _ translation: AddressTranslation, ms: Int) -> RouteEnd {
        RouteEnd(
            policy: policy,
            translation: translation,
            roundTripTime: .milliseconds(Int64(ms)),
            proxyRoundTripTime: .milliseconds(Int64(ms / 3))
        )
    }

    @Test("Every pair of policies and translators has an outcome: a route that both pass, or a party that is blocked")
    func total() {
        var (connected, failed) = (0, 0)
        for clinician in Self.policies {
            for patient in Self.policies {
                for one in AddressTranslation.allCases {
                    for other in AddressTranslation.allCases {
                        let outcome = FallbackLadder().outcome(
                            clinician: end(clinician, one, ms: 20),
                            patient: end(patient, other, ms: 50)
                        )
                        switch outcome {
                        case .connected(let found):
                            connected += 1
                            #expect(clinician.passes(found.route.clinician))
                            #expect(patient.passes(found.route.patient))
                            #expect(found.route.relayCount > 0 || one.allowsDirectPath(to: other))
                            #expect(found.steps.duration == found.firstCheckAfter)
                        case .failed(let failure):
                            failed += 1
                            let blocked = [(clinician, Party.clinician), (patient, .patient)]
                                .filter { $0.0 == .closed }.map(\.1)
                            #expect(failure.reason == .blocked(blocked))
                        }
                    }
                }
            }
        }
        // With relays of all kinds only a closed end fails: 32 + 32 - 1 pairs of 1,024, with 16 of translators each.
        #expect(failed == 63 * 16)
        #expect(connected + failed == 1_024 * 16)
    }

    @Test("Blocking more never connects faster, nor by a better pair, nor where less had failed")
    func monotone() {
        var random = RandomStream(seed: 5, owner: 0, cause: .picture)
        var slower = 0
        for _ in 0..<5_000 {
            let kinds = AddressTranslation.allCases
            let (one, other) = (kinds[random.index(below: 4)], kinds[random.index(below: 4)])
            let (near, far) = (random.index(below: 400), random.index(below: 400))
            let ladder = FallbackLadder(
                pace: Self.paces[random.index(below: 3)],
                relays: ConnectionRoute.allCases.filter { $0.usesRelay && random.index(below: 4) > 0 }
            )
            let (clinician, patient) = (Self.policies[random.index(below: 32)], Self.policies[random.index(below: 32)])
            let blocking = Self.policies[random.index(below: 32)]
            let open = ladder.outcome(
                clinician: end(clinician, one, ms: near),
                patient: end(patient, other, ms: far)
            )
            let blocked = ladder.outcome(
                clinician: end(clinician.subtracting(blocking), one, ms: near),
                patient: end(patient, other, ms: far)
            )
            guard case .connected(let after) = blocked else { continue }
            guard case .connected(let before) = open else {
                Issue.record("blocking \(blocking) connected a call")
                return
            }
            #expect(before.firstCheckAfter <= after.firstCheckAfter)
            #expect(FallbackLadder.priority(before.route) >= FallbackLadder.priority(after.route))
            if before.firstCheckAfter < after.firstCheckAfter { slower += 1 }
        }
        #expect(slower > 300)
    }

    @Test("A route's own policy leads to that route, whatever it is and whatever the other end's")
    func forced() {
        for clinician in ConnectionRoute.allCases {
            for patient in ConnectionRoute.allCases {
                let outcome = FallbackLadder().outcome(
                    clinician: end(FirewallPolicy(allowing: clinician), .open, ms: 20),
                    patient: end(FirewallPolicy(allowing: patient), .open, ms: 50)
                )
                guard case .connected(let found) = outcome else {
                    Issue.record("\(outcome)")
                    continue
                }
                // An end with UDP of its own meets the other's relay directly, so each keeps its own route.
                #expect(found.route == CallRoute(clinician: clinician, patient: patient))
            }
        }
    }

    @Test("A longer round trip never connects faster")
    func roundTrips() {
        for policy in Self.policies {
            for pace in Self.paces {
                let ladder = FallbackLadder(pace: pace)
                let times = stride(from: 0, through: 600, by: 60).compactMap { ms in
                    time(ladder.outcome(clinician: end(policy, .open, ms: ms), patient: end(.open, .open, ms: 30)))
                }
                #expect(times == times.sorted())
                #expect(times.isEmpty == (policy == .closed))
            }
        }
    }
}
