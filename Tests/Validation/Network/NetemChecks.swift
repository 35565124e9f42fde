import NetworkEmulation
import Units
import ValidationComparison

/// Links that behave as Linux's emulator does: what is asked for, and what that gives (network.md 1; 7: 9 and 13).
enum NetemChecks {
    private static let topic = "netem, as asked and as it is"
    private static let count = 200_000

    static func all() -> [NetworkCheck] {
        correlated() + chain() + delays() + copies() + reorderings() + [limit(), packetTime()]
    }

    private static func probability(_ value: Double) -> Probability { Probability(clamping: value) }

    /// The passages of an evenly spaced train, by packet; a copy may pass too.
    private static func passages(
        _ netem: Netem,
        count: Int,
        spacing: TimeDelta,
        owner: UInt32 = 1
    ) -> [Passage] {
        var link = Link(LinkConfiguration(netem: netem), owner: owner)
        var passages: [Passage] = []
        for index in 0..<count {
            let packet = LinkPacket(size: .full, ticket: index)
            link.offer(packet, at: .start + spacing * Int64(index), into: &passages)
        }
        while let timeout = link.nextTimeout { link.advance(to: timeout, into: &passages) }
        return passages
    }

    /// Requested loss with correlation; what comes of it solves an integral equation.
    private static func correlated() -> [NetworkCheck] {
        let requests = [(0.05, 0.10), (0.05, 0.25), (0.10, 0.25), (0.20, 0.50), (0.50, 0.75)]
        return requests.enumerated().map { row, request in
            let (requested, correlation) = request
            let chance = Netem.Chance(probability(requested), correlation: probability(correlation))
            let replications = Replications(row: UInt32(row) + 1) { owner in
                let passages = passages(
                    Netem(loss: .random(chance)),
                    count: 20_000,
                    spacing: .milliseconds(1),
                    owner: owner
                )
                return Double(passages.count { $0.fate == .lost }) / 20_000
            }
            return replications.check(
                topic,
                "loss \(percent(requested)) \(percent(correlation)): loss rate (asked for \(requested))",
                source: "stationary law of get_crandom; network.md 1.2",
                promised: chance.actualRate
            )
        }
    }

    private static func percent(_ value: Double) -> String { "\(Int((value * 100).rounded())) %" }

    private static func chain() -> [NetworkCheck] {
        let states = Netem.LossStates(
            leaveGood: probability(0.02),
            leaveBad: probability(0.3),
            lossWhenBad: probability(0.7),
            lossWhenGood: probability(0.002)
        )
        let exact = HiddenChain(leaveGood: 0.02, leaveBad: 0.3, bad: 0.7, good: 0.002)
        var isLost = [Bool](repeating: false, count: count)
        for passage in passages(Netem(loss: .gemodel(states)), count: count, spacing: .milliseconds(1))
        where passage.fate == .lost {
            isLost[passage.ticket] = true
        }
        return LossChecks.moments(
            topic,
            "gemodel 2 % 30 % 70 % 0.2 %",
            exact,
            [isLost],
            source: "network.md 1.3, 2.1"
        )
    }

    private static func delays() -> [NetworkCheck] {
        let tables: [(String, Netem.Distribution, NetemTable?)] = [
            ("uniform", .uniform, nil), ("normal", .normal, .normal), ("pareto", .pareto, .pareto),
            ("paretonormal", .paretoNormal, .paretoNormal),
        ]
        return tables.flatMap { name, distribution, table -> [NetworkCheck] in
            let netem = Netem(delay: .milliseconds(200), jitter: .milliseconds(10), distribution: distribution)
            let values = passages(netem, count: count, spacing: .milliseconds(1)).compactMap { passage in
                passage.fate.deliveredAt.map { ($0 - .start).milliseconds - Double(passage.ticket) - 200 }
            }
            let n = Double(values.count)
            let (mean, deviation, fourth) = moments(table)
            let measured = values.reduce(0, +) / n
            let square = values.reduce(0) { $0 + ($1 - measured) * ($1 - measured) } / n
            let source = table == nil ? "(rnd mod 2s) - s; network.md 1.4" : "the shipped table; netem.json"
            return [
                .exact(
                    topic,
                    "delay 200ms 10ms distribution \(name): mean beyond 200 ms, in ms",
                    source: source,
                    promised: 10 * mean,
                    measured: measured,
                    error: 10 * deviation / n.squareRoot()
                ),
                .exact(
                    topic,
                    "delay 200ms 10ms distribution \(name): standard deviation in ms (asked for 10)",
                    source: source,
                    promised: 10 * deviation,
                    measured: square.squareRoot(),
                    error: 10 * ((fourth - deviation * deviation * deviation * deviation) / n).squareRoot()
                        / (2 * deviation)
                ),
            ]
        }
    }

