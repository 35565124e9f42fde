/// The three planes of a picture within one buffer.
struct PicturePlanes {
    let y: UnsafeMutableBufferPointer<UInt8>
    let u: UnsafeMutableBufferPointer<UInt8>
    let v: UnsafeMutableBufferPointer<UInt8>
    let width: Int
    let chromaWidth: Int

    /// Divides a buffer that holds Y, U and V of a picture of this size.
    init(of picture: UnsafeMutableBufferPointer<UInt8>, width: Int, height: Int) {
        let (luma, chroma) = (width * height, ((width + 1) / 2) * ((height + 1) / 2))
        y = UnsafeMutableBufferPointer(rebasing: picture[..<luma])
        u = UnsafeMutableBufferPointer(rebasing: picture[luma..<(luma + chroma)])
        v = UnsafeMutableBufferPointer(rebasing: picture[(luma + chroma)..<(luma + 2 * chroma)])
        (self.width, chromaWidth) = (width, (width + 1) / 2)
    }
}

/// The room behind the person, a little larger than the picture, so that a hand-held camera can sway.
struct Backdrop: Sendable {
    private let picture: I420Frame
    private let margin: Int

    init(of portrait: Portrait) {
        margin = 2 * (Int(HeadPose.longestSway * Double(portrait.height)) / 2 + 2)
        picture = portrait.background(margin: margin)
    }

    /// Copies the part that the camera sees when everything has moved by so many pixels.
    func copy(to planes: PicturePlanes, swayX: Double, swayY: Double) {
        let chroma = picture.chromaWidth
        Self.copy(picture.y, picture.width, to: planes.y, planes.width, margin: margin, swayX, swayY)
        Self.copy(picture.u, chroma, to: planes.u, planes.chromaWidth, margin: margin / 2, swayX / 2, swayY / 2)
        Self.copy(picture.v, chroma, to: planes.v, planes.chromaWidth, margin: margin / 2, swayX / 2, swayY / 2)
    }

    /// Shifts bilinearly with weights of 1/256; `margin` bounds the sway.
    private static func copy(
        _ source: [UInt8],
        _ stride: Int,
        to plane: UnsafeMutableBufferPointer<UInt8>,
        _ width: Int,
        margin: Int,
        _ swayX: Double,
        _ swayY: Double
    ) {
        let limit = Double(margin - 1)
        let x = Int(((Double(margin) - min(limit, max(-limit, swayX))) * 256).rounded())
        let y = Int(((Double(margin) - min(limit, max(-limit, swayY))) * 256).rounded())
        let (right, down) = (UInt32(x & 255), UInt32(y & 255))
        source.withUnsafeBufferPointer { source in
            for row in 0..<(plane.count / width) {
                let first = (row + (y >> 8)) * stride + (x >> 8)
                let above = UnsafeBufferPointer(rebasing: source[first..<(first + width + 1)])
                let target = UnsafeMutableBufferPointer(rebasing: plane[(row * width)..<((row + 1) * width)])
                guard right | down != 0 else {
                    _ = target.update(fromContentsOf: above.prefix(width))
                    continue
                }
                let below = UnsafeBufferPointer(rebasing: source[(first + stride)..<(first + stride + width + 1)])
                for column in 0..<width {
                    let upper = UInt32(above[column]) &* (256 &- right) &+ UInt32(above[column + 1]) &* right
                    let lower = UInt32(below[column]) &* (256 &- right) &+ UInt32(below[column + 1]) &* right
                    let value = (upper &* (256 &- down) &+ lower &* down &+ 32_768) >> 16
                    target[column] = UInt8(truncatingIfNeeded: value)
                }
            }
        }
    }
}
