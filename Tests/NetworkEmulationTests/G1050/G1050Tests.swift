import Testing
import Units
import VirtualTime

@testable import NetworkEmulation

@Suite("G.1050 paths (network.md section 7, no. 28)")
struct G1050Tests {
    private func stream(_ cause: Cause) -> RandomStream { RandomStream(seed: 1, owner: 1, cause: cause) }

    private func segment(_ law: G1050SegmentLaw, reach: TimeDelta = .zero) -> G1050Segment {
        G1050Segment(law, reach: reach, random: stream(.g1050FirstAccess))
    }

    @Test("The severities have the reference's numbers", arguments: G1050.Severity.allCases)
    func table(severity: G1050.Severity) throws {
        let row = try #require(try DelayVectors.g1050().severity[severity.rawValue])
        let conditions = G1050Conditions.of(severity)
        #expect(conditions.lanOccupancy == row.lan_occupancy_pct / 100)
        #expect(conditions.accessOccupancy == row.access_occupancy_pct / 100)
        #expect(conditions.accessPacketBytes == row.access_mtu && G1050Conditions.lanPacketBytes == row.lan_mtu)
        #expect(conditions.coreDelay(.regional).milliseconds == row.core_delay_regional_ms)
        #expect(conditions.coreDelay(.intercontinental).milliseconds == row.core_delay_intercontinental_ms)
        #expect(conditions.coreLoss == row.core_loss_pct / 100)
        #expect(conditions.coreJitter.milliseconds == row.core_jitter_ms)
        #expect(conditions.routeFlap?.interval.seconds ?? 0 == row.route_flap_interval_s)
        #expect(conditions.routeFlap?.size.milliseconds ?? 0 == row.route_flap_delay_ms)
        #expect(conditions.linkFailure?.interval.seconds ?? 0 == row.link_failure_interval_s)
        #expect(conditions.linkFailure?.size.milliseconds ?? 0 == row.link_failure_duration_ms)
    }

