import NetworkEmulation
import Statistics
import Units
import ValidationComparison

/// Delay and jitter (network.md 7: 10 to 12).
enum DelayChecks {
    private static let topic = "Delay"
    private static let count = 100_000
    /// The limit of sqrt(n) times Kolmogorov and Smirnov's distance that is exceeded once in a million.
    private static let kolmogorovLimit = 2.69

    static func all() -> [NetworkCheck] {
        DelayLaw.all.enumerated().flatMap { law($1, owner: UInt32($0) + 1) } + memory() + literalForm()
            + [signedForm()] + spacing() + retransmission() + spikes()
    }

    /// How much each of an evenly spaced train is delayed beyond the link's delay, in ms, far from the cut at zero.
    private static func excesses(_ jitter: Jitter, owner: UInt32) -> [Double] {
        let delay = TimeDelta.seconds(10)
        var link = Link(LinkConfiguration(delay: delay, jitter: jitter, allowsReordering: true), owner: owner)
        return (0..<count).compactMap { index in
            let time = Timestamp.start + .milliseconds(20) * Int64(index)
            return link.send(.full, at: time).deliveredAt.map { ($0 - time - delay).milliseconds }
        }
    }

    private static func law(_ law: DelayLaw, owner: UInt32) -> [NetworkCheck] {
        let scale = 12.0
        let values = excesses(law.jitter(scale), owner: owner)
        let n = Double(values.count)
        let mean = values.reduce(0, +) / n
        let deviation = (values.reduce(0) { $0 + $1 * $1 } / n).squareRoot()
        // The standard deviation of a sample standard deviation of known mean, by the delta method.
        let error = scale * ((law.kurtosis - 1) / n).squareRoot() / 2
        return [
            .exact(
                topic,
                "\(law.name): mean beyond the link's delay, in ms",
                source: "network.md 3.3",
                promised: 0,
                measured: mean,
                error: scale / n.squareRoot()
            ),
            .exact(
                topic,
                "\(law.name): standard deviation in ms",
                source: "as asked",
                promised: scale,
                measured: deviation,
                error: error
            ),
            NetworkCheck(
                topic,
                "\(law.name): sqrt(n) times the distance of Kolmogorov and Smirnov",
                source: "critical value, alpha 1e-6 (1.63 at 1 %)",
                promised: kolmogorovLimit,
                measured: kolmogorovDistance(values) { law.cumulative($0 / scale) },
                rule: .atMost
            ),
        ]
    }

    /// Bartlett's formula for a Gaussian process of known mean.
    private static func memory() -> [NetworkCheck] {
        let values = excesses(Jitter(standardDeviation: .milliseconds(12), memory: .milliseconds(100)), owner: 11)
        let scores = values.map { $0 / 12 }
        let powers = (0..<2_000).map { Elementary.exp(-0.2 * Double($0)) }
        return (1...5).map { lag in
            let products = zip(scores, scores.dropFirst(lag)).reduce(0) { $0 + $1.0 * $1.1 }
            let spread = (-900...900).reduce(0.0) {
                $0 + powers[abs($1)] * powers[abs($1)] + powers[abs($1 + lag)] * powers[abs($1 - lag)]
            }
            return .exact(
                topic,
                "normal, memory 100 ms, a packet each 20 ms: autocorrelation at lag \(lag)",
                source: "exp(-0.2 lag); error by Bartlett",
                promised: powers[lag],
                measured: products / Double(scores.count - lag),
                error: (spread / Double(scores.count - lag)).squareRoot()
            )
        }
    }

    private static func literalForm() -> [NetworkCheck] {
        let values = excesses(Jitter(.clippedNormal(.literal), unit: .milliseconds(5)), owner: 12)
        let n = Double(values.count)
        let source = "RFC 8868, section 4.5; rfc8593_rfc8868.json"
        let mean = NetworkCheck.exact(
            topic,
            "RFC 8868, literal form, 5 ms: mean in ms",
            source: source,
            promised: 3.985_601_260_84,
            measured: values.reduce(0, +) / n,
            error: 2.998_360_308_64 / n.squareRoot()
        )
        let shares: [(String, Double, (Double) -> Bool)] = [
            ("share at 15 ms", 0.002_699_796_063_26, { $0 == 15 }),
            ("share up to the median, 3.37 ms", 0.5, { $0 <= 3.372_448_750_98 }),
            ("share up to the 95th percentile, 9.80 ms", 0.95, { $0 <= 9.799_819_922_7 }),
            ("share up to the 99th percentile, 12.88 ms", 0.99, { $0 <= 12.879_146_517_7 }),
        ]
        return [mean]
            + shares.map { name, share, isCounted in
                .exact(
                    topic,
                    "RFC 8868, literal form, 5 ms: \(name)",
                    source: source,
                    promised: share,
                    measured: Double(values.count(where: isCounted)) / n,
                    error: (share * (1 - share) / n).squareRoot()
                )
            }
    }

