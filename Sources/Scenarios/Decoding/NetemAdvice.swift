import NetworkEmulation
import Units

/// Says where netem does something else than it is asked for, with what it really does.
struct NetemAdvice {
    let section: Section
    let netem: Netem

    func warn() {
        if case .random(let chance) = netem.loss { warn(chance, "loses", at: NetemFields.loss.key) }
        warn(netem.duplicate, "duplicates", at: NetemFields.duplicate.key)
        warn(netem.corrupt, "corrupts", at: NetemFields.corrupt.key)
        warn(netem.reorder, "reorders", at: NetemFields.reorder.key)
        warnOfDuplicates()
        warnOfDelays()
    }

    private func warn(_ chance: Netem.Chance, _ verb: String, at key: String) {
        let actual = chance.actualRate
        guard actual != chance.probability.value else { return }
        let asked = ShareText.text(of: chance.probability.value)
        let correlation = ShareText.text(of: chance.correlation.value)
        add(
            "with a correlation of \(correlation) netem \(verb) \(ShareText.text(of: actual)) of packets, not \(asked)",
            hint: key == NetemFields.loss.key
                ? "loss: { gilbert: { rate: \(asked), burst: 4 packets } } of a link that is not netem's keeps the rate"
                : "leave the correlation out to keep the share",
            at: key
        )
    }

    private func warnOfDuplicates() {
        guard case .random(let loss) = netem.loss, netem.duplicate.probability > .never,
            loss.probability > .never
        else { return }
        let none = (1 - netem.duplicate.actualRate) * loss.actualRate
        add(
            "netem delivers a packet that it both loses and duplicates: \(ShareText.text(of: none)) of packets do not come "
                + "through, not \(ShareText.text(of: loss.probability.value))",
            hint: "duplicate of a link that is not netem's copies only what comes out",
            at: NetemFields.duplicate.key
        )
    }

    private func warnOfDelays() {
        let jitter = netem.jitter
        guard jitter > .zero else { return }
        if netem.delayCorrelation > .never {
            let isLost =
                netem.distribution != .uniform || (jitter <= .milliseconds(100) && netem.delayCorrelation.value <= 0.5)
            add(
                isLost
                    ? "netem's correlation of delays does nothing: it is lost in a modulo, and delays are independent"
                    : "netem's correlation of delays is mostly lost in a modulo",
                hint: "jitter: { normal: 20 ms, memory: 200 ms } of a link that is not netem's keeps it",
                at: NetemFields.correlation.key
            )
        }
        guard let table = netem.distribution.table, abs(table.standardDeviation - 1) > 0.01 else { return }
        let spread = Double(jitter.nanoseconds) * table.standardDeviation
        let mean = Double(jitter.nanoseconds) * table.mean
        add(
            "this table of netem's has \(ValueText.plain((table.standardDeviation * 1_000).rounded() / 1_000)) of the "
                + "jitter: a standard deviation of \(Self.time(spread)), and a mean \(Self.time(-mean)) below the delay",
            hint: "jitter of a link that is not netem's is the standard deviation itself",
            at: section.has(NetemFields.tableFile.key) ? NetemFields.tableFile.key : NetemFields.distribution.key
        )
    }

    private static func time(_ nanoseconds: Double) -> String {
        "\(ValueText.plain((nanoseconds / 1e3).rounded() / 1e3)) ms"
    }

    private func add(_ message: String, hint: String, at key: String) {
        section.findings.warn(
            Complaint(message, hint: hint),
            at: section.position(of: key),
            path: section.path(key)
        )
    }
}

/// Shares as messages print them, however small.
enum ShareText {
    /// At most three significant digits: `0.3 %`, `4e-7 %`, `0 %` below 1e-98 %.
    static func text(of share: Double) -> String {
        let percent = share * 100
        guard percent > 1e-98 else { return "0 %" }
        var (digits, exponent) = (percent, 0)
        while digits < 1 { (digits, exponent) = (digits * 10, exponent - 1) }
        guard exponent < -3 else {
            var scale = 100.0
            for _ in 0..<(-exponent) { scale *= 10 }
            return "\(ValueText.plain((percent * scale).rounded() / scale)) %"
        }
        let short = (digits * 10).rounded() / 10
        // 9.96 rounds to 10.
        return short < 10 ? "\(ValueText.plain(short))e\(exponent) %" : "1e\(exponent + 1) %"
    }
}
