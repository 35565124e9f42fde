/// What an appointment came to, as results name it.
public enum AppointmentOutcome: String, Hashable, Sendable, CaseIterable {
    case completedVideo = "completed_video"
    case completedAudioOnly = "completed_audio_only"
    /// Held by video to its end as planned, with media that no run simulated or scored.
    case completedUnscored = "completed_unscored"
    /// Booked by telephone, and held.
    case completedPhone = "completed_phone"
    /// Booked face to face, and held.
    case completedInPerson = "completed_in_person"
    /// Begun by video or meant to be, and ended on the telephone.
    case fallbackPhone = "fallback_phone"
    case abandonedWaiting = "abandoned_waiting"
    /// Did not attend.
    case missed = "dna"
    case lateCancellation = "late_cancel"
    case technicalFailure = "technical_failure"
    case rebookedFaceToFace = "rebooked_f2f"

    /// Whether patient and clinician met, in whatever way.
    public var isHeld: Bool {
        switch self {
        case .completedVideo, .completedAudioOnly, .completedUnscored, .completedPhone, .completedInPerson,
            .fallbackPhone:
            true
        case .abandonedWaiting, .missed, .lateCancellation, .technicalFailure, .rebookedFaceToFace: false
        }
    }
}
