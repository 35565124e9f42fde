/// What kind of picture a talking head makes for an encoder.
///
/// The three numbers are those of the rate-distortion measurements that the presets were chosen by, with real
/// sequences beside them; see `calm`, `normal` and `busy`.
public struct TalkingHeadPreset: Hashable, Sendable {
    /// How strong surface detail is: 1 is a usual webcam picture.
    public let texture: Double
    /// How far and fast the head moves: 1 is somebody who talks and nods.
    public let motion: Double
    /// The standard deviation of the sensor's luma noise, in steps of 8 bits.
    public let noise: Double

    /// Makes a preset; texture and motion are limited to 0...3, noise to 0...10.
    public init(texture: Double, motion: Double, noise: Double) {
        self.texture = min(3, max(0, texture))
        self.motion = min(3, max(0, motion))
        self.noise = min(10, max(0, noise))
    }

    /// Sits still before a plain wall, as in the sequence Akiyo.
    public static let calm = TalkingHeadPreset(texture: 0.5, motion: 0.3, noise: 0.3)
    /// Talks and nods, as in the sequence Carphone.
    public static let normal = TalkingHeadPreset(texture: 1, motion: 1.5, noise: 0.5)
    /// Moves much before a rich background, as in the sequence Foreman.
    public static let busy = TalkingHeadPreset(texture: 1.6, motion: 2, noise: 0.7)
    /// As normal, by a cheap camera in a dark room.
    public static let lowLight = TalkingHeadPreset(texture: 1, motion: 1, noise: 2.5)
}
