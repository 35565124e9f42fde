extension VideoCoefficientSet {
    /// Where the measured points, the residuals and these coefficients are kept.
    public static let fittedFile = "Results/validation/video-quality.json"

    /// The sets that this project fitted to `rehearsal.videoScore.v1` of coded talking heads, by codec and size.
    ///
    /// Made by `Scripts/calibrate video`; a test holds them to the file. No panel of people stands behind them.
    public static let fitted = [
        Self(
            fitted: "VP8",
            width: 320,
            height: 180,
            [
                69.1239, 0, 9.63087, 360.095, 0.280116, 1.75946, 1.55772e-05, 5.96544, 726.065, 1.62716, -3.18813,
                9.07724,
            ],
            range: Range(bitrate: 15...600, frameRate: 7.5...30, ppl: 0...8)
        ),
        Self(
            fitted: "VP8",
            width: 640,
            height: 360,
            [
                83.9639, 0, 4.37765, 14.4254, 0.771114, 1.91506, 3.76938e-09, 177.376, 1722.85, 2.63857, -3.46534,
                7.40261,
            ],
            range: Range(bitrate: 30...1700, frameRate: 7.5...30, ppl: 0...8)
        ),
        Self(
            fitted: "VP8",
            width: 1280,
            height: 720,
            [
                69.8967, 0, 6.22159, 94.937, 0.307849, 1.55013, 2.44102e-05, 10.2438, 1764.5, 0.718016, 0.774765,
                4.38478,
            ],
            range: Range(bitrate: 100...2500, frameRate: 15...30, ppl: 0...8)
        ),
        Self(
            fitted: "VP9",
            width: 320,
            height: 180,
            [65.4364, 0, 5.75156, 15.8497, 0.396065, 1.7486, 7.42922e-10, 13.5443, 715.746, 2.80456, 2.43847, 8.7438],
            range: Range(bitrate: 15...600, frameRate: 7.5...30, ppl: 0...8)
        ),
        Self(
            fitted: "VP9",
            width: 640,
            height: 360,
            [70.143, 0, 4.13134, 14.716, 1.08017, 1.76711, 7.88849e-11, 6.83852, 1663.65, 0.313616, 2.0778, 7.44573],
            range: Range(bitrate: 30...1700, frameRate: 7.5...30, ppl: 0...8)
        ),
        Self(
            fitted: "VP9",
            width: 1280,
            height: 720,
            [52.9963, 0, 4.61967, 27.2275, 0.62163, 1.30397, 2.05343e-05, 14.4938, 2121.5, 1.3241, 5.05769, 2.04912],
            range: Range(bitrate: 100...2500, frameRate: 15...30, ppl: 0...8)
        ),
    ]

    /// The fitted set for a codec and a number of pixels: that of the nearest size, up to twice or half its pixels.
    ///
    /// - Parameters:
    ///   - codec: "VP8" or "VP9", in any case.
    ///   - pixels: of the coded picture.
    /// - Returns: `nil` where none is near; between the sizes the set is an approximation.
    public static func fitted(codec: String, pixels: Int) -> VideoCoefficientSet? {
        let near = fitted.filter { set in
            guard let size = set.pixels, set.codec == codec.uppercased() else { return false }
            return pixels * 2 >= size && pixels <= 2 * size
        }
        return near.min { left, right in
            distance(left.pixels ?? 0, pixels) < distance(right.pixels ?? 0, pixels)
        }
    }

    /// The larger over the smaller.
    private static func distance(_ one: Int, _ other: Int) -> Double {
        Double(max(one, other)) / Double(max(1, min(one, other)))
    }
}
