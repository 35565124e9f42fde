public import Units

/// What one second of one direction must keep to be usable.
///
/// The values given here are those of `conversation`.
public struct UsabilityConditions: Hashable, Sendable {
    /// The lowest MOS-CQEW of the second's window.
    public var mosMin = 3.1
    /// The largest share of the second's sound that concealment may make up.
    public var concealedRatioMax = 0.07
    /// The largest mean time from mouth to ear.
    public var mouthToEarMax = TimeDelta.milliseconds(400)
    /// The fewest pictures a second.
    public var frameRateMin = 7.0
    /// The shortest freeze that spoils the seconds it touches.
    public var freezeMin = TimeDelta.seconds(1)
    /// How far pictures may lag behind the sound.
    public var videoLateMax = TimeDelta.milliseconds(90)
    /// How far pictures may run ahead of the sound.
    public var videoEarlyMax = TimeDelta.milliseconds(185)
    /// The fewest lines of a picture, counted along its shorter side.
    public var linesMin = 180
    /// Whether a camera that takes fewer lines will do, so that only what is lost on the way counts.
    public var isCameraEnough = true
    /// The lowest mean luma PSNR of the second's pictures, in dB; `nil` where none is asked for.
    public var psnrMin: Double?
    /// The smallest share of usable seconds with which the direction is usable.
    public var usableShareMin = 0.95

    /// Whether pictures that lag this far behind the sound, or lead it where negative, are out of step.
    func isOutOfStep(_ lag: TimeDelta) -> Bool { lag > videoLateMax || lag < .zero - videoEarlyMax }

    /// The conditions of `conversation`.
    public init() {}
}
