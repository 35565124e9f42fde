/// How a consultation ended.
public enum ConsultationOutcome: String, Hashable, Sendable, CaseIterable {
    case completedVideo = "completed_video"
    case completedAudioOnly = "completed_audio_only"
    case fallbackPhone = "fallback_phone"
    case failed

    /// How far this is from what was booked: 0 for a consultation by video, 3 for none at all.
    public var severity: Int {
        switch self {
        case .completedVideo: 0
        case .completedAudioOnly: 1
        case .fallbackPhone: 2
        case .failed: 3
        }
    }
}
