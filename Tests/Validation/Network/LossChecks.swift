import NetworkEmulation
import Statistics
import Units
import ValidationComparison

/// Losses (network.md 7: 4 to 7 and 32).
enum LossChecks {
    private static let topic = "Loss"
    private static let replications = 200
    private static let perReplication = 10_000
    /// What each replication sends before it counts, so that the chain's start is forgotten.
    private static let warmUp = 1_000

    static func all() -> [NetworkCheck] {
        chains() + burstRatios() + fourStates() + timeDriven() + [bernoulli()] + serial() + estimates()
    }

    private static func probability(_ value: Double) -> Probability { Probability(clamping: value) }

    /// Loss records of independent links; no two rows share their chance.
    private static func records(_ loss: Loss, row: UInt32, spacing: TimeDelta = .milliseconds(10)) -> [[Bool]] {
        (1...UInt32(replications)).map { owner in
            var link = Link(LinkConfiguration(loss: loss), owner: row * 1_000 + owner)
            return Array(link.losses(count: warmUp + perReplication, spacing: spacing).dropFirst(warmUp))
        }
    }

    /// What records tell together; runs across two records are none.
    struct Measured {
        let packets: Int
        let lossRate: Double
        let lossAfterLoss: Double
        var meanRun: Double { 1 / (1 - lossAfterLoss) }
        var burstRatio: Double { meanRun * (1 - lossRate) }

        init(_ records: [[Bool]]) {
            let tallies = records.map { LossTally($0) }
            packets = tallies.reduce(0) { $0 + $1.packetCount }
            lossRate = Double(tallies.reduce(0) { $0 + $1.lossCount }) / Double(packets)
            let (kept, lost) = (
                tallies.reduce(0) { $0 + $1.lostThenKept }, tallies.reduce(0) { $0 + $1.lostThenLost }
            )
            lossAfterLoss = Double(lost) / Double(kept + lost)
        }
    }

    static func moments(
        _ topic: String,
        _ name: String,
        _ chain: HiddenChain,
        _ records: [[Bool]],
        source: String
    ) -> [NetworkCheck] {
        let measured = Measured(records)
        // Each record is as long, and independent: the errors are those of one record over sqrt(records).
        let count = measured.packets
        let rows = [
            ("loss rate", chain.lossRate, measured.lossRate, chain.lossRateError(count)),
            (
                "chance of a loss after a loss", chain.lossAfterLoss, measured.lossAfterLoss,
                chain.lossAfterLossError(count)
            ),
            ("mean run of losses", chain.meanRun, measured.meanRun, chain.meanRunError(count)),
        ]
        return rows.map {
            .exact(topic, "\(name): \($0.0)", source: source, promised: $0.1, measured: $0.2, error: $0.3)
        }
    }

    private static func chains() -> [NetworkCheck] {
        let chains = [(0.01, 0.25, 1.0, 0.0), (0.02, 0.3, 0.7, 0.002), (0.005, 0.1, 1.0, 0.0)]
        return chains.enumerated().flatMap { row, parameters in
            let (p, r, bad, good) = parameters
            let model = GilbertElliott(
                pace: .packets(leaveGood: probability(p), leaveBad: probability(r)),
                lossWhenGood: probability(good),
                lossWhenBad: probability(bad)
            )
            let chain = HiddenChain(leaveGood: p, leaveBad: r, bad: bad, good: good)
            let records = records(.gilbertElliott(model), row: UInt32(row) + 1)
            let name = "Gilbert-Elliott p \(p), r \(r), loss \(bad) and \(good)"
            return moments(topic, name, chain, records, source: "network.md 2.1; ge.json")
                + [variance(name, chain, records)]
        }
    }

    /// The variance of a sample variance is (m4 - m2^2) / n; m4 is the sample's.
    private static func variance(_ name: String, _ chain: HiddenChain, _ records: [[Bool]]) -> NetworkCheck {
        let counts = records.map { record in Double(record.count { $0 }) }
        let mean = chain.lossRate * Double(perReplication)
        let squares = counts.map { ($0 - mean) * ($0 - mean) }
        let variance = squares.reduce(0, +) / Double(counts.count)
        let fourth = squares.reduce(0) { $0 + $1 * $1 } / Double(counts.count)
        return .exact(
            topic,
            "\(name): variance of the losses in 10,000 packets",
            source: "network.md 2.1; error by the sample's fourth moment",
            promised: chain.varianceOfLosses(perReplication),
            measured: variance,
            error: ((fourth - variance * variance) / Double(counts.count)).squareRoot()
        )
    }

    private static func burstRatios() -> [NetworkCheck] {
        [(UInt32(4), 0.01, 1.5), (5, 0.05, 2.0), (6, 0.1, 4.0)].flatMap { row, rate, ratio -> [NetworkCheck] in
            guard let model = GilbertElliott(rate: probability(rate), burstRatio: ratio) else { return [] }
            let measured = Measured(records(.gilbertElliott(model), row: row))
            let chain = HiddenChain(leaveGood: rate / ratio, leaveBad: (1 - rate) / ratio)
            let name = "loss \(rate) and burst ratio \(ratio) asked for"
            let source = "ITU-T G.107's burst ratio inverted: network.md 2.1"
            return [
                .exact(
                    topic,
                    "\(name): loss rate",
                    source: source,
                    promised: rate,
                    measured: measured.lossRate,
                    error: chain.lossRateError(measured.packets)
                ),
                .exact(
                    topic,
                    "\(name): burst ratio",
                    source: source,
                    promised: ratio,
                    measured: measured.burstRatio,
                    error: chain.burstRatioError(measured.packets)
                ),
            ]
        }
    }

