public import Units

/// The rates below which an encoder is not to begin with a size (libwebrtc, `ResolutionBitrateLimits`).
///
/// libvpx states none in libwebrtc while it encodes one stream, so `none` is Chromium's default for VP8 and VP9.
public struct ResolutionBitrateLimits: Hashable, Sendable {
    public struct Limit: Hashable, Sendable {
        /// Sizes up to this are meant.
        public let pixels: Int
        public let smallestStartBitrate: DataRate

        public init(pixels: Int, smallestStartBitrate: DataRate) {
            self.pixels = pixels
            self.smallestStartBitrate = smallestStartBitrate
        }
    }

    public static let none = ResolutionBitrateLimits([])

    private let limits: [Limit]

    public init(_ limits: [Limit]) { self.limits = limits.sorted { $0.pixels < $1.pixels } }

    /// That of the smallest size stated that is not below, or `nil` where nothing is stated.
    func smallestStartBitrate(atPixels pixels: Int) -> DataRate? {
        limits.first { $0.pixels >= pixels }?.smallestStartBitrate
    }
}
