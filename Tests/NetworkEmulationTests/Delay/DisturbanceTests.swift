import Statistics
import Testing
import Units
import VirtualTime

@testable import NetworkEmulation

@Suite("Delay spikes, handovers, HARQ and route changes")
struct DisturbanceTests {
    private func link(_ disturbances: DelayDisturbances, rate: DataRate? = nil) -> Link {
        Link(LinkConfiguration(rate: rate, delay: .milliseconds(20), disturbances: disturbances))
    }

    private func stream(_ cause: Cause, seed: UInt64 = 1) -> RandomStream {
        RandomStream(seed: seed, owner: 1, cause: cause)
    }

    private static func spikes(_ height: DelaySpikes.Height, every interval: TimeDelta) throws -> DelaySpikes {
        try #require(DelaySpikes(meanInterval: interval, height: height))
    }

    // MARK: Spikes

    @Test("A spike comes at once and decays by a millisecond a millisecond, in order")
    func decay() throws {
        let spikes = try Self.spikes(.fixed(.milliseconds(150)), every: .seconds(20))
        var link = link(DelayDisturbances(spikes: spikes))
        let fates = link.sendTrain(count: 120_000, spacing: .milliseconds(1))
        let releases = fates.compactMap(\.deliveredAt)
        #expect(releases.count == fates.count)
        #expect(zip(releases, releases.dropFirst()).allSatisfy { $0 <= $1 })
        let extras = releases.enumerated().map { ($1 - Timestamp.milliseconds(Int64($0) + 20)).nanoseconds }
        var jumps = 0
        for (before, after) in zip(extras, extras.dropFirst()) {
            if after > before {
                jumps += 1
                #expect(after <= before + 150_000_000)
            } else {
                #expect(after == max(0, before - 1_000_000))
            }
        }
        #expect(jumps > 0 && extras.max() ?? 0 > 149_000_000)
    }

    @Test("Spikes come at their rate")
    func spikeRate() throws {
        let spikes = try Self.spikes(.fixed(.milliseconds(1)), every: .seconds(2))
        var timeline = SpikeTimeline(spikes, random: stream(.delaySpikes))
        // Each spike is met by exactly one of these packets, unless another begins within its millisecond.
        let count = 2_000_000
        let met = (0..<count).count {
            let time = Timestamp.milliseconds(Int64($0))
            return timeline.pass(time) > time
        }
        let expected = Double(count) / 2_000
        #expect(abs(Double(met) - expected) < oneInAMillion * expected.squareRoot())
        let busy = try Self.spikes(.fixed(.milliseconds(400)), every: .seconds(1))
        #expect(busy.busyShare == 0.4)
    }

    /// The delay is the work of an M/G/1 queue at an arbitrary time.
    ///
    /// With r = lambda E[H]: P(W > 0) = r,
    /// E[W] = lambda E[H^2] / 2(1 - r), E[W^2] = 2 E[W]^2 + lambda E[H^3] / 3(1 - r) (Takacs). Samples 100 s apart.
    @Test("The delay at a time is that of Pollaczek and Khinchine", arguments: [false, true])
    func stationary(isExponential: Bool) throws {
        let (height, rate) = (0.3, 0.5)
        let mean = TimeDelta(seconds: height)
        let spikes = try Self.spikes(isExponential ? .exponential(mean: mean) : .fixed(mean), every: .seconds(2))
        var timeline = SpikeTimeline(spikes, random: stream(.delaySpikes, seed: 7))
        let count = 10_000
        let delays = (1...count).map { index in
            let time = Timestamp.start + .seconds(Int64(index) * 100)
            return (timeline.pass(time) - time).seconds
        }
        let load = rate * height
        let second = (isExponential ? 2 : 1) * height * height
        let third = (isExponential ? 6 : 1) * height * height * height
        let first = rate * second / (2 * (1 - load))
        let variance = first * first + rate * third / (3 * (1 - load))
        let n = Double(count)
        #expect(abs(delays.reduce(0, +) / n - first) < oneInAMillion * (variance / n).squareRoot())
        let busy = Double(delays.count { $0 > 0 })
        #expect(abs(busy - n * load) < oneInAMillion * (n * load * (1 - load)).squareRoot())
    }

    @Test("Pareto heights have the asked mean after their cut, and impossible spikes are refused")
    func heights() throws {
        let spikes = try Self.spikes(.pareto(mean: .milliseconds(100), shape: 1.5), every: .seconds(2))
        // The mean over the quantile, in geometric steps of the tail towards the cut; the cut itself is an atom.
        var sum = 0.0
        var upper = 1.0
        while upper > 1e-6 {
            let lower = max(1e-6, upper * 0.999)
            sum += (upper - lower) * spikes.height(at: 1 - (upper + lower) / 2).milliseconds
            upper = lower
        }
        sum += 1e-6 * spikes.height(at: 1 - 1e-7).milliseconds
        #expect(abs(sum - 100) < 1e-2)
        #expect(spikes.height(at: 0).milliseconds > 33)
        #expect(spikes.height(at: 1 - 1e-9) == spikes.height(at: 1 - 1e-12))
        #expect(DelaySpikes(meanInterval: .seconds(1), height: .fixed(.seconds(1))) == nil)
        #expect(DelaySpikes(meanInterval: .seconds(1), height: .fixed(.zero)) == nil)
        #expect(DelaySpikes(meanInterval: .seconds(1), height: .pareto(mean: .milliseconds(1), shape: 1)) == nil)
    }

