/// What kind of picture a talking head makes for an encoder.
///
/// The presets were chosen so that libvpx 1.12 VP8 (speed -6, CBR, 30 frames a second, no denoiser, no dropping) needs
/// the bits that it needs for known sequences. Mean PSNR of luma in dB at bits a pixel (in brackets the sequence):
///
/// | preset, size | 0.02 | 0.04 | 0.08 | 0.16 | 0.32 |
/// |---|---|---|---|---|---|
/// | calm, 352x288 (Akiyo-like) | 36.2 (35.9) | 38.9 (38.4) | 41.9 (42.0) | 45.0 (45.5) | 47.6 (48.3) |
/// | normal, 176x144 (Carphone) | | 31.4 (30.7) | 34.1 (33.6) | 37.4 (36.9) | 41.5 (40.3) |
/// | busy, 176x144 (Foreman) | | 29.9 | 32.5 (31.5) | 35.7 (36.0) | 39.8 (40.9) |
/// | low light, 352x288 | 32.6 | 33.7 | 35.2 | 36.2 | |
///
/// At 640x360, from 0.02 to 0.16 bits a pixel: calm 38.6 to 46.3, normal 35.8 to 43.1, busy 34.2 to 42.1 dB; a real
/// office webcam made 34.7 to 42.1 dB.
public struct TalkingHeadPreset: Hashable, Sendable {
    /// How strong surface detail is; the scale is ours.
    public let texture: Double
    /// How far and fast the head moves: 1 is somebody who talks and nods; above 1 the camera sways too.
    public let motion: Double
    /// The standard deviation of the sensor's luma noise, in steps of 8 bits.
    public let noise: Double

    /// Makes a preset; texture and motion are limited to 0...3, noise to 0...10.
    public init(texture: Double, motion: Double, noise: Double) {
        self.texture = min(3, max(0, texture))
        self.motion = min(3, max(0, motion))
        self.noise = min(10, max(0, noise))
    }

    /// Sits still before a plain wall, like the sequence Akiyo.
    public static let calm = TalkingHeadPreset(texture: 1, motion: 0.4, noise: 0.3)
    /// Talks and nods, like the sequence Carphone.
    public static let normal = TalkingHeadPreset(texture: 1.5, motion: 1.1, noise: 0.5)
    /// Rich in detail, with a camera held in a hand, like the sequence Foreman.
    public static let busy = TalkingHeadPreset(texture: 2, motion: 1.15, noise: 0.3)
    /// As normal, by a cheap camera in a dark room.
    public static let lowLight = TalkingHeadPreset(texture: 1.5, motion: 1, noise: 2.5)
}
