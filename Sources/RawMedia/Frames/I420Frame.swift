/// A picture in planar YUV 4:2:0, 8 bits a sample, rows tightly packed.
///
/// Sizes are in pixels; odd widths and heights round the chroma planes up.
public struct I420Frame: Sendable {
    public let width: Int
    public let height: Int
    public var y: [UInt8]
    public var u: [UInt8]
    public var v: [UInt8]

    public var chromaWidth: Int { (width + 1) / 2 }
    public var chromaHeight: Int { (height + 1) / 2 }

    /// Makes a black picture.
    public init(width: Int, height: Int) {
        precondition(width > 0 && height > 0, "a picture has a size")
        self.width = width
        self.height = height
        y = [UInt8](repeating: 16, count: width * height)
        u = [UInt8](repeating: 128, count: ((width + 1) / 2) * ((height + 1) / 2))
        v = u
    }
}
