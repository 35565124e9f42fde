/// What the face does at one moment: how far mouth and eyes are open, and where the eyes look.
struct FaceLook: Sendable {
    /// 0 to 1.
    let mouthOpening: Double
    /// 0 shut, 1 open.
    let eyeOpening: Double
    /// -1 to 1, to the right and down.
    let gaze: (x: Double, y: Double)

    /// People in conversation blink about every 3 to 4 s, for 0.2 s; one blink falls somewhere in each such period.
    private static let blinkPeriod = 3.4
    private static let blinkLength = 0.2
    private static let gazePeriod = 1.3

    init(time: Double, phase: UInt64, mouthOpening: Double) {
        self.mouthOpening = min(1, max(0, mouthOpening))
        let period = (time / Self.blinkPeriod).rounded(.down)
        let blink = Self.draw(phase, period, 1) * (Self.blinkPeriod - Self.blinkLength)
        let progress = (time - period * Self.blinkPeriod - blink) / Self.blinkLength
        eyeOpening = progress > 0 && progress < 1 ? (2 * progress - 1).magnitude : 1
        let glance = (time / Self.gazePeriod).rounded(.down)
        // Mostly at the screen: small deviations, sometimes a larger one.
        let reach = Self.draw(phase, glance, 2) < 0.2 ? 1.0 : 0.25
        gaze = (reach * (2 * Self.draw(phase, glance, 3) - 1), reach * (Self.draw(phase, glance, 4) - 0.5))
    }

    private static func draw(_ phase: UInt64, _ slot: Double, _ purpose: UInt64) -> Double {
        let key = NoiseGenerator.mixed(phase &* 8 &+ purpose) ^ UInt64(max(0, slot))
        return Double(NoiseGenerator.mixed(key) >> 11) * 0x1p-53
    }

    /// The ellipses that make the face, from the lowest layer up.
    @inline(__always)
    func forEachStain(_ body: (FaceStain) -> Void) {
        let half = 0.004 + 0.034 * mouthOpening
        let mouth = 0.115 + 0.012 * mouthOpening
        let mouthWidth = 0.056 - 0.010 * mouthOpening
        body(
            FaceStain(
                x: 0,
                y: mouth,
                radiusX: mouthWidth + 0.010,
                radiusY: half + 0.013,
                steepness: 3,
                luma: -26,
                blue: -3,
                red: 14
            )
        )
        body(FaceStain(x: 0, y: mouth, radiusX: mouthWidth, radiusY: half, steepness: 3, luma: -78, blue: 6, red: -8))
        for side in [-0.064, 0.064] {
            let opening = 0.003 + 0.013 * eyeOpening
            body(
                FaceStain(
                    x: side,
                    y: -0.03,
                    radiusX: 0.03,
                    radiusY: opening,
                    steepness: 4,
                    luma: 44,
                    blue: 14,
                    red: -20
                )
            )
            let iris = min(opening, 0.0125)
            body(
                FaceStain(
                    x: side + 0.010 * gaze.x,
                    y: -0.03 + 0.004 * gaze.y,
                    radiusX: 0.0125,
                    radiusY: iris,
                    steepness: 4,
                    luma: -150
                )
            )
        }
    }
}
