import NetworkEmulation
import Testing
import Units
import VirtualTime

@Suite("Routes")
struct RouteTests {
    @Test("A payload takes the bytes on the wire that its route's headers and framing add")
    func overheads() {
        func size(_ route: ConnectionRoute, _ payload: Int64, tls: RouteOverhead.TLSVersion = .tls13) -> Int64 {
            RouteOverhead(of: route, tls: tls).wireSize(ofPayload: DataSize(bytes: payload)).bytes
        }
        #expect(size(.direct, 100) == 128)
        #expect(size(.turnUDP, 101) == 133)
        #expect(size(.turnTCP, 100) == 156)
        #expect(size(.turnTCP, 101) == 160)
        #expect(size(.turnTLS, 100) == 178)
        #expect(size(.turnTLS, 100, tls: .tls12) == 185)
        #expect(size(.turnTLSViaProxy, 100) == 178)
        #expect(RouteOverhead(of: .turnTLS).beyondUDP(ofPayload: DataSize(bytes: 101)).bytes == 53)
        #expect(RouteOverhead(of: .direct).beyondUDP(ofPayload: DataSize(bytes: 101)) == .zero)
    }

    @Test("Shares add up to one, and are the reference's: 15 and 60 % relayed, 15 and 30 % of those over TCP or TLS")
    func shares() {
        for (shares, relayed, streamed) in [(RouteShares.patients, 0.15, 0.0225), (.hospitals, 0.6, 0.18)] {
            let all = ConnectionRoute.allCases.map(shares.share(of:))
            #expect(abs(all.reduce(0, +) - 1) < 1e-15)
            #expect(abs(all[1...].reduce(0, +) - relayed) < 1e-15)
            #expect(abs(all[2...].reduce(0, +) - streamed) < 1e-15)
        }
        #expect(RouteShares.assumed(for: .clinician) == .hospitals)
        #expect(RouteShares.assumed(for: .patient) == .patients)
        for route in ConnectionRoute.allCases {
            #expect(RouteShares(always: route).share(of: route) == 1)
        }
    }

    /// The variance of a count of n draws with chance p is n p (1 - p).
    private func isFair(_ count: Int, of total: Int, share: Double) -> Bool {
        let deviation = (Double(total) * share * (1 - share)).squareRoot()
        return abs(Double(count) - Double(total) * share) <= oneInAMillion * deviation
    }

    @Test("Calls draw their routes by the shares, and the two parties independently")
    func draws() {
        let total = 100_000
        var counts: [[Int]] = Array(repeating: Array(repeating: 0, count: 5), count: 5)
        for call in 1...UInt32(total) {
            let clinician = RouteShares.hospitals.draw(seed: 3, call: call, party: .clinician)
            let patient = RouteShares.patients.draw(seed: 3, call: call, party: .patient)
            counts[clinician.rank][patient.rank] += 1
        }
        for clinician in ConnectionRoute.allCases {
            for patient in ConnectionRoute.allCases {
                let share = RouteShares.hospitals.share(of: clinician) * RouteShares.patients.share(of: patient)
                let count = counts[clinician.rank][patient.rank]
                if share * Double(total) >= 100 || share == 0 {
                    #expect(isFair(count, of: total, share: share), "\(clinician), \(patient): \(count)")
                }
            }
        }
    }

    @Test("A party draws four numbers whatever comes out, so that other shares move only the calls between")
    func fixedDraws() {
        for route in ConnectionRoute.allCases {
            var random = RandomStream(seed: 1, owner: 9, cause: .route)
            var skipped = random
            #expect(RouteShares(always: route).draw(from: &random) == route)
            skipped.skip(4)
            #expect(random.next() == skipped.next())
        }
        var more = RouteShares.hospitals
        more.relay = Probability(clamping: 0.7)
        for call in 1...UInt32(2_000) {
            let before = RouteShares.hospitals.draw(seed: 3, call: call, party: .clinician)
            let after = more.draw(seed: 3, call: call, party: .clinician)
            #expect(before == after || before == .direct)
        }
    }

    @Test("Calls draw their address translation by its shares, with one draw each")
    func translations() {
        let total = 50_000
        for shares in [AddressTranslationShares.homes, .mobile, .sites] {
            var counts: [AddressTranslation: Int] = [:]
            for call in 1...UInt32(total) {
                counts[shares.draw(seed: 3, call: call, party: .patient), default: 0] += 1
            }
            for kind in AddressTranslation.allCases {
                #expect(isFair(counts[kind, default: 0], of: total, share: shares.share(of: kind)), "\(kind)")
            }
        }
        var random = RandomStream(seed: 1, owner: 9, cause: .addressTranslation)
        var skipped = random
        _ = AddressTranslationShares.sites.draw(from: &random)
        skipped.skip(1)
        #expect(random.next() == skipped.next())
    }

    @Test("Wider rules let pass what narrower ones do")
    func policies() {
        #expect(ConnectionRoute.allCases.filter(FirewallPolicy.open.passes) == [.direct, .turnUDP, .turnTCP, .turnTLS])
        #expect(FirewallPolicy.udpAnywhere.passes(.turnUDP))
        #expect(FirewallPolicy.tcp443.passes(.turnTLS))
        #expect(!FirewallPolicy.tlsOnly.passes(.turnTCP))
        #expect(!FirewallPolicy.relaysOnly.passes(.direct))
        for route in ConnectionRoute.allCases {
            let allowed = ConnectionRoute.allCases.filter(FirewallPolicy(allowing: route).passes)
            #expect(allowed == ConnectionRoute.allCases.filter { $0 >= route })
        }
    }
}