    @Test("Spikes, handovers and route changes are the same whatever the packets")
    func sharedByFlows() throws {
        let disturbances = DelayDisturbances(
            handover: Handover(
                meanInterval: .seconds(3),
                median: .milliseconds(100),
                p95: .milliseconds(300),
                lossProbability: Probability(clamping: 0.3)
            ),
            spikes: try Self.spikes(.exponential(mean: .milliseconds(120)), every: .seconds(2)),
            routeChange: RouteChange(meanInterval: .seconds(2), step: .milliseconds(7))
        )
        let configuration = LinkConfiguration(allowsReordering: true, disturbances: disturbances)
        var (dense, sparse) = (Link(configuration), Link(configuration))
        let all = dense.sendTrain(count: 20_000, spacing: .milliseconds(5))
        let few = sparse.sendTrain(count: 4_000, spacing: .milliseconds(25))
        for (index, fate) in few.enumerated() { #expect(fate == all[index * 5]) }
        #expect(few.contains(.lost))
        let extras = few.enumerated().compactMap { index, fate in
            fate.deliveredAt.map { $0 - Timestamp.milliseconds(Int64(index) * 25) }
        }
        #expect(Set(extras).count > 100)
    }

    // MARK: Handovers

    private static func handover(loss: Double, every interval: TimeDelta = .seconds(10)) throws -> Handover {
        try #require(
            Handover(
                meanInterval: interval,
                median: .milliseconds(60),
                p95: .milliseconds(150),
                lossProbability: Probability(clamping: loss)
            )
        )
    }

    /// What a process does to packets 2 ms apart: by gap, how many packets met it and whether they were lost.
    private func gaps(_ handover: Handover, seconds: Int64) -> [(packets: Int, isLost: Bool)] {
        var process = HandoverProcess(handover, random: stream(.handover))
        var gaps: [(packets: Int, isLost: Bool)] = []
        var isIn = false
        for index in 0..<(seconds * 500) {
            let time = Timestamp.milliseconds(index * 2)
            let release = process.pass(.full, at: time, rate: nil)
            let meets = release.isLost || release.time > time
            if meets, !isIn { gaps.append((0, release.isLost)) }
            if meets { gaps[gaps.count - 1].packets += 1 }
            isIn = meets
        }
        return gaps
    }

    @Test("Gaps come at their rate, lose at their share, and have the median and the 95th percentile")
    func handoverLaw() throws {
        let seconds: Int64 = 4_000
        let found = gaps(try Self.handover(loss: 0.2, every: .seconds(2)), seconds: seconds)
        // A gap that begins within another is not seen: nearly as many as a Poisson law has.
        let expected = Double(seconds) / 2
        let meanGap = 0.06 * Elementary.exp(0.557_06 * 0.557_06 / 2)
        let seen = expected * Elementary.exp(-meanGap / 2)
        #expect(abs(Double(found.count) - seen) < oneInAMillion * expected.squareRoot())
        let n = Double(found.count)
        let lost = Double(found.count { $0.isLost })
        // A loss in either of two gaps that meet is one of the whole; they are few against the width of the interval.
        #expect(abs(lost - 0.2 * n) < oneInAMillion * (n * 0.16).squareRoot())
        let handover = try Self.handover(loss: 0)
        #expect(handover.duration(at: 0) == .milliseconds(60))
        #expect(abs(handover.duration(at: Elementary.normalQuantile(0.95)).milliseconds - 150) < 1e-6)
        let short = Double(found.count { $0.packets <= 30 })
        // Merged gaps are longer; their share is below what a gap's own length covers.
        #expect(abs(short - 0.5 * n) < oneInAMillion * (n * 0.25).squareRoot() + n * meanGap / 2)
    }

