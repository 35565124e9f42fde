/// The section of docs/validation.md about Opus' impairments.
public struct OpusPage {
    /// The section's mark.
    public static let section = "opus"

    public let text: String

    public init(_ fit: OpusCalibrationFit) {
        text =
            Self.introduction + Self.coding(fit) + Self.anchor(fit) + Self.robustness(fit)
            + "\nAll residuals, condition by condition: `Results/validation/opus-ie-bpl.json`.\n"
    }

    private static let introduction = """

        # Opus: a table of our own

        **No ITU table of Ie,WB or Bpl for Opus exists.** `Scripts/calibrate opus` makes ours, **project-calibrated**,
        and writes this section; `Scripts/calibrate opus --refit` writes it again from the committed scores alone. The
        talkers are synthetic. What it does and what it cannot say: [the model's page](models/opus-impairment.md).

        Two tools judge: ViSQOL (speech mode, lattice) against the source, PLCMOS v2 without one. Scores are means over
        the talkers; impairments are on the scale of R, of which wideband has 129.


        """

    private static func coding(_ fit: OpusCalibrationFit) -> String {
        "## Clean coding\n\n" + table(["kbit/s", "ViSQOL", "PLCMOS", "by the line", "**Ie,WB**"])
            + fit.codings.map {
                row([
                    plain($0.kilobits), decimals($0.visqol, 2), decimals($0.plcmos, 2), decimals($0.line),
                    decimals($0.ie),
                ])
            }.joined()
    }

    private static func anchor(_ fit: OpusCalibrationFit) -> String {
        var text = "\n## The anchor: AMR-WB\n\n"
        text += "Clean coding by ViSQOL: a line of slope \(decimals(fit.line.slope, 2)), residual "
        text += "\(decimals(fit.line.rms)) (root of the mean square).\n\n"
        text += table(["kbit/s", "published Ie,WB", "by the line", "residual"])
        text += fit.cleanAnchor.map { point($0) }.joined()
        if let g722 = fit.g722 {
            text +=
                "\nG.722 at 64 kbit/s, which the line does not know, comes out at \(decimals(g722)): better than no\n"
            text += "coding at all, which is wrong. ViSQOL favours coders that keep the waveform.\n"
        }
        text += "\nLosses: Ie,eff - Ie by the published Bpl, and by each tool's power.\n\n"
        text += table(["kbit/s", "lost, %", "published", "ViSQOL", "residual", "PLCMOS", "residual"])
        for (one, other) in zip(fit.visqolAnchor, fit.plcmosAnchor) {
            text += row([
                plain(one.kilobits), decimals(one.ppl), decimals(one.published), decimals(one.fitted),
                decimals(one.residual), decimals(other.fitted), decimals(other.residual),
            ])
        }
        text += "\nThe residual is \(decimals(fit.visqolPower.rms)) (exponent \(plain(fit.visqolPower.exponent))) by "
        text += "ViSQOL and \(decimals(fit.plcmosPower.rms)) (exponent \(plain(fit.plcmosPower.exponent))) by PLCMOS.\n"
        text += "\n" + table(["AMR-WB, Bpl", "published", "ViSQOL", "PLCMOS", "both"])
        for robustness in fit.anchorRobustness {
            text += row([
                robustness.over, fit.publishedBpl(robustness).map { decimals($0) } ?? "-",
                decimals(robustness.visqol.bpl), decimals(robustness.plcmos.bpl), decimals(robustness.both.bpl),
            ])
        }
        return text
    }

    private static func robustness(_ fit: OpusCalibrationFit) -> String {
        var text = "\n## Losses\n\n**Bpl \(decimals(fit.bpl))**, with 1 for the burst ratio in the formula. "
        text += "In brackets: the residual.\n\n"
        text += table(["Bpl over", "BurstR in the formula", "ViSQOL alone", "PLCMOS alone", "both"])
        for robustness in fit.robustness {
            text += row(
                [robustness.over, robustness.usesBurstRatio ? "of the losses" : "1"]
                    + [robustness.visqol, robustness.plcmos, robustness.both].map {
                        "\(decimals($0.bpl)) (\(decimals($0.rms)))"
                    }
            )
        }
        return text
    }

    private static func point(_ point: OpusCalibrationFit.AnchorPoint) -> String {
        row([plain(point.kilobits), decimals(point.published), decimals(point.fitted), decimals(point.residual)])
    }

    private static func table(_ heads: [String]) -> String {
        row(heads) + "|" + String(repeating: "---|", count: heads.count) + "\n"
    }

    private static func row(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |\n" }

    private static func plain(_ value: Double) -> String {
        let text = value.description
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }

    private static func decimals(_ value: Double, _ count: Int = 1) -> String {
        let scale = count == 2 ? 100 : 10
        let whole = Int((value * Double(scale)).rounded())
        let rest = String(whole.magnitude % UInt(scale))
        return (whole < 0 ? "-" : "") + "\(whole.magnitude / UInt(scale))."
            + String(repeating: "0", count: count - rest.count) + rest
    }
}