    /// The vector has six digits.
    @Test("The laws of the segments have the reference's stationary shares", arguments: G1050.Severity.allCases)
    func laws(severity: G1050.Severity) throws {
        let derived = try #require(try DelayVectors.g1050().severity[severity.rawValue]).derived
        let path = G1050(severity: severity)
        let (lan, access) = (G1050SegmentLaw.lan(path), G1050SegmentLaw.access(path))
        func near(_ value: Double, _ expected: Double) -> Bool { abs(value - expected) <= 1e-5 * expected }
        #expect(near(access.highShare, derived.access_pi_high))
        #expect(near(access.stationaryLoss, derived.access_stationary_loss))
        #expect(near(lan.stationaryLoss, derived.lan_stationary_loss))
        if let sojourn = derived.access_mean_high_sojourn_ms { #expect(near(1 / access.leaveHigh, sojourn)) }
        let failure = path.conditions.linkFailure.map { $0.size.seconds / $0.interval.seconds } ?? 0
        #expect(near(failure, derived.link_failure_time_fraction))
        let passes = (1 - lan.stationaryLoss) * (1 - access.stationaryLoss)
        let passesAll = passes * passes * (1 - path.conditions.coreLoss) * (1 - failure)
        #expect(near(1 - passesAll, derived.end_to_end_loss))
    }

    @Test("The edition of 2005 has its own constants")
    func editions() {
        let old = G1050(severity: .d, edition: .year2005)
        let new = G1050(severity: .d)
        let (oldLAN, newLAN) = (G1050SegmentLaw.lan(old), G1050SegmentLaw.lan(new))
        #expect(abs(oldLAN.enterHigh - 0.02) < 1e-12 && abs(newLAN.enterHigh - 5e-4) < 1e-12)
        #expect(abs(oldLAN.highLoss - 0.02) < 1e-12 && abs(newLAN.highLoss - 1.25e-4) < 1e-12)
        #expect(oldLAN.extraMax == 0 && newLAN.extraMax == 1_500_000)
        let (oldAccess, newAccess) = (G1050SegmentLaw.access(old), G1050SegmentLaw.access(new))
        #expect(abs(oldAccess.enterHigh / newAccess.enterHigh - 1.5) < 1e-12)
        #expect(oldAccess.heightMax == 4 * newAccess.heightMax)
        // 1508 bytes at 10 Mbit/s, 4 % occupied.
        #expect(abs(oldAccess.heightMax - 1_206_400 * 1.1) < 1e-6)
    }

    /// The variance of a two-state chain over N slices; a slice of the high state loses by itself.
    @Test("A segment is in the high state, and loses, for its stationary share", arguments: G1050.Severity.allCases)
    func stationary(severity: G1050.Severity) {
        let path = G1050(severity: severity)
        let count = 200_000
        for law in [G1050SegmentLaw.lan(path), .access(path)] {
            var segment = segment(law)
            var (high, lost) = (0, 0)
            for number in 0..<count {
                let slice = segment.slice(at: .milliseconds(Int64(number)))
                if slice.isHigh { high += 1 }
                if slice.isLost { lost += 1 }
                #expect(slice.isHigh || !slice.isLost)
                #expect(slice.delay >= 0 && Double(slice.delay) <= law.delayMax + 1)
            }
            let share = law.highShare
            let spread = share * (1 - share)
            let decay = 1 - law.enterHigh - law.leaveHigh
            let variance = varianceOfLosses(count: count, variance: spread, covariance: spread, decay: decay)
            let n = Double(count)
            #expect(abs(Double(high) - n * share) <= oneInAMillion * variance.squareRoot())
            let loss = law.stationaryLoss
            guard n * loss > 100 else { continue }
            let lossVariance = varianceOfLosses(
                count: count,
                variance: loss * (1 - loss),
                covariance: spread * law.highLoss * law.highLoss,
                decay: decay
            )
            #expect(abs(Double(lost) - n * loss) <= oneInAMillion * lossVariance.squareRoot())
        }
    }

    /// What is left of an access link's memory from one packet to the next is in the variance.
    @Test("A whole path loses what its parts do", arguments: [G1050.Severity.f, .g, .h])
    func wholePath(severity: G1050.Severity) throws {
        let expected = try #require(try DelayVectors.g1050().severity[severity.rawValue]).derived.end_to_end_loss
        let path = G1050(severity: severity)
        // As many packets as meet each phase of the failures alike: whole intervals, 1/7 s off the grid.
        let interval = try #require(path.conditions.linkFailure).interval
        let rounds: Int64 = severity == .f ? 3 : severity == .g ? 6 : 12
        let count = 6_000
        let spacing = TimeDelta(nanoseconds: interval.nanoseconds * rounds / Int64(count))
        var process = G1050Path(path, allowsReordering: false, stream: stream)
        let lost = (0..<count).count { process.pass(.full, at: .start + spacing * Int64($0)).isLost }
        let n = Double(count)
        let law = G1050SegmentLaw.access(path)
        let decay = PowerOfDecay.value(1 - law.enterHigh - law.leaveHigh, spacing.milliseconds)
        let covariance = 2 * law.highShare * (1 - law.highShare) * law.highLoss * law.highLoss
        // Failures come in runs of whole seconds, which vary by no more than a packet at each end of each.
        let variance = varianceOfLosses(
            count: count,
            variance: expected * (1 - expected),
            covariance: covariance,
            decay: decay
        )
        #expect(abs(Double(lost) - n * expected) <= oneInAMillion * variance.squareRoot() + Double(rounds))
    }

    @Test("Local networks and access links keep the order and depend on nothing but time")
    func segmentOrder() {
        for severity in [G1050.Severity.a, .d, .h] {
            let path = G1050(severity: severity, accessRate: .kilobitsPerSecond(1_000))
            for law in [G1050SegmentLaw.lan(path), .access(path)] {
                var random = RandomStream(seed: 3, owner: 0, cause: .picture)
                let times = (0..<5_000).map { _ in Timestamp.microseconds(Int64(random.index(below: 4_000_000))) }
                var shuffled = segment(law, reach: .seconds(4))
                _ = shuffled.slice(at: .milliseconds(4_000))
                let outs = times.map { shuffled.pass($0) }
                let order = times.indices.sorted { (times[$0], $0) < (times[$1], $1) }
                var plain = segment(law)
                var last = Timestamp.start
                for index in order {
                    let way = plain.pass(times[index])
                    #expect(way.time == outs[index].time && way.isLost == outs[index].isLost)
                    #expect(way.time >= last && way.time >= times[index])
                    last = way.time
                }
            }
        }
    }

    @Test("Only the core reorders, and only where the link may", arguments: G1050.Severity.allCases)
    func order(severity: G1050.Severity) {
        for allowsReordering in [false, true] {
            var configuration = LinkConfiguration(allowsReordering: allowsReordering)
            configuration.disturbances.g1050 = G1050(severity: severity)
            var link = Link(configuration)
            let releases = link.sendTrain(count: 3_000, spacing: .microseconds(2_500)).compactMap(\.deliveredAt)
            #expect(releases.count > 2_000)
            #expect(zip(releases, releases.dropFirst()).contains { $0 > $1 } == allowsReordering)
        }
    }

    @Test("A path delays by at least its core, its packets' serialisation and nothing it should not")
    func delay() {
        for core in G1050.Core.allCases {
            let path = G1050(severity: .c, core: core)
            var link = Link(LinkConfiguration(disturbances: DelayDisturbances(g1050: path)))
            let fates = link.sendTrain(count: 5_000, spacing: .milliseconds(20))
            let delays = fates.enumerated().compactMap { index, fate in
                fate.deliveredAt.map { ($0 - Timestamp.milliseconds(Int64(index) * 20)).milliseconds }
            }
            // 1200 bytes take 0.96 ms at 10 Mbit/s, twice.
            let least = path.conditions.coreDelay(core).milliseconds + 1.92
            #expect(delays.allSatisfy { $0 >= least })
            // The core's 16 ms of jitter, a flap of 4 ms, and 1.5 ms and one impulse in each of two local networks.
            #expect(delays.allSatisfy { $0 <= least + 16 + 4 + 6 })
            #expect(link.counters.lost.packets + link.counters.delivered.packets == 5_000)
        }
    }

    @Test("Failures last their share of each interval, and the route is longer every other one")
    func recurrences() throws {
        let conditions = G1050Conditions.of(.h)
        let core = G1050Core(conditions, core: .regional, allowsReordering: false, random: stream(.g1050Core))
        // 60 s in steps of 1 ms.
        let failing = (0..<60_000).count { core.fails(at: .milliseconds(Int64($0))) }
        #expect(failing == 3_000)
        let longer = (0..<120_000).count { core.routeExtra(at: .milliseconds(Int64($0) + 60_000)) > .zero }
        #expect(longer == 60_000)
        let quiet = G1050Core(.of(.a), core: .regional, allowsReordering: false, random: stream(.g1050Core))
        #expect(!(0..<5_000).contains { quiet.fails(at: .start + .seconds(Int64($0))) })
    }

    @Test("What a path takes is lost, and what never comes to it leaves its draws alone")
    func fates() {
        var path = LinkConfiguration(allowsReordering: true)
        path.disturbances.g1050 = G1050(severity: .h)
        var lossy = path
        lossy.loss = .bernoulli(Probability(clamping: 0.3))
        lossy.lossPosition = .beforeQueue
        var (first, second) = (Link(path), Link(lossy))
        let whole = first.sendTrain(count: 3_000, spacing: .milliseconds(20))
        let rest = second.sendTrain(count: 3_000, spacing: .milliseconds(20))
        #expect(first.counters.lost.packets > 50 && second.counters.lost.packets > 500)
        for (before, after) in zip(whole, rest) where after != .lost { #expect(before == after) }
    }
}

private enum PowerOfDecay {
    /// base^exponent for a base in 0..<1 and a great exponent, by repeated squaring of its whole part.
    static func value(_ base: Double, _ exponent: Double) -> Double {
        var (result, square, left) = (1.0, base, Int(exponent))
        while left > 0 {
            if left & 1 == 1 { result *= square }
            square *= square
            left >>= 1
        }
        return result
    }
}
