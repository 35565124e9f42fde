/// What a decoder tells of a picture.
public struct DecodedPicture: Hashable, Sendable {
    /// Pixels.
    public var width: Int
    public var height: Int
    /// The base quantiser index: 0-127 for VP8, 0-255 for VP9.
    public var quantizer: Int

    public init(width: Int, height: Int, quantizer: Int) {
        self.width = width
        self.height = height
        self.quantizer = quantizer
    }
}