    /// Mean, standard deviation and fourth central moment in units of the jitter.
    private static func moments(_ table: NetemTable?) -> (Double, Double, Double) {
        guard let table else { return (0, 1 / 3.0.squareRoot(), 0.2) }
        let values = table.values.map { Double($0) / Double(NetemTable.scale) }
        let n = Double(values.count)
        let mean = values.reduce(0, +) / n
        let squares = values.map { ($0 - mean) * ($0 - mean) }
        return (mean, (squares.reduce(0, +) / n).squareRoot(), squares.reduce(0) { $0 + $1 * $1 } / n)
    }

    private static func copies() -> [NetworkCheck] {
        [(0.01, 0.01), (0.05, 0.1), (0.5, 0.5)].map { duplicate, loss in
            let netem = Netem(
                loss: .random(Netem.Chance(probability(loss))),
                duplicate: Netem.Chance(probability(duplicate))
            )
            let delivered = passages(netem, count: count, spacing: .milliseconds(1))
                .count { $0.fate.deliveredAt != nil }
            // Copies by chance: 0, 1 or 2 of a packet come out.
            let two = duplicate * (1 - loss) * (1 - loss)
            let one = (1 - duplicate) * (1 - loss) + duplicate * (1 - loss) * loss + duplicate * loss
            let mean = one + 2 * two
            return .exact(
                topic,
                "duplicate \(percent(duplicate)), loss \(percent(loss)): packets out for each in",
                source: "network.md 1.4; netem.json",
                promised: mean,
                measured: Double(delivered) / Double(count),
                error: ((one + 4 * two - mean * mean) / Double(count)).squareRoot()
            )
        }
    }

    /// Each reordering ends a cycle of gap - 1 packets and a geometric number more: a renewal process.
    private static func reorderings() -> [NetworkCheck] {
        [(0.25, 1), (0.5, 5), (0.1, 3)].map { chance, gap in
            let netem = Netem(
                delay: .milliseconds(100),
                reorder: Netem.Chance(probability(chance)),
                gap: gap
            )
            let early = passages(netem, count: count, spacing: .milliseconds(1)).count { passage in
                passage.fate.deliveredAt == .start + .milliseconds(Int64(passage.ticket))
            }
            let cycle = Double(gap - 1) + 1 / chance
            let variance = (1 - chance) / (chance * chance)
            return .exact(
                topic,
                "reorder \(percent(chance)) gap \(gap): share of packets sent at once",
                source: "1 / (gap - 1 + 1 / p); network.md 1.4",
                promised: 1 / cycle,
                measured: Double(early) / Double(count),
                error: (variance / (cycle * cycle * cycle) / Double(count)).squareRoot()
            )
        }
    }

    /// 1,000 packets in 100 ms.
    private static func limit() -> NetworkCheck {
        let passages = passages(Netem(delay: .milliseconds(100)), count: 20_000, spacing: .microseconds(50))
        return NetworkCheck(
            topic,
            "delay 100ms, limit 1000, 20,000 packets a second offered: packets passed in 1 s",
            source: "network.md 1.4: limit counts the delay line",
            promised: 10_000,
            measured: Double(passages.count { $0.fate.deliveredAt != nil }),
            rule: .within(0)
        )
    }

    private static func packetTime() -> NetworkCheck {
        let rate = Netem.Rate(.kilobitsPerSecond(20_000), packetOverhead: 0, cellSize: 48, cellOverhead: 5)
        let passages = passages(Netem(rate: rate), count: 1, spacing: .milliseconds(1))
        return NetworkCheck(
            topic,
            "rate 20mbit 0 48 5: time of a 1,200-byte packet in ns",
            source: "network.md 1.4: whole cells",
            promised: 530_000,
            measured: passages.first?.fate.deliveredAt.map { Double($0.nanoseconds) },
            rule: .within(0)
        )
    }
}
