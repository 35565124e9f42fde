import NetworkEmulation
import Testing
import Units
import VirtualTime

@Suite("Server stations")
struct ServerStationTests {
    private func station(
        workers: Int = 1,
        _ costs: ServerCosts,
        _ backlog: ServerBacklog? = nil,
        _ variability: ServiceVariability = .constant,
        seed: UInt64 = 1
    ) -> ServerStation {
        let configuration = ServerConfiguration(
            workers: workers,
            costs: costs,
            backlog: backlog,
            variability: variability
        )
        return ServerStation(configuration: configuration, seed: seed, number: 3)
    }

    private let tenMilliseconds = ServerCosts(perPacket: .microseconds(10_000))

    @Test("A packet costs by itself and by its bytes, a set-up its own")
    func costs() {
        let costs = ServerCosts(
            perPacket: .microseconds(6),
            perByte: .picoseconds(500),
            perSetUp: .microseconds(100)
        )
        var station = station(costs)
        #expect(
            station.offer(.packet(DataSize(bytes: 1_000)), at: .start)
                == .done(at: .start + TimeDelta(nanoseconds: 6_500), waited: .zero)
        )
        #expect(
            station.offer(.setUp, at: .start)
                == .done(at: .start + TimeDelta(nanoseconds: 106_500), waited: TimeDelta(nanoseconds: 6_500))
        )
        let dearer = ServerCosts(perPacket: .microseconds(12))
        #expect(
            station.offer(.packet(.full), costs: dearer, at: .microseconds(200))
                == .done(at: .microseconds(212), waited: .zero)
        )
        #expect(abs(station.busySeconds(until: .microseconds(206)) - 112.5e-6) < 1e-15)
        #expect(station.counters.packetsOffered == 2)
        #expect(station.counters.setUpsOffered == 1)
        #expect(station.counters.bytesOffered == 2_200)
    }

    @Test("Fractions of a nanosecond are carried: a million packets of 333 ps end where they should")
    func remainders() {
        var station = station(ServerCosts(perPacket: .zero, perByte: .picoseconds(333)))
        var last = ServerFate.refused
        for _ in 0..<1_000_000 { last = station.offer(.packet(DataSize(bytes: 1)), at: .start) }
        #expect(last == .done(at: .microseconds(333), waited: TimeDelta(nanoseconds: 333_000)))
    }

    @Test("A burst is served by k workers at a time, first come first served")
    func burst() {
        var station = station(workers: 2, tenMilliseconds)
        let fates = (0..<5).map { _ in station.offer(.packet(.full), at: .start) }
        let expected: [(Int64, Int64)] = [(10, 0), (10, 0), (20, 10), (20, 10), (30, 20)]
        #expect(fates == expected.map { .done(at: .milliseconds($0.0), waited: .milliseconds($0.1)) })
        #expect(station.inService(at: .milliseconds(5)) == 2)
        #expect(station.inService(at: .milliseconds(20)) == 1)
        #expect(station.utilisation(until: .milliseconds(25)) == 0.9)
        #expect(station.counters.longestWaitSeconds == 0.02)
    }

    @Test("A backlog of packets, of time or of bytes refuses what is beyond it, and only that")
    func backlogs() {
        func accepted(_ backlog: ServerBacklog?) -> Int {
            var station = station(tenMilliseconds, backlog)
            for _ in 0..<10 { _ = station.offer(.packet(.full), at: .start) }
            #expect(station.counters.accepted + station.counters.refused == 10)
            return station.counters.accepted
        }
        #expect(accepted(nil) == 10)
        #expect(accepted(.packets(0)) == 1)
        #expect(accepted(.packets(3)) == 4)
        #expect(accepted(.time(.zero)) == 1)
        #expect(accepted(.time(.milliseconds(39))) == 4)
        #expect(accepted(.time(.milliseconds(40))) == 5)
        #expect(accepted(.size(DataSize(bytes: 3_599))) == 3)
        #expect(accepted(.size(DataSize(bytes: 3_600))) == 4)
    }

    @Test("Room is made as work begins, not as it ends")
    func room() {
        var station = station(tenMilliseconds, .packets(1))
        #expect(station.offer(.packet(.full), at: .start) != .refused)
        #expect(station.offer(.packet(.full), at: .start) != .refused)
        #expect(station.offer(.packet(.full), at: .milliseconds(9)) == .refused)
        #expect(
            station.offer(.packet(.full), at: .milliseconds(10))
                == .done(at: .milliseconds(30), waited: .milliseconds(10))
        )
        #expect(station.offer(.packet(.full), at: .milliseconds(19)) == .refused)
    }

    @Test("Work that is refused takes its draw too, so that all other work keeps its own")
    func draws() {
        var free = station(tenMilliseconds, nil, .exponential)
        var tight = station(tenMilliseconds, .packets(1), .exponential)
        var refused = 0
        for number in 0..<2_000 {
            let now = Timestamp.milliseconds(Int64(number) * 8)
            let (first, second) = (free.offer(.packet(.full), at: now), tight.offer(.packet(.full), at: now))
            guard case .done(let end, let waited) = first else {
                Issue.record("a server without limit refused")
                return
            }
            guard case .done(let otherEnd, let otherWaited) = second else {
                refused += 1
                continue
            }
            // Both ends and both waits are rounded up.
            let difference = (end - (now + waited)) - (otherEnd - (now + otherWaited))
            #expect(abs(difference.nanoseconds) <= 2)
        }
        #expect(refused > 100)
    }

    @Test("The same seed gives the same fates, and another seed others")
    func determinism() {
        func fates(seed: UInt64) -> [ServerFate] {
            var station = station(
                workers: 3,
                ServerProfile.turnOverTLS.configuration.costs,
                .packets(20),
                .logNormal(coefficientOfVariation: 1),
                seed: seed
            )
            return (0..<500).map { number in
                station.offer(number % 50 == 0 ? .setUp : .packet(.full), at: .microseconds(Int64(number) * 5))
            }
        }
        #expect(fates(seed: 4) == fates(seed: 4))
        #expect(fates(seed: 4) != fates(seed: 5))
    }

    @Test("Every profile says where its numbers come from, and works at a load below one and not above")
    func profiles() {
        for profile in ServerProfile.all {
            #expect(profile.sources.count >= 2)
            #expect(profile.sources.contains { $0.contains("measured") })
            #expect(profile.sources.contains { $0.contains("assumed") })
            #expect(ServerProfile[profile.id] == profile)
            let costs = profile.configuration.costs
            let cost = costs.perPacket.seconds + costs.perByte.seconds * 1_200
            let capacity = Double(profile.configuration.workers) / cost
            for (load, isBeyond) in [(0.9, false), (1.1, true)] {
                var station = ServerStation(configuration: profile.configuration, seed: 1, number: 0)
                let spacing = TimeDelta(seconds: 1 / (capacity * load))
                for number in 0..<40_000 { _ = station.offer(.packet(.full), at: .start + spacing * Int64(number)) }
                #expect((station.counters.refused > 0) == isBeyond, "\(profile.id) at \(load)")
            }
        }
    }
}
