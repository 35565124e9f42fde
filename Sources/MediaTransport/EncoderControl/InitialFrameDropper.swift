import Units

/// Drops the first pictures while they are too large for the rate at the start, up to four of them: each takes the
/// size a step down (libwebrtc, `video_stream_encoder_resource_manager.cc`).
struct InitialFrameDropper: Sendable {
    private static let largestDropCount = 4

    private let limits: ResolutionBitrateLimits
    private var dropsLeft = largestDropCount

    init(limits: ResolutionBitrateLimits) { self.limits = limits }

    /// Whether a picture is dropped; counts it.
    mutating func drops(pixels: Int, bitrate: DataRate) -> Bool {
        guard dropsLeft > 0, isTooLarge(pixels: pixels, bitrate: bitrate) else { return false }
        dropsLeft -= 1
        return true
    }

    /// The first picture was encoded: from here on the quality scaler decides.
    mutating func disable() { dropsLeft = 0 }

    private func isTooLarge(pixels: Int, bitrate: DataRate) -> Bool {
        if let least = limits.smallestStartBitrate(atPixels: pixels) { return bitrate < least }
        if bitrate < .kilobitsPerSecond(300) { return pixels > 320 * 240 }
        if bitrate < .kilobitsPerSecond(500) { return pixels > 640 * 480 }
        return false
    }
}
