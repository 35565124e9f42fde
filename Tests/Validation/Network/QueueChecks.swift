import NetworkEmulation
import Statistics
import Units
import ValidationComparison
import VirtualTime

/// Queues before a rate (network.md 7: 14 to 20 and 23).
enum QueueChecks {
    private static let topic = "Queues"
    private static let service = TimeDelta.milliseconds(1)
    private static let theory = "queues.json"

    static func all() -> [NetworkCheck] {
        constantService() + exponentialService() + limited() + deterministic() + [conservation()]
    }

    private enum Service { case constant, exponential }

    /// Fates of Poisson arrivals of packets that take 1 ms on average, after a warm-up.
    private static func fates(
        _ service: Service,
        utilisation: Double,
        queue: QueueLimit?,
        owner: UInt32,
        count: Int = 20_000
    ) -> [Fate] {
        let warmUp = 2_000
        var arrivals = RandomStream(seed: 77, owner: owner, cause: .conversation)
        var sizes = RandomStream(seed: 77, owner: owner, cause: .assignment)
        var link = Link(LinkConfiguration(rate: .kilobitsPerSecond(9_600), queue: queue), owner: owner)
        var now = Timestamp.start
        let fates = (0..<warmUp + count).map { _ in
            now += arrivals.exponential(mean: TimeDelta(seconds: Self.service.seconds / utilisation))
            let size =
                service == .constant ? DataSize.full : DataSize(bytes: Int64(sizes.exponential(mean: 1_200).rounded()))
            return link.send(size, at: now)
        }
        return Array(fates.dropFirst(warmUp))
    }

    private static func waits(_ fates: [Fate]) -> [Double] {
        fates.compactMap(\.queueing).map { $0.seconds / service.seconds }
    }

    private static func mean(_ values: [Double]) -> Double {
        values.isEmpty ? .nan : values.reduce(0, +) / Double(values.count)
    }

    private static func dropRate(_ fates: [Fate]) -> Double {
        Double(fates.count { $0 == .queueDropped }) / Double(fates.count)
    }

    private static func constantService() -> [NetworkCheck] {
        var checks = [(UInt32(1), 0.5), (2, 0.8)].map { row, utilisation in
            Replications(row: row) { mean(waits(fates(.constant, utilisation: utilisation, queue: nil, owner: $0))) }
                .check(
                    topic,
                    "M/D/1, load \(utilisation): mean wait in service times",
                    source: "Pollaczek and Khinchine: load / 2 (1 - load)",
                    promised: utilisation / 2 / (1 - utilisation)
                )
        }
        for (row, time, share) in [(UInt32(3), 0.0, 0.8), (4, 1, 0.554_891_81), (5, 5, 0.100_497_24)] {
            let replications = Replications(row: row) { owner in
                let waits = waits(fates(.constant, utilisation: 0.8, queue: nil, owner: owner))
                // A nanosecond is the link's rounding.
                return Double(waits.count { $0 > time + 1e-6 }) / Double(waits.count)
            }
            checks.append(
                replications.check(
                    topic,
                    "M/D/1, load 0.8: share that waits longer than \(Int(time)) service times",
                    source: "Crommelin's series; \(theory)",
                    promised: share
                )
            )
        }
        return checks
    }

    private static func exponentialService() -> [NetworkCheck] {
        [(UInt32(6), 0.5), (7, 0.8)].map { row, utilisation in
            Replications(row: row) { mean(waits(fates(.exponential, utilisation: utilisation, queue: nil, owner: $0))) }
                .check(
                    topic,
                    "M/M/1, load \(utilisation): mean wait in service times",
                    source: "load / (1 - load)",
                    promised: utilisation / (1 - utilisation)
                )
        }
    }

