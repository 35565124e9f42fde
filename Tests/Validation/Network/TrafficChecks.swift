import CrossTraffic
import NetworkEmulation
import Statistics
import Units
import ValidationComparison
import VirtualTime

/// TCP and synthetic video (network.md 7: 25 and 26).
enum TrafficChecks {
    private static let tcp = "TCP"
    private static let video = "Synthetic video"

    static func all() -> [NetworkCheck] { teeth() + responses() + buffer() + fairness() + frames() + [transient()] }

    private struct Sawtooth {
        var periods: [Double] = []
        var peaks: [Double] = []
        /// Segments a round trip, in the second half.
        var window = 0.0
    }

    private final class Tally {
        var times: [Double] = []
        var peaks: [Double] = []
        var last = (recoveries: 0, window: 10.0)
    }

    /// With the servers' every n-th segment lost.
    private static func sawtooth(
        _ algorithm: CongestionControlAlgorithm,
        everyNth: Int,
        roundTrip: Int64,
        seconds: Int64
    ) -> Sawtooth {
        var bench = TrafficBench(
            flows: [TCPConfiguration(congestionControl: algorithm)],
            fromServer: LinkConfiguration(delay: .milliseconds(roundTrip / 2)),
            fromClient: LinkConfiguration(delay: .milliseconds(roundTrip / 2))
        )
        let tally = Tally()
        bench.loses = { $0 % everyNth == everyNth - 1 }
        bench.observe = { now, connections in
            let statistics = connections[0].statistics(of: .server)
            if statistics.recoveries > tally.last.recoveries {
                tally.times.append(now.seconds)
                tally.peaks.append(tally.last.window)
            }
            tally.last = (statistics.recoveries, statistics.congestionWindow)
        }
        bench.run(until: .start + .seconds(seconds / 2))
        let before = bench.connections[0].statistics(of: .server).acknowledgedBytes
        bench.run(until: .start + .seconds(seconds))
        let bytes = bench.connections[0].statistics(of: .server).acknowledgedBytes - before
        return Sawtooth(
            periods: zip(tally.times.dropFirst(), tally.times).map { $0 - $1 },
            peaks: tally.peaks,
            window: Double(bytes) / 1_448 / Double(seconds / 2) * Double(roundTrip) / 1_000
        )
    }

    /// CUBIC's curve W(t) = 0.4 (t - K)^3 + W_max after a loss at `peak`.
    private static func period(after peak: Double, segments: Double, roundTrip: Double) -> Double {
        let plateau = Elementary.pow(peak * 0.3 / 0.4, 1.0 / 3)
        func integral(_ time: Double) -> Double {
            let (start, end) = (plateau, time - plateau)
            return peak * time + 0.1 * (end * end * end * end - start * start * start * start)
        }
        var (low, high) = (0.0, 1_000.0)
        for _ in 0..<100 {
            let middle = (low + high) / 2
            if integral(middle) < segments * roundTrip { low = middle } else { high = middle }
        }
        return low
    }

    private static func teeth() -> [NetworkCheck] {
        let teeth = sawtooth(.cubic, everyNth: 10_000, roundTrip: 100, seconds: 60)
        return zip(teeth.periods, teeth.peaks).suffix(3).map { measured, peak in
            NetworkCheck(
                tcp,
                "CUBIC, 100 ms, every 10,000th segment lost: tooth after a peak of \(Int(peak)) segments, in s",
                source: "RFC 9438's curve integrated; within a round trip",
                promised: 0.1 + period(after: peak, segments: 10_000 - 0.7 * peak, roundTrip: 0.1),
                measured: measured,
                rule: .within(0.1)
            )
        }
    }

    private static func responses() -> [NetworkCheck] {
        let promised = 1.22 * 10
        let check = NetworkCheck(
            tcp,
            "Reno, 80 ms, segments lost at random with 0.01: mean window in segments",
            source: "Mathis et al.: 1.22 / sqrt(p); within 15 % (network.md 7, no. 25)",
            promised: promised,
            measured: randomWindow(loss: 0.01),
            rule: .within(0.15 * promised)
        )
        return [check]
            + [("Reno", CongestionControlAlgorithm.reno), ("CUBIC where Reno has more", .cubic)].map {
                name,
                algorithm in
                let promised = 1.22 * 1_000.0.squareRoot()
                return NetworkCheck(
                    tcp,
                    "\(name), 50 ms, every 1,000th segment lost: mean window in segments",
                    source: "Mathis et al.: 1.22 / sqrt(p); within 15 % (network.md 7, no. 25)",
                    promised: promised,
                    measured: sawtooth(algorithm, everyNth: 1_000, roundTrip: 50, seconds: 100).window,
                    rule: .within(0.15 * promised)
                )
            }
    }

    /// Segments a round trip over 300 s.
    private static func randomWindow(loss: Double) -> Double {
        var bench = TrafficBench(
            flows: [TCPConfiguration(congestionControl: .reno)],
            fromServer: LinkConfiguration(
                delay: .milliseconds(40),
                loss: .bernoulli(Probability(clamping: loss))
            ),
            fromClient: LinkConfiguration(delay: .milliseconds(40))
        )
        bench.run(until: .start + .seconds(40))
        let before = bench.connections[0].statistics(of: .server).acknowledgedBytes
        bench.run(until: .start + .seconds(340))
        let bytes = bench.connections[0].statistics(of: .server).acknowledgedBytes - before
        return Double(bytes) / 1_448 / 300 * 0.08
    }

