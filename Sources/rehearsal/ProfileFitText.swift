import Foundation
import NetworkEmulation
import Scenarios
import Units

/// A fitted profile as YAML to paste, with the report of the fit as comments.
struct ProfileFitText {
    let fit: ProfileFit
    let name: String
    let like: String?
    let files: [String]

    var yaml: String {
        var lines = ["profiles:", "  \(name):"]
        if let like { lines.append("    like: \(like)") }
        let keys = numbers
        let missing = ["down", "up", "rtt", "jitter", "loss"].filter { key in !keys.contains { $0.key == key } }
        if like == nil, !missing.isEmpty {
            lines.append("    # not complete: measure \(missing.joined(separator: ", ")) too, or give --like NAME")
        }
        lines.append("    description: \(quoted("fitted to \(files.joined(separator: ", "))"))")
        lines += keys.map { "    \($0.key): \($0.value)" }
        let zero = [fit.down, fit.up].compactMap { $0?.zeroShare.value }.max() ?? 0
        if zero > 0, zero < 0.99 {
            lines.append("    events: { zero_seconds: \(percent(zero)) }")
        }
        lines.append("    confidence: \(quoted("measured on one access; \(counts)"))")
        lines.append("    sources: [\(files.map(quoted).joined(separator: ", "))]")
        return (lines + [""] + report.map { "# \($0)" }).map(\.escapingControls).joined(separator: "\n")
    }

    private var counts: String {
        var parts: [String] = []
        if let delay = fit.delay { parts.append("\(delay.sampleCount) delays") }
        if let loss = fit.loss { parts.append("\(loss.packetCount) packets for loss") }
        let rates = (fit.down?.sampleCount ?? 0) + (fit.up?.sampleCount ?? 0)
        if rates > 0 { parts.append("\(rates) rates") }
        return parts.joined(separator: ", ")
    }

    private var numbers: [(key: String, value: String)] {
        var numbers: [(key: String, value: String)] = []
        for (key, rates) in [("down", fit.down), ("up", fit.up)] {
            guard let rates else { continue }
            let values = [rates.p5, rates.p50, rates.p95].map { rate(max($0.value, 1_000)) }
            numbers.append((key, "{ p5: \(values[0]), p50: \(values[1]), p95: \(values[2]) }"))
        }
        if let delay = fit.delay {
            if let median = delay.roundTrip { numbers.append(("rtt", spread(median.value, delay.roundTripP95))) }
            if let jitter = delay.jitter { numbers.append(("jitter", spread(jitter.value, delay.jitterP95))) }
        }
        if let loss = fit.loss {
            numbers.append(("loss", percent(loss.rate.value)))
            if let run = loss.meanRunAtProfileSpacing {
                numbers.append(("mean_loss_run", "\(plain(min(max(run, 1), 1_000))) packets"))
            }
        }
        return numbers
    }

    /// The report of the fit: samples, intervals of 95 %, how well the models fit, and what is not known.
    private var report: [String] {
        var lines = ["report of the fit (intervals of 95 % where the samples give one):"]
        for (key, rates) in [("down", fit.down), ("up", fit.up)] {
            guard let rates else { continue }
            lines.append("  \(key): \(rates.sampleCount) samples, \(percent(rates.zeroShare.value)) of them zero")
            for (name, value) in [("p5", rates.p5), ("p50", rates.p50), ("p95", rates.p95)] {
                lines.append("    \(name) \(interval(value, rate))")
            }
        }
        if let delay = fit.delay { lines += report(delay) }
        if let loss = fit.loss { lines += report(loss) }
        if let carried = fit.carriedRate {
            lines.append("  the packets carried \(rate(Double(carried.bitsPerSecond))): the path can do at least that")
        }
        lines += fit.remarks.map { "  note: \($0)" }
        lines.append("not known from these files:")
        return lines + fit.unknowns.map { "  \($0)" }
    }

