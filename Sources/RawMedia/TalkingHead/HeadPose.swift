/// Where the head is in one picture of the loop, in units of the picture's height.
struct HeadPose: Hashable, Sendable {
    /// The middle of the face.
    let x: Double
    let y: Double
    /// The head's turn, as sine and cosine.
    let sine: Double
    let cosine: Double
    let scale: Double

    /// The middle of the face at rest, from the left edge and from the top.
    static func rest(aspect: Double) -> (x: Double, y: Double) { (aspect / 2, 0.42) }

    /// The pose at a fraction (0 to 1) of a loop; whole numbers of waves in the loop make it seamless.
    init(fraction: Double, loopSeconds: Double, motion: Double, aspect: Double) {
        /// Waves of about 0.35, 0.7 and 1.1 Hz.
        func sway(_ shift: Double) -> Double {
            var sum = 0.0
            for (frequency, weight) in [(0.35, 0.6), (0.7, 0.3), (1.1, 0.18)] {
                let waves = max(1, (frequency * loopSeconds).rounded())
                sum += weight * PortableMath.sine(turns: fraction * waves + shift * (1 + 3 * frequency))
            }
            return sum
        }
        let rest = Self.rest(aspect: aspect)
        x = rest.x + 0.018 * motion * sway(0.1)
        y = rest.y + 0.010 * motion * sway(0.45)
        let turns = 0.005 * motion * sway(0.7)
        (sine, cosine) = (PortableMath.sine(turns: turns), PortableMath.cosine(turns: turns))
        scale = 1 + 0.012 * motion * sway(0.27)
    }
}
