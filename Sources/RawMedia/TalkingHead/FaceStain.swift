/// A soft ellipse that is added to the face, so that the skin's texture and the noise stay.
struct FaceStain: Hashable, Sendable {
    /// Its middle and its radii, in heights of the picture, from the middle of an upright face.
    var x: Double
    var y: Double
    var radiusX: Double
    var radiusY: Double
    /// How steep its edge is: 1 is a dome.
    var steepness: Double
    var luma: Double
    var blue = 0.0
    var red = 0.0

    /// Adds one plane's part of the stain.
    ///
    /// `step` is 1 for luma and 2 for chroma, which has a sample for every 2x2 pixels; `unit` is the picture's height.
    func add(
        _ strength: Double,
        to plane: UnsafeMutableBufferPointer<UInt8>,
        width: Int,
        step: Double,
        unit: Double,
        pose: HeadPose
    ) {
        guard strength != 0 else { return }
        let pixel = unit / step
        let (centreX, centreY) = (
            (pose.x + pose.scale * (pose.cosine * x - pose.sine * y)) * pixel - 0.5,
            (pose.y + pose.scale * (pose.sine * x + pose.cosine * y)) * pixel - 0.5
        )
        // The turned ellipse fits into this box.
        let size = pose.scale * pixel
        let reachX = (pose.cosine * radiusX).magnitude + (pose.sine * radiusY).magnitude
        let reachY = (pose.sine * radiusX).magnitude + (pose.cosine * radiusY).magnitude
        let rows = Self.span(centreY, reachY * size, plane.count / width)
        let columns = Self.span(centreX, reachX * size, width)
        let (alongX, acrossX) = (pose.cosine / (size * radiusX), pose.sine / (size * radiusX))
        let (alongY, acrossY) = (pose.cosine / (size * radiusY), pose.sine / (size * radiusY))
        for row in rows {
            let down = Double(row) - centreY
            let start = row * width
            for column in columns {
                let right = Double(column) - centreX
                let (across, along) = (alongX * right + acrossX * down, alongY * down - acrossY * right)
                let inside = (1 - across * across - along * along) * steepness
                guard inside > 0 else { continue }
                let value = Int32(plane[start + column]) + Int32(strength * min(1, inside))
                plane[start + column] = UInt8(truncatingIfNeeded: max(0, min(255, value)))
            }
        }
    }

    private static func span(_ centre: Double, _ reach: Double, _ limit: Int) -> Range<Int> {
        let start = min(limit, max(0, Int(centre - reach)))
        return start..<max(start, min(limit, Int(max(0, centre + reach)) + 1))
    }
}