    private static func signedForm() -> NetworkCheck {
        let values = excesses(Jitter(.clippedNormal(.signed), unit: .milliseconds(5)), owner: 13)
        let n = Double(values.count)
        let deviation = 4.987_502_576_53
        let fourth = normalMean { score in
            let square = min(score * score, 9) * 25
            return square * square
        }
        return .exact(
            topic,
            "RFC 8868, signed form, 5 ms: standard deviation in ms",
            source: "rfc8593_rfc8868.json",
            promised: deviation,
            measured: (values.reduce(0) { $0 + $1 * $1 } / n).squareRoot(),
            error: ((fourth - deviation * deviation * deviation * deviation) / n).squareRoot() / (2 * deviation)
        )
    }

    /// No packet comes sooner after another than it takes to send.
    private static func spacing() -> [NetworkCheck] {
        func times(_ configuration: LinkConfiguration) -> [Timestamp] {
            var link = Link(configuration)
            return (0..<5_000).compactMap {
                link.send(.full, at: .start + .milliseconds(12) * Int64($0)).deliveredAt
            }
        }
        let rate = DataRate.kilobitsPerSecond(1_000)
        let jitter = Jitter.rfc8868(.literal, standardDeviation: .milliseconds(20))
        let kept = times(LinkConfiguration(rate: rate, delay: .milliseconds(70), jitter: jitter))
        var free = LinkConfiguration(rate: rate, delay: .milliseconds(70), allowsReordering: true)
        free.jitter = Jitter(.clippedNormal(.literal), unit: .milliseconds(20))
        let loose = times(free)
        let gaps = zip(kept, kept.dropFirst()).map { ($1 - $0).milliseconds }
        return [
            NetworkCheck(
                topic,
                "RFC 8868, order kept (NR-BPDV), 1,200 bytes at 1 Mbit/s: least spacing in ms",
                source: "RFC 8868, section 4.5: the serialisation delay",
                promised: 9.6,
                measured: gaps.min(),
                rule: .atLeast
            ),
            NetworkCheck(
                topic,
                "the same, reordering allowed (RBPDV): packets of 5,000 that overtake the one before",
                source: "RFC 8868, section 4.5: some",
                promised: 1,
                measured: Double(zip(loose, loose.dropFirst()).count { $0 > $1 }),
                rule: .atLeast
            ),
        ]
    }

    /// Sent once a second, so that no packet waits for another.
    private static func retransmission() -> [NetworkCheck] {
        var link = Link(LinkConfiguration(disturbances: DelayDisturbances(harq: .lte)))
        let delays = (0..<count).compactMap { index in
            let time = Timestamp.start + .seconds(1) * Int64(index)
            return link.send(.full, at: time).deliveredAt.map { ($0 - time).milliseconds }
        }
        let n = Double(delays.count)
        return [(0, 0.9), (8, 0.09), (16, 0.009), (24, 0.000_9)].map { delay, share in
            .exact(
                topic,
                "HARQ of LTE (remembered constants): share of packets late by \(delay) ms",
                source: "0.9 * 0.1^k; network.md 3.5",
                promised: share,
                measured: Double(delays.count { ($0 - Double(delay)).magnitude < 1e-6 }) / n,
                error: (share * (1 - share) / n).squareRoot()
            )
        }
    }

    private static func spikes() -> [NetworkCheck] {
        guard
            let spikes = DelaySpikes(
                meanInterval: .seconds(2),
                height: .exponential(mean: .milliseconds(200))
            )
        else { return [] }
        let replications = Replications(row: 1) { owner in
            var link = Link(LinkConfiguration(disturbances: DelayDisturbances(spikes: spikes)), owner: owner)
            let late = (0..<100_000).count { index in
                let time = Timestamp.start + .milliseconds(20) * Int64(index)
                return (link.send(.full, at: time).deliveredAt ?? time) > time
            }
            return Double(late) / 100_000
        }
        return [
            replications.check(
                topic,
                "delay spikes of 200 ms (exponential) each 2 s: share of packets late",
                source: "M/G/1: the load",
                promised: 0.1
            )
        ]
    }
}
