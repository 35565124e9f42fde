import Statistics

/// Where the head is in one picture of the loop, in units of the picture's height.
struct HeadPose: Sendable {
    /// The middle of the face.
    let x: Double
    let y: Double
    /// The head's turn, as sine and cosine.
    let sine: Double
    let cosine: Double
    let scale: Double
    /// How far everything has moved, because the camera is held in a hand.
    let sway: (x: Double, y: Double)

    /// The camera sways no further than this.
    static let longestSway = 0.03

    /// The middle of the face at rest, from the left edge and from the top.
    static func rest(aspect: Double) -> (x: Double, y: Double) { (aspect / 2, 0.42) }

    /// The pose at a fraction (0 to 1) of a loop; whole numbers of waves in the loop make it seamless.
    init(fraction: Double, loopSeconds: Double, motion: Double, aspect: Double) {
        /// Waves of about 0.35, 0.7 and 1.1 Hz.
        func wave(_ shift: Double) -> Double {
            var sum = 0.0
            for (frequency, weight) in [(0.35, 0.6), (0.7, 0.3), (1.1, 0.18)] {
                let waves = max(1, (frequency * loopSeconds).rounded())
                sum += weight * FastElementary.sine(turns: fraction * waves + shift * (1 + 3 * frequency))
            }
            return sum
        }
        let rest = Self.rest(aspect: aspect)
        // A camera that stands still up to motion 1.
        let hand = 0.010 * max(0, motion - 1)
        sway = (hand * wave(0.63), 0.7 * hand * wave(0.91))
        x = rest.x + sway.x + 0.018 * motion * wave(0.1)
        y = rest.y + sway.y + 0.010 * motion * wave(0.45)
        let turns = 0.005 * motion * wave(0.7)
        (sine, cosine) = (FastElementary.sine(turns: turns), FastElementary.cosine(turns: turns))
        scale = 1 + 0.012 * motion * wave(0.27)
    }
}
