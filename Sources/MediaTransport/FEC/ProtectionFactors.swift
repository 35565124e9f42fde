/// How much parity goes with video, as the protection controller orders it from the generator.
struct ProtectionFactors: Hashable, Sendable {
    /// Parity packets for 256 media packets, at most 255.
    var delta: Int
    /// The same for a group with a key frame in it.
    var key: Int
    /// No more frames than this share one group of parity packets.
    var frameCountMax: Int

    static let none = ProtectionFactors(delta: 0, key: 0, frameCountMax: 1)

    var areZero: Bool { delta == 0 && key == 0 }

    /// How many parity packets a factor gives for so many media packets: rounded, and one at least
    /// (libwebrtc, `forward_error_correction.cc`).
    static func parityCount(mediaCount: Int, factor: Int) -> Int {
        factor > 0 ? max(1, (mediaCount * factor + 128) >> 8) : 0
    }
}