    private static func buffer() -> [NetworkCheck] {
        var bench = TrafficBench(
            flows: [TCPConfiguration()],
            fromServer: LinkConfiguration(
                rate: .kilobitsPerSecond(5_000),
                queue: .time(.milliseconds(200)),
                delay: .milliseconds(10)
            ),
            fromClient: LinkConfiguration(delay: .milliseconds(10))
        )
        bench.run(until: .start + .seconds(10))
        let before = bench.connections[0].statistics(of: .server).acknowledgedBytes
        bench.run(until: .start + .seconds(50))
        let bytes = bench.connections[0].statistics(of: .server).acknowledgedBytes - before
        let waits = bench.waits.filter { $0.time > .start + .seconds(10) }.map(\.wait.milliseconds)
        let name = "one CUBIC flow, 5 Mbit/s, 20 ms, a buffer of 200 ms"
        return [
            NetworkCheck(
                tcp,
                "\(name): longest wait in ms",
                source: "a full buffer; within two segments of 2.4 ms",
                promised: 200,
                measured: waits.max(),
                rule: .within(4.8)
            ),
            NetworkCheck(
                tcp,
                "\(name): shortest wait in ms",
                source: "0.7 (D + RTT) - RTT; within three segments",
                promised: 0.7 * 220 - 20,
                measured: waits.min(),
                rule: .within(7.2)
            ),
            NetworkCheck(
                tcp,
                "\(name): share of the rate that is payload",
                source: "1,448 of 1,500 bytes; within a thousandth",
                promised: 1_448.0 / 1_500,
                measured: Double(bytes) * 8 / 40 / 5e6,
                rule: .within(0.001)
            ),
        ]
    }

    private static func fairness() -> [NetworkCheck] {
        [("CUBIC", CongestionControlAlgorithm.cubic), ("Reno", .reno)].map { name, algorithm in
            var bench = TrafficBench(
                flows: [TCPConfiguration](repeating: TCPConfiguration(congestionControl: algorithm), count: 4),
                fromServer: LinkConfiguration(
                    rate: .kilobitsPerSecond(8_000),
                    queue: .time(.milliseconds(100)),
                    delay: .milliseconds(20)
                ),
                fromClient: LinkConfiguration(delay: .milliseconds(20)),
                stagger: .milliseconds(2_370)
            )
            bench.run(until: .start + .seconds(20))
            let before = bench.connections.map { $0.statistics(of: .server).acknowledgedBytes }
            bench.run(until: .start + .seconds(80))
            let shares = zip(bench.connections, before).map {
                Double($0.statistics(of: .server).acknowledgedBytes - $1)
            }
            return NetworkCheck(
                tcp,
                "four \(name) flows of one round-trip time on a link for 60 s: Jain's index",
                source: "ours: at least 0.95",
                promised: 0.95,
                measured: CongestionMeasures.jainIndex(shares),
                rule: .atLeast
            )
        }
    }

    private static func source() -> SyntheticVideo {
        SyntheticVideo(
            configuration: SyntheticVideoConfiguration(),
            random: RandomStream(seed: 5, owner: 1, cause: .syntheticVideo),
            at: .start
        )
    }

    /// The variance of a Laplace variable's square is 20 b^4.
    private static func frames() -> [NetworkCheck] {
        var source = source()
        for _ in 0..<8 { _ = source.nextFrame() }
        let count = 200_000
        var (sizes, intervals): ([Double], [Double]) = ([], [])
        for _ in 0..<count {
            let before = source.nextFrameAt
            sizes.append(Double(source.nextFrame().size.bytes))
            intervals.append((source.nextFrameAt - before).milliseconds)
        }
        let n = Double(count)
        let moments = [("frame size in bytes", sizes, 25e3 / 6), ("interval in ms", intervals, 100.0 / 3)]
        var checks = moments.flatMap { name, values, mean -> [NetworkCheck] in
            let scale = 0.15 * mean
            let average = values.reduce(0, +) / n
            let variance = values.reduce(0) { $0 + ($1 - average) * ($1 - average) } / (n - 1)
            return [
                .exact(
                    video,
                    "1 Mbit/s at 30 frames a second: mean \(name)",
                    source: "RFC 8593, section 5.1, clipped: factor 1.0000954",
                    promised: mean * 1.000_095_447_54,
                    measured: average,
                    error: (2 * scale * scale / n).squareRoot()
                ),
                .exact(
                    video,
                    "1 Mbit/s at 30 frames a second: standard deviation of the \(name)",
                    source: "0.15 sqrt 2 of the mean; rfc8593_rfc8868.json",
                    promised: scale * 2.0.squareRoot(),
                    measured: variance.squareRoot(),
                    error: (20.0 / n).squareRoot() * scale / (2 * 2.0.squareRoot())
                ),
            ]
        }
        let few = sizes.prefix(20_000).map { ($0 / (25e3 / 6) - 1) / 0.15 }
        checks.append(
            NetworkCheck(
                video,
                "20,000 frame sizes: sqrt(n) times the distance of Kolmogorov and Smirnov from Laplace's law",
                source: "critical value, alpha 1e-6, and half a byte of rounding",
                promised: 2.69 + 0.5 * 0.5 / (0.15 * 25e3 / 6) * 20_000.0.squareRoot(),
                measured: kolmogorovDistance(few) { value in
                    value < 0 ? 0.5 * Elementary.exp(value) : 1 - 0.5 * Elementary.exp(-value)
                },
                rule: .atMost
            )
        )
        return checks
    }

    private static func transient() -> NetworkCheck {
        var source = source()
        let total = (0..<8).reduce(Int64(0)) { sum, _ in sum + source.nextFrame().size.bytes }
        return NetworkCheck(
            video,
            "1 Mbit/s: mean of a transient's eight frames in bytes, each rounded to one",
            source: "RFC 8593, section 5.2: R_v",
            promised: 25e3 / 6,
            measured: Double(total) / 8,
            rule: .within(0.5)
        )
    }
}
