import Results

/// The section of docs/validation.md about the network models, from `Results/validation/network.json`.
public struct NetworkPage {
    /// The section's mark.
    public static let section = "network"

    public let text: String

    /// - Throws: `ValidationError` where the results are not what `Scripts/validate network` writes.
    public init(parsing bytes: [UInt8], place: String) throws(ValidationError) {
        self.init(try NetworkResults(parsing: bytes, place: place))
    }

    public init(_ results: NetworkResults) {
        let holding = results.checks.count { $0.holds }
        var text = Self.introduction + "**\(holding) of \(results.checks.count) checks hold.**\n"
        var topics: [String] = []
        for check in results.checks where !topics.contains(check.topic) { topics.append(check.topic) }
        for topic in topics {
            text += "\n## \(topic)\n\n" + Self.table(results.checks.filter { $0.topic == topic }, measured: "measured")
        }
        text += "\n## The kernel's queues\n\n"
        if let kernel = results.kernel {
            let holding = kernel.checks.count { $0.holds }
            text += Self.kernel(kernel.release)
            text += "**\(holding) of \(kernel.checks.count) checks hold.**\n\n"
            text += Self.table(kernel.checks, promised: "model", measured: "kernel")
        } else {
            text += "Not compared: no run of `Scripts/validate network` had root and tc (iproute2).\n"
        }
        self.text = text
    }

    private static let introduction = """

        # Network models: what they promise and what they do

        `Scripts/validate network` sends packets through our models with fixed seeds and writes this section. *Promised* is
        a closed form, a standard's number or a vector computed apart from this package, with its source. *Error* is the
        standard error from the exact variance of what is measured, correlation between packets included, or with "r"
        that of 40 independent replications; *z* is the difference in standard errors. A check holds where |z| is at
        most 4.89 (once in a million by chance; for replications Student's t with 39 degrees of freedom, 5.80), and where
        a bound or a tolerance ("±", which the check or its source explains) is kept. The seeds are fixed: nothing was
        drawn again.


        """

    private static func kernel(_ release: String) -> String {
        """
        Measured on Linux \(release), by the last run that had root and tc (iproute2); a run without keeps this
        table. Two network namespaces are joined by a veth pair; 600 frames of 1,242 bytes are sent, one each 5 ms (1.99
        Mbit/s), and the receiver reads the kernel's time stamps. The model gets the times at which the frames were
        really sent. Counts may differ by one packet. The median wait may differ by what this machine's own timers were
        late by in the same run and half of what a sending call took, both at the median; the longest by one tick of the
        kernel's scheduler, by which a timer's work may be put off. Where the model is a serialiser instead of a bucket,
        waits may differ by one frame's time, since the two count the frame in service differently.


        """
    }

    private static func table(_ checks: [NetworkCheck], promised: String = "promised", measured: String) -> String {
        row(["what", "source", promised, measured, "error", "z", "holds"])
            + "|" + String(repeating: "---|", count: 7) + "\n" + checks.map(row).joined()
    }

    private static func row(_ check: NetworkCheck) -> String {
        var promised = number(check.promised)
        var error = "-"
        switch check.rule {
        case .within(let tolerance): error = tolerance == 0 ? "exact" : "± " + number(tolerance)
        case .statistical(let standardError, let limit):
            error = number(standardError, digits: 3) + (limit > NetworkCheck.normalLimit ? " r" : "")
        case .atMost: promised = "at most " + promised
        case .atLeast: promised = "at least " + promised
        }
        return row([
            check.what, check.source, promised, check.measured.map { number($0) } ?? "-", error,
            check.z.map { signed($0) } ?? "-", check.holds ? "yes" : "**no**",
        ])
    }

    private static func row(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |\n" }

    /// Two decimals and a sign.
    private static func signed(_ value: Double) -> String {
        let hundredths = Int((value * 100).rounded())
        let rest = String(hundredths.magnitude % 100)
        return (hundredths < 0 ? "-" : "+") + "\(hundredths.magnitude / 100)."
            + String(repeating: "0", count: 2 - rest.count) + rest
    }

    /// Rounded to so many significant digits, six at most.
    private static func number(_ value: Double, digits: Int = 6) -> String {
        guard digits < 6, value != 0 else { return JSONNumber(score: value).literal }
        var scale = 1.0
        let least = digits == 3 ? 100.0 : 1
        while (value * scale).magnitude < least { scale *= 10 }
        while (value * scale).magnitude >= least * 10 { scale /= 10 }
        return JSONNumber(score: (value * scale).rounded() / scale).literal
    }
}