    private static func limited() -> [NetworkCheck] {
        var checks = [(UInt32(8), 0.95, 0.030_595_593_240_1), (9, 1.2, 0.170_910_768_54)].map {
            row,
            utilisation,
            loss in
            Replications(row: row) {
                dropRate(fates(.constant, utilisation: utilisation, queue: .packets(10), owner: $0))
            }
            .check(
                topic,
                "M/D/1/10, load \(utilisation): share dropped",
                source: "embedded chain; \(theory)",
                promised: loss
            )
        }
        checks.append(
            Replications(row: 10) { dropRate(fates(.exponential, utilisation: 0.95, queue: .packets(5), owner: $0)) }
                .check(
                    topic,
                    "M/M/1/5, load 0.95: share dropped",
                    source: "closed form; \(theory)",
                    promised: 0.146_047_046_148
                )
        )
        checks.append(
            Replications(row: 11) { mean(waits(fates(.exponential, utilisation: 0.95, queue: .packets(5), owner: $0))) }
                .check(
                    topic,
                    "M/M/1/5, load 0.95: mean wait of those not dropped, in service times",
                    source: "closed form; \(theory)",
                    promised: 1.897_530_187_14
                )
        )
        checks.append(
            Replications(row: 12) { owner in
                let fates = fates(.constant, utilisation: 0.95, queue: .packets(10), owner: owner)
                return 0.95 * (1 - dropRate(fates)) * (mean(waits(fates)) + 1)
            }.check(
                topic,
                "M/D/1/10, load 0.95: packets in the system, by the rate let in times the time in it",
                source: "Little's law and the embedded chain; \(theory)",
                promised: 4.245_844_077_89
            )
        )
        return checks
    }

    private static func deterministic() -> [NetworkCheck] {
        var burst = Link(LinkConfiguration(rate: .kilobitsPerSecond(1_000)))
        let waits = (0..<10).compactMap { _ in burst.send(.full, at: .start).queueing }
        let worst = waits.enumerated().map { ($1 - .microseconds(9_600) * Int64($0)).nanoseconds.magnitude }.max()

        // 1,201 bytes at 7 Mbit/s take 1372571.43 ns.
        let count: Int64 = 1_000_000
        var long = Link(LinkConfiguration(rate: .kilobitsPerSecond(7_000)))
        var last = Timestamp.start
        for index in 0..<count {
            last = long.send(DataSize(bytes: 1_201), at: .start + .milliseconds(1) * index).deliveredAt ?? last
        }
        let exact = (count * 1_201 * 8 * 1_000_000 + 6_999) / 7_000

        var full = Link(LinkConfiguration(rate: .kilobitsPerSecond(1_000), queue: .time(.milliseconds(300))))
        var (longest, passed) = (TimeDelta.zero, 0)
        for index in 0..<10_000 {
            guard let wait = full.send(.full, at: .start + .milliseconds(2) * Int64(index)).queueing else { continue }
            longest = max(longest, wait)
            passed += 1
        }
        return [
            NetworkCheck(
                topic,
                "burst of ten 1,200-byte packets at 1 Mbit/s: largest distance of a wait from 9.6 ms each, in ns",
                source: "D/D/1",
                promised: 0,
                measured: worst.map { Double($0) },
                rule: .within(0)
            ),
            NetworkCheck(
                topic,
                "a million packets of 1372571.43 ns: drift of the last, in ns",
                source: "whole numbers, remainders carried",
                promised: 0,
                measured: Double(last.nanoseconds - exact),
                rule: .within(0)
            ),
            NetworkCheck(
                topic,
                "bufferbloat, 300 ms at 1 Mbit/s overloaded: longest wait in ms, within one packet (9.6 ms)",
                source: "the queue's limit",
                promised: 300,
                measured: longest.milliseconds,
                rule: .within(9.6)
            ),
            NetworkCheck(
                topic,
                "the same over 20 s: packets passed, within one",
                source: "rate times time, and the queue",
                promised: ((19.998 + 0.3) * 1e6 / 9_600).rounded(.down) + 1,
                measured: Double(passed),
                rule: .within(1)
            ),
        ]
    }

    private static func conservation() -> NetworkCheck {
        var link = Link(
            LinkConfiguration(
                rate: .kilobitsPerSecond(9_600),
                queue: .packets(10),
                loss: .bernoulli(Probability(clamping: 0.05)),
                corruption: Probability(clamping: 0.01)
            )
        )
        var arrivals = RandomStream(seed: 3, owner: 1, cause: .conversation)
        var now = Timestamp.start
        for _ in 0..<100_000 {
            now += arrivals.exponential(mean: .microseconds(950))
            _ = link.send(.full, at: now)
        }
        let counters = link.counters
        let out = [
            counters.delivered, counters.lost, counters.queueDropped, counters.outage, counters.corrupted,
            counters.policed,
        ].reduce(0) { $0 + $1.packets }
        return NetworkCheck(
            topic,
            "100,000 packets into an overloaded lossy link: those of which no fate is told",
            source: "conservation",
            promised: 0,
            measured: Double(counters.offered.packets - out),
            rule: .within(0)
        )
    }
}
