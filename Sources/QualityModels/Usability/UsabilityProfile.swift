import Units

/// What a consultation is for, and so what a party must hear and see of the other.
///
/// Operational defaults of ours with the origin of every number in docs/models/usability.md; no clinical safety limits.
public enum UsabilityProfile: String, Hashable, Sendable, CaseIterable {
    /// Talking: a follow-up, mental health.
    case conversation
    /// Looking closely: skin, a wound.
    case observation
    /// Watching somebody move: gait, tremor, stroke.
    case movement
    /// Listening closely: speech therapy.
    case audioCritical = "audio-critical"

    /// The sentence that goes with every figure of usability.
    public static let disclaimer = "operational defaults with cited origins, not clinical safety limits"

    /// The conditions of the profile.
    public var conditions: UsabilityConditions {
        var conditions = UsabilityConditions()
        switch self {
        case .conversation: break
        case .observation:
            conditions.linesMin = 460
            conditions.isCameraEnough = false
            conditions.psnrMin = 34
        case .movement:
            conditions.frameRateMin = 15
            conditions.freezeMin = .milliseconds(500)
            conditions.linesMin = 240
            conditions.isCameraEnough = false
        case .audioCritical:
            conditions.mosMin = 3.6
            conditions.concealedRatioMax = 0.02
            conditions.videoLateMax = .milliseconds(45)
            conditions.videoEarlyMax = .milliseconds(125)
        }
        return conditions
    }
}
