extension VideoQualityFile {
    /// The section of docs/validation.md that this file fills.
    public static let section = "video"

    /// The section: how far each fit lies from what it was fitted to, and what quantisers make of pictures.
    public var page: String {
        let losses = Set(fits.flatMap { $0.cells.map(\.wantedLoss) }).sorted()
        var lines = [
            "## Video without pictures: the fitted form of G.1070", "",
            "`\(provenance.command)` codes \(provenance.conditions), scores what is shown by \(provenance.score)",
            "(libvmaf \(provenance.libvmaf); libvpx \(provenance.libvpx)) and fits ITU-T G.1070's Vq to it for each codec",
            "and size. Residuals are of the fitted points themselves; nothing was held out, and no panel of people has rated",
            "the score. Points, fits, and every residual: `Results/validation/video-quality.json`; the model:",
            "[g1070.md](models/g1070.md).", "",
            "| codec, size | points | RMSE | largest | "
                + losses.map { "RMS at \(Self.text($0)) % lost" }
                .joined(separator: " | ") + " |",
            "|---|---|---|---|" + String(repeating: "---|", count: losses.count),
        ]
        for fit in fits {
            let byLoss = losses.map { loss in
                Self.rms(fit.cells.filter { $0.wantedLoss == loss }.map(\.residual)).map(Self.text) ?? "-"
            }
            lines.append(
                "| \(fit.codec) \(fit.width)x\(fit.height) | \(fit.points) | \(Self.text(fit.rmse)) | "
                    + "\(Self.text(fit.largest)) | " + byLoss.joined(separator: " | ") + " |"
            )
        }
        lines += [
            "",
            "Means over the presets of a condition; the scale is 1 to 5. What a quantiser makes of pictures of 640x360,",
            "without losses. Added edge contrast is the step over 8x8 borders against that within, less the source's own: below",
            "0 the loop filters smear the grid more than the quantiser shows it, so that no blockiness is reported:",
            "",
            "| codec, quantiser | pictures | PSNR, dB | SSIM | added edge contrast |", "|---|---|---|---|---|",
        ]
        for codec in Set(quantizers.map(\.codec)).sorted() {
            let known = quantizers.filter { $0.codec == codec && $0.height == 360 && $0.pictures >= 20 }
                .sorted { $0.quantizer < $1.quantizer }
            let step = max(1, known.count / 8)
            for index in stride(from: 0, to: known.count, by: step) {
                let one = known[index]
                lines.append(
                    "| \(codec) \(one.quantizer) | \(one.pictures) | \(Self.text(one.psnr)) | \(Self.text(one.ssim)) | "
                        + "\(Self.text(one.edgeContrast)) |"
                )
            }
        }
        return lines.joined(separator: "\n") + "\n\n"
    }

    private static func rms(_ values: [Double]) -> Double? {
        guard !values.isEmpty else { return nil }
        return (values.reduce(0) { $0 + $1 * $1 } / Double(values.count)).squareRoot()
    }

    private static func text(_ value: Double) -> String {
        let rounded = (value * 1_000).rounded() / 1_000
        return rounded == rounded.rounded() ? String(Int(rounded)) : String(rounded)
    }
}
