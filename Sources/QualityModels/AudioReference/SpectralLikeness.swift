/// How well the heard sound reproduces the spoken one, as a correlation of band levels over time and frequency.
///
/// In the spirit of the extended short-time objective intelligibility measure (Jensen and Taal, IEEE/ACM TASLP 24(11),
/// 2016), but on locally aligned frames, on levels in dB, weighted by band importance, and over speech only. The
/// form is ours.
struct SpectralLikeness {
    private let speech: AlignedSpeech
    /// The mean level of each band while somebody speaks.
    private let means: [Float]

    init(_ speech: AlignedSpeech) {
        self.speech = speech
        let bands = speech.spoken.bands.count
        var sums = [Float](repeating: 0, count: bands)
        var count: Float = 0
        for frame in speech.isActive.indices where speech.isActive[frame] {
            count += 1
            for band in 0..<bands { sums[band] += speech.spokenLevel(frame, band) }
        }
        means = sums.map { $0 / max(count, 1) }
    }

    /// The weighted correlation over some spoken frames, -1 to 1; 0 where one side does not vary, `nil` where nothing
    /// of them lies within what was heard.
    func correlation(_ frames: some Sequence<Int>) -> Double? {
        let weights = speech.spoken.bands.weights
        var (weight, x, y, xx, yy, xy): (Float, Float, Float, Float, Float, Float) = (0, 0, 0, 0, 0, 0)
        for frame in frames {
            guard let other = speech.heardFrame(frame) else { continue }
            for band in weights.indices {
                let left = speech.spokenLevel(frame, band) - means[band]
                let right = speech.heardLevel(other, band) - means[band]
                weight += weights[band]
                x += weights[band] * left
                y += weights[band] * right
                xx += weights[band] * left * left
                yy += weights[band] * right * right
                xy += weights[band] * left * right
            }
        }
        guard weight > 0 else { return nil }
        let spread = ((xx - x * x / weight) / weight, (yy - y * y / weight) / weight)
        guard spread.0 > Self.leastSpread, spread.1 > Self.leastSpread else { return 0 }
        let correlation = (xy - x * y / weight) / weight / (spread.0 * spread.1).squareRoot()
        return Double(min(max(correlation, -1), 1))
    }

    /// Below this variance, in dB squared, a sound does not vary.
    private static let leastSpread: Float = 0.01

    /// The importance of the bands in which a heard frame is gone, over that of the bands in which there is something
    /// to hear; `nil` outside of what was heard.
    func goneShare(_ frame: Int) -> Float? {
        guard let other = speech.heardFrame(frame) else { return nil }
        let weights = speech.spoken.bands.weights
        var (audible, gone): (Float, Float) = (0, 0)
        for band in weights.indices {
            let level = speech.spokenLevel(frame, band)
            guard level > speech.floor + Self.audibleMargin else { continue }
            audible += weights[band]
            if level - speech.heardLevel(other, band) > Self.goneDifference { gone += weights[band] }
        }
        return audible > 0 ? gone / audible : 0
    }

    /// How far above the floor a band is worth hearing, and how far below the spoken level it is gone, in dB.
    private static let audibleMargin: Float = 6
    private static let goneDifference: Float = 12
}