    private static func fourStates() -> [NetworkCheck] {
        let wish = FourState.Intuitive(
            lossRate: 0.02,
            meanBurst: 8,
            burstDensity: 0.5,
            isolatedLossRate: 0.002,
            meanGoodRun: 2
        )
        guard let model = try? FourState(wish) else { return [] }
        let (p13, p14, p23) = (0.004_696_893_787_575_151_5, 0.002_004_008_016_032_064, 0.5)
        let (p31, p32) = (0.25, 0.5)
        let chain = HiddenChain(
            [
                [1 - p13 - p14, 0, p13, p14], [0, 1 - p23, p23, 0], [p31, p32, 1 - p31 - p32, 0], [1, 0, 0, 0],
            ],
            loss: [0, 0, 1, 1]
        )
        let name = "four states, loss 0.02, bursts of 8 with density 0.5, isolated 0.002"
        return moments(
            topic,
            name,
            chain,
            records(.fourState(model), row: 7),
            source: "Salsano et al.; ge.json gi_to_state"
        )
    }

    /// Sampled each spacing, the state is a two-state chain with decay exp(-spacing (1 / good + 1 / bad)).
    private static func timeDriven() -> [NetworkCheck] {
        let (share, bad) = (0.05, 0.08)
        guard let loss = Loss.gilbert(rate: probability(share), meanBurst: .duration(.milliseconds(80))) else {
            return []
        }
        return [(UInt32(8), Int64(5)), (9, 20), (10, 100)].flatMap { row, spacing -> [NetworkCheck] in
            let decay = Elementary.exp(-Double(spacing) / 1_000 / (bad * (1 - share)))
            let chain = HiddenChain(leaveGood: share * (1 - decay), leaveBad: (1 - share) * (1 - decay))
            let records = records(loss, row: row, spacing: .milliseconds(spacing))
            let name = "fades of 80 ms in 5 % of time, a packet each \(spacing) ms"
            return Array(moments(topic, name, chain, records, source: "network.md 2.1, time-driven").prefix(2))
        }
    }

    private static func bernoulli() -> NetworkCheck {
        let measured = Measured(records(.bernoulli(probability(0.02)), row: 11))
        return .exact(
            topic,
            "independent loss of 0.02: loss rate",
            source: "binomial",
            promised: 0.02,
            measured: measured.lossRate,
            error: (0.02 * 0.98 / Double(measured.packets)).squareRoot()
        )
    }

    /// Two lossy links one after the other.
    private static func serial() -> [NetworkCheck] {
        guard let first = Loss.gilbert(rate: probability(0.02), meanBurst: .packets(4)),
            let second = Loss.gilbert(rate: probability(0.03), meanBurst: .packets(2))
        else { return [] }
        let chain = HiddenChain(
            HiddenChain(leaveGood: 0.25 * 0.02 / 0.98, leaveBad: 0.25),
            then: HiddenChain(leaveGood: 0.5 * 0.03 / 0.97, leaveBad: 0.5)
        )
        let records = (1...UInt32(replications)).map { owner in
            var hops = [
                Link(LinkConfiguration(loss: first), owner: 12_000 + owner),
                Link(LinkConfiguration(loss: second), owner: 13_000 + owner),
            ]
            // The second sees all packets, so that its chain moves with each of them.
            let records = hops.indices.map { hops[$0].losses(count: warmUp + perReplication) }
            return Array(zip(records[0], records[1]).map { $0 || $1 }.suffix(perReplication))
        }
        let measured = Measured(records)
        return [
            .exact(
                topic,
                "loss 0.02 (runs of 4), then 0.03 (runs of 2): end-to-end loss",
                source: "1 - (1 - l1)(1 - l2)",
                promised: 1 - 0.98 * 0.97,
                measured: measured.lossRate,
                error: chain.lossRateError(measured.packets)
            ),
            .exact(
                topic,
                "loss 0.02 (runs of 4), then 0.03 (runs of 2): burst ratio of the chain",
                source: "product chain",
                promised: chain.burstRatio,
                measured: measured.burstRatio,
                error: chain.burstRatioError(measured.packets)
            ),
        ]
    }

    /// Maximum likelihood finds the parameters again.
    private static func estimates() -> [NetworkCheck] {
        let model = GilbertElliott(pace: .packets(leaveGood: probability(0.01), leaveBad: probability(0.25)))
        var link = Link(LinkConfiguration(loss: .gilbertElliott(model)), owner: 14_000)
        let estimate = GilbertEstimate(LossTally(link.losses(count: 400_000)))
        return [("p", 0.01, estimate?.leaveGood), ("r", 0.25, estimate?.leaveBad)].map { name, value, found in
            .exact(
                topic,
                "\(name) estimated from 400,000 packets of Gilbert p 0.01, r 0.25",
                source: "network.md 2.3",
                promised: value,
                measured: found?.value,
                error: (value * (1 - value) / Double(found?.trialCount ?? 1)).squareRoot()
            )
        }
    }
}
