public import Units

/// How a consultation ended.
public enum ConsultationOutcome: String, Hashable, Sendable, CaseIterable {
    case completedVideo = "completed_video"
    case completedAudioOnly = "completed_audio_only"
    case fallbackPhone = "fallback_phone"
    case failed
    /// Of a real call of which not enough is known.
    case unknown

    /// How far this is from what was booked: 0 for a consultation by video, 3 for none at all.
    public var severity: Int {
        switch self {
        case .completedVideo, .unknown: 0
        case .completedAudioOnly: 1
        case .fallbackPhone: 2
        case .failed: 3
        }
    }
}

/// How the outcome of a consultation follows from what both parties heard and saw of each other.
///
/// Ours: one that connected and in which both heard something was held. It fell back to the phone when the sound to
/// one party was unfit for a minute on end, and was held by voice alone when the pictures were, or when one party never
/// saw any. What was unfit for ten seconds and to the end counts as though it had gone on, and so does what was unfit
/// throughout a shorter call.
public struct OutcomeRule: Hashable, Sendable {
    /// How long sound or pictures must be unfit on end; 60 s is an assumption of ours, open to change.
    public var patience: TimeDelta

    /// How long what never came back must have been gone; 10 s is an assumption of ours.
    static let lastStretchMin = 10

    public init(patience: TimeDelta = .seconds(60)) { self.patience = patience }

    /// What one party heard and saw.
    public struct Side: Hashable, Sendable {
        public let receiver: Party
        public let hasHeard: Bool
        /// `nil` where no pictures were meant to come.
        public let hasSeen: Bool?
        public let usability: ConsultationUsability.Direction

        public init(receiver: Party, hasHeard: Bool, hasSeen: Bool?, usability: ConsultationUsability.Direction) {
            self.receiver = receiver
            self.hasHeard = hasHeard
            self.hasSeen = hasSeen
            self.usability = usability
        }
    }

    /// The outcome of a consultation that connected, and why it did not end as booked, in words.
    public func outcome(_ sides: [Side]) -> (outcome: ConsultationOutcome, reason: String?) {
        for side in sides where !side.hasHeard {
            return (.failed, "the \(side.receiver.name) never heard anything")
        }
        for side in sides {
            guard let words = stretch(side, [.unusable]) else { continue }
            return (.fallbackPhone, "the sound to the \(side.receiver.name) was unfit \(words)")
        }
        guard sides.allSatisfy({ $0.hasSeen != nil }) else { return (.completedAudioOnly, nil) }
        for side in sides where side.hasSeen == false {
            return (.completedAudioOnly, "the \(side.receiver.name) never saw a picture")
        }
        for side in sides {
            guard let words = stretch(side, [.audioOnly, .unusable]) else { continue }
            return (.completedAudioOnly, "the pictures to the \(side.receiver.name) were unfit \(words)")
        }
        return (.completedVideo, nil)
    }

    /// When a side was in some states for too long, in words; `nil` where it was not.
    private func stretch(_ side: Side, _ states: Set<SecondState>) -> String? {
        let course = SecondCourse(side.usability.causes.map(\.state))
        let longest = course.longestStretch(of: states)
        guard longest.count > 0 else { return nil }
        if longest.count == course.count { return "throughout" }
        if TimeDelta.seconds(Int64(longest.count)) >= patience {
            return "for \(longest.count) s from \(side.usability.firstSecond + longest.start) s on"
        }
        let last = course.lastStretch(of: states)
        guard last.count >= Self.lastStretchMin else { return nil }
        return "for the last \(last.count) s"
    }
}
