/// The video score of this project, 1 to 5: how near shown pictures come to their sources, and how steadily they come.
///
/// **Ours and provisional**: no panel of people has rated it. By its name and version, `rehearsal.videoScore.v1`,
///
///     1 + 4 (VMAF-NEG / 100) min(1, harmonic frame rate / source frame rate)^0.5 (1 - freeze ratio)^2
///
/// with VMAF-NEG over the pictures that were shown, each against its own source, at the size at which they were sent.
public enum VideoScore {
    /// How results and reports name this figure.
    public static let name = "rehearsal.videoScore.v1"

    /// The score of a call or a stretch of it.
    ///
    /// - Parameters:
    ///   - vmafNeg: 0 to 100.
    ///   - harmonicFrameRate: of the shown pictures, in fps, 0 or more.
    ///   - sourceFrameRate: of the camera, in fps, above 0.
    ///   - freezeRatio: 0 to 1.
    /// - Returns: 1 to 5, or `nil` for what is outside of these.
    public static func v1(
        vmafNeg: Double,
        harmonicFrameRate: Double,
        sourceFrameRate: Double,
        freezeRatio: Double
    ) -> Double? {
        guard (0...100).contains(vmafNeg), (0...1).contains(freezeRatio) else { return nil }
        guard harmonicFrameRate >= 0, sourceFrameRate > 0, sourceFrameRate.isFinite else { return nil }
        let pace = min(1, harmonicFrameRate / sourceFrameRate).squareRoot()
        return 1 + 4 * (vmafNeg / 100) * pace * (1 - freezeRatio) * (1 - freezeRatio)
    }
}