    @Test("What a gap holds comes out after it, in order and at the link's rate, and nothing comes out in it")
    func burst() throws {
        let rate = DataRate.kilobitsPerSecond(4_000)
        let disturbances = DelayDisturbances(handover: try Self.handover(loss: 0))
        var link = link(disturbances, rate: rate)
        // 2.4 ms each, 5 ms apart.
        let releases = link.sendTrain(count: 20_000, spacing: .milliseconds(5)).compactMap(\.deliveredAt)
        #expect(releases.count == 20_000)
        var held = 0
        for (index, release) in releases.enumerated() {
            let own = Timestamp.start + .microseconds(Int64(index) * 5_000 + 2_400 + 20_000)
            #expect(release >= own)
            if release > own { held += 1 }
            if index > 0 { #expect(release - releases[index - 1] >= .microseconds(2_400)) }
        }
        #expect(held > 100)
    }

    @Test("Impossible handovers are refused")
    func impossibleHandovers() {
        func make(_ interval: Int64, _ median: Int64, _ p95: Int64) -> Handover? {
            Handover(
                meanInterval: .milliseconds(interval),
                median: .milliseconds(median),
                p95: .milliseconds(p95),
                lossProbability: .never
            )
        }
        #expect(make(1_000, 0, 10) == nil && make(1_000, 20, 10) == nil && make(50, 20, 60) == nil)
        #expect(make(100_000, 1, 101) == nil)
        #expect(make(1_000, 20, 20) != nil)
    }

    // MARK: HARQ

    @Test("A packet waits 8 ms a try, and what fails four times 30 to 80 ms more")
    func harqMixture() {
        let harq = HARQ.lte
        #expect(harq.delay(at: 0.5) == .zero && harq.delay(at: 0.1) == .zero)
        #expect(harq.delay(at: 0.099) == .milliseconds(8) && harq.delay(at: 0.009_9) == .milliseconds(16))
        #expect(harq.delay(at: 0.000_99) == .milliseconds(24))
        #expect(harq.delay(at: 0) == .milliseconds(54))
        #expect(abs(harq.delay(at: 0.000_05).milliseconds - 79) < 1e-6)

        var process = HARQProcess(.lte, random: stream(.harq))
        let count = 200_000
        var tally = [0, 0, 0, 0, 0]
        for index in 0..<count {
            // So far apart that none waits for another.
            let time = Timestamp.start + .seconds(Int64(index))
            tally[min(4, Int((process.pass(time) - time).milliseconds / 8))] += 1
        }
        let shares = [0.9, 0.09, 0.009, 0.000_9, 0.000_1]
        let statistic = zip(tally, shares).reduce(0.0) {
            let expected = Double(count) * $1.1
            return $0 + (Double($1.0) - expected) * (Double($1.0) - expected) / expected
        }
        #expect(RegularisedGamma.upper(statistic / 2, shape: 2) > 1e-6)
    }

    @Test("A packet that is sent again holds those behind it, and each takes one draw")
    func harqOrder() {
        var link = link(DelayDisturbances(harq: .lte))
        let releases = link.sendTrain(count: 10_000, spacing: .milliseconds(1)).compactMap(\.deliveredAt)
        #expect(zip(releases, releases.dropFirst()).allSatisfy { $0 <= $1 })
        #expect(zip(releases, releases.dropFirst()).contains { $0 == $1 })
        var (whole, skipping) = (
            HARQProcess(.lte, random: stream(.harq)), HARQProcess(.lte, random: stream(.harq))
        )
        for index in 0..<1_000 {
            let time = Timestamp.start + .seconds(Int64(index))
            let release = whole.pass(time)
            if index.isMultiple(of: 3) { skipping.passOver() } else { #expect(skipping.pass(time) == release) }
        }
    }

    // MARK: Routes

    /// A telegraph signal seen 100 mean intervals apart has no memory left.
    @Test("A route is longer half of the time, and order is kept unless the link may reorder")
    func routes() {
        let change = RouteChange(meanInterval: .seconds(1), step: .milliseconds(30))
        var timeline = RouteTimeline(change, random: stream(.routeChange))
        let extras = (1...4_000).map { timeline.extra(at: .start + .seconds(Int64($0) * 100)) }
        #expect(Set(extras) == [.zero, .milliseconds(30)])
        let longer = Double(extras.count { $0 > .zero })
        #expect(abs(longer - 2_000) < oneInAMillion * 1_000.0.squareRoot())
        for allowsReordering in [false, true] {
            var configuration = LinkConfiguration(disturbances: DelayDisturbances(routeChange: change))
            configuration.allowsReordering = allowsReordering
            var link = Link(configuration)
            let releases = link.sendTrain(count: 5_000, spacing: .milliseconds(5)).compactMap(\.deliveredAt)
            #expect(zip(releases, releases.dropFirst()).contains { $0 > $1 } == allowsReordering)
        }
    }

    @Test("Disturbances are none where all of them are taken away, and leave loss and jitter their draws")
    func independence() throws {
        var disturbances = DelayDisturbances(harq: .lte)
        #expect(disturbances != .none && disturbances.harq == .lte && disturbances.spikes == nil)
        disturbances.harq = nil
        #expect(disturbances == .none)

        let plain = LinkConfiguration(
            delay: .milliseconds(100),
            jitter: Jitter(standardDeviation: .milliseconds(5), memory: .milliseconds(50)),
            loss: .bernoulli(Probability(clamping: 0.1)),
            allowsReordering: true
        )
        var disturbed = plain
        disturbed.disturbances.handover = try Self.handover(loss: 1)
        disturbed.disturbances.harq = .lte
        var (first, second) = (Link(plain), Link(disturbed))
        let before = first.sendTrain(count: 10_000, spacing: .milliseconds(5))
        let after = second.sendTrain(count: 10_000, spacing: .milliseconds(5))
        var same = 0
        for (old, new) in zip(before, after) {
            if old == .lost { #expect(new == .lost) }
            guard let old = old.deliveredAt, let new = new.deliveredAt else { continue }
            #expect(new >= old)
            if new == old { same += 1 }
        }
        #expect(same > 7_000)
        #expect(second.counters.lost.packets > first.counters.lost.packets)
    }
}