    private func report(_ delay: DelayFit) -> [String] {
        let kind = delay.way == .roundTrip ? "round trips" : "one-way delays without their constant part"
        var lines = ["  delay: \(delay.sampleCount) \(kind), \(delay.minuteCount) whole minutes"]
        if let resolution = delay.resolution { lines.append("    read to \(time(resolution.seconds))") }
        if let median = delay.roundTrip { lines.append("    median \(interval(median, time))") }
        if let jitter = delay.jitter {
            let how = delay.way == .roundTrip ? ": that of round trips over sqrt 2, both directions alike" : ""
            lines.append("    deviation of one direction \(interval(jitter, time))\(how)")
        }
        if let jitter = delay.interarrivalJitter {
            lines.append("    RFC 3550's jitter at the end \(time(jitter.seconds))")
        }
        if let correlation = delay.correlation {
            let memory = delay.memory.map { ", a memory of \(time($0))" } ?? ", no memory that shows"
            lines.append("    neighbours correlate by \(plain(correlation))\(memory); profiles assume 100 ms")
        }
        if let distance = delay.normalDistance {
            let usual = 0.886 / Double(delay.sampleCount).squareRoot()
            lines.append(
                "    distance from a normal law (Kolmogorov-Smirnov) \(plain(distance)); normal, independent delays "
                    + "stay below \(plain(usual)) in 19 of 20 cases (Lilliefors)"
            )
        }
        return lines
    }

    private func report(_ loss: LossFit) -> [String] {
        let way = loss.way == .roundTrip ? "there and back" : "in one direction"
        var lines = [
            "  loss: \(loss.lossCount) of \(loss.packetCount) packets \(way), \(percent(loss.measuredRate))",
            "    one direction \(interval(loss.rate, percent))"
                + (loss.way == .roundTrip ? ": both directions alike" : ""),
        ]
        if let z = loss.clustering {
            let words = z < -1.96 ? "losses cluster" : z > 1.96 ? "losses keep apart" : "losses look independent"
            lines.append("    runs test z = \(plain(z)): \(words)")
        }
        if let gilbert = loss.gilbert {
            lines.append(
                "    Gilbert model: p = \(withError(gilbert.leaveGood)), r = \(withError(gilbert.leaveBad)), "
                    + "\(gilbert.runCount) runs" + (gilbert.isIdentified ? "" : ": too few to believe")
            )
        }
        if let run = loss.meanRun, let ratio = loss.burstRatio {
            lines.append("    mean run \(plain(run)) packets, burst ratio \(plain(ratio)) (ITU-T G.107)")
        }
        return lines
    }

    private func spread(_ p50: Double, _ p95: Double?) -> String {
        guard let p95, p95 > p50 else { return time(p50) }
        return "{ p50: \(time(p50)), p95: \(time(p95)) }"
    }

    private func interval(_ estimate: ProfileFit.Estimate, _ text: (Double) -> String) -> String {
        let value = text(estimate.value)
        return switch (estimate.lower.map(text), estimate.upper.map(text)) {
        case (let lower?, let upper?): "\(value) (\(lower) to \(upper))"
        case (let lower?, nil): "\(value) (from \(lower) on)"
        case (nil, let upper?): "\(value) (up to \(upper))"
        case (nil, nil): value
        }
    }

    private func withError(_ chance: EstimatedProbability) -> String {
        "\(plain(chance.value)) (s.e. \(plain(chance.standardError)))"
    }

    private func rate(_ bitsPerSecond: Double) -> String { "\(plain(bitsPerSecond / 1e6, digits: 6)) Mbit/s" }

    private func time(_ seconds: Double) -> String { "\(plain(seconds * 1_000)) ms" }

    private func percent(_ share: Double) -> String { "\(plain(share * 100)) %" }

    /// A decimal number without exponent, to so many digits behind the point.
    private func plain(_ value: Double, digits: Int = 4) -> String {
        var text = String(format: "%.\(digits)f", value)
        while text.hasSuffix("0") { text.removeLast() }
        if text.hasSuffix(".") { text.removeLast() }
        return text == "-0" ? "0" : text
    }

    private func quoted(_ text: String) -> String {
        let inner = text.unicodeScalars.map { scalar in
            if scalar.value < 0x20 || scalar.value == 0x7F { return "?" }
            return scalar == "\"" || scalar == "\\" ? "\\\(scalar)" : String(scalar)
        }
        return "\"" + inner.joined() + "\""
    }
}
