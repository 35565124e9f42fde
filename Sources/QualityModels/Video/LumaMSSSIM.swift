public import RawMedia
import Statistics

/// The multi-scale structural similarity of luma.
///
/// Wang, Simoncelli, Bovik, "Multi-scale structural similarity for image quality assessment", Asilomar (2003): contrast
/// and structure at five scales, luminance at the coarsest, windows of 11 by 11 with a Gaussian weight of deviation 1.5,
/// K 0.01 and 0.03. What the paper leaves open is as in libvmaf's `float_ms_ssim`: the low-pass filter between scales is
/// that of the 9/7 biorthogonal wavelet, mirrored at the edges with the edge repeated, of which even samples are kept;
/// windows lie wholly inside; each of the three terms is averaged by itself, then raised to its weight.
public enum LumaMSSSIM {
    /// The shortest side for which the coarsest scale has a window.
    public static let shortestSide = 176
    /// The exponents of contrast and structure, from the finest scale; the last is that of luminance too.
    static let weights = [0.0448, 0.2856, 0.3001, 0.2363, 0.1333]

    /// The index, at most 1; `nil` where a side is below 176.
    ///
    /// The pictures must have the same size. Structure below 0 on the average of a scale, which only an inverted picture has, makes the index 0.
    public static func index(_ one: I420Frame, _ other: I420Frame) -> Double? {
        precondition(one.width == other.width && one.height == other.height, "pictures of one size are compared")
        guard min(one.width, one.height) >= shortestSide else { return nil }
        var (first, second) = (ScaledLuma(one), ScaledLuma(other))
        var index = 1.0
        for (scale, weight) in weights.enumerated() {
            if scale > 0 { (first, second) = (first.halved(), second.halved()) }
            let means = SimilarityTerms(first, second)
            let detail = max(0, means.contrast) * max(0, means.structure)
            index *= Elementary.pow(detail, weight)
            if scale == weights.count - 1 { index *= Elementary.pow(max(0, means.luminance), weight) }
        }
        return index
    }
}
