public import Units

/// Whether a consultation could be held: the definition of `consultation.usable`.
///
/// Ours. A second of one direction is usable when it keeps the `UsabilityConditions` of the profile that its receiver
/// has; a direction is when enough of its seconds are; the consultation when both directions are. Seconds in which
/// neither sound nor pictures are due yet do not count (`MediaExpectation`).
public enum ConsultationUsability {
    /// What one direction of a consultation carried; times and seconds count from the same moment.
    public struct Observed: Hashable, Sendable {
        public var audio: AudioScore
        /// `nil` for a consultation by voice alone, of which only sound is judged.
        public var video: VideoContinuity?
        /// The quality of the pictures of each second; what is missing is unknown, and no cause against a second.
        public var pictures: [PictureSecond]
        /// How much later than the sound the pictures of each second were shown; `nil` where not both were played.
        public var videoLag: [TimeDelta?]
        /// The lines that the camera takes.
        public var cameraLines: Int?

        public init(
            audio: AudioScore,
            video: VideoContinuity? = nil,
            pictures: [PictureSecond] = [],
            videoLag: [TimeDelta?] = [],
            cameraLines: Int? = nil
        ) {
            self.audio = audio
            self.video = video
            self.pictures = pictures
            self.videoLag = videoLag
            self.cameraLines = cameraLines
        }
    }

    /// The usability of one direction, second by second.
    public struct Direction: Hashable, Sendable {
        /// What is wrong with each second that counts.
        public let causes: [UnusableCauses]
        /// The first second that counts, since the call began.
        public let firstSecond: Int
        let usableShareMin: Double

        /// The share of usable seconds; `nil` for a call without length.
        public var share: Double? {
            causes.isEmpty ? nil : Double(causes.count { $0.isEmpty }) / Double(causes.count)
        }

        /// Whether enough of the seconds are usable; a call without length never is.
        public var isUsable: Bool {
            // 0.95 has no exact double, and 19 of 20 seconds are meant to be enough.
            !causes.isEmpty
                && Double(causes.count { $0.isEmpty }) >= usableShareMin * Double(causes.count) - 1e-9
        }
    }

    /// Judges one direction.
    public static func direction(
        _ observed: Observed,
        conditions: UsabilityConditions = UsabilityConditions()
    ) -> Direction {
        var causes: [UnusableCauses] = []
        var first: Int?
        for second in observed.audio.concealedRatios.indices {
            let span = span(ofSecond: second, in: observed.audio)
            let arePicturesDue = observed.video.map { span.end > $0.dueFrom } ?? false
            guard span.end > observed.audio.dueFrom || arePicturesDue else { continue }
            first = first ?? second
            causes.append(
                sound(of: second, observed.audio, conditions).union(pictures(of: second, span, observed, conditions))
            )
        }
        return Direction(causes: causes, firstSecond: first ?? 0, usableShareMin: conditions.usableShareMin)
    }

    /// What of the conditions nothing was measured, so that it cannot be said whether they were kept; empty where all was.
    ///
    /// Fidelity, and lines that no camera may excuse, are asked for on purpose; the others speak for themselves where known.
    public static func unmeasured(_ observed: Observed, _ conditions: UsabilityConditions) -> [String] {
        guard observed.video != nil else { return [] }
        var missing: [String] = []
        if conditions.psnrMin != nil, observed.pictures.allSatisfy({ $0.psnr == nil }) { missing.append("fidelity") }
        if !conditions.isCameraEnough, observed.pictures.allSatisfy({ $0.linesMin == nil }) { missing.append("lines") }
        return missing
    }

    /// Whether both directions are usable.
    public static func isUsable(_ one: Direction, _ other: Direction) -> Bool { one.isUsable && other.isUsable }

    private static func sound(
        of second: Int,
        _ audio: AudioScore,
        _ conditions: UsabilityConditions
    ) -> UnusableCauses {
        var causes: UnusableCauses = []
        if audio.mos(second: second) < conditions.mosMin { causes.insert(.score) }
        if audio.concealedRatios[second] > conditions.concealedRatioMax { causes.insert(.concealment) }
        if let delay = audio.mouthToEars[second], delay > conditions.mouthToEarMax { causes.insert(.delay) }
        return causes
    }

    private static func pictures(
        of second: Int,
        _ span: VideoContinuity.Span,
        _ observed: Observed,
        _ conditions: UsabilityConditions
    ) -> UnusableCauses {
        guard let video = observed.video else { return [] }
        var causes: UnusableCauses = []
        let due = max(span.end - max(span.start, video.dueFrom), .zero)
        let shown = second < video.shownPerSecond.count ? video.shownPerSecond[second] : 0
        if Double(shown) < conditions.frameRateMin * due.seconds { causes.insert(.frameRate) }
        if video.freezes.contains(where: { $0.length >= conditions.freezeMin && $0.overlaps(span) }) {
            causes.insert(.freeze)
        }
        if observed.videoLag.indices.contains(second), let lag = observed.videoLag[second], conditions.isOutOfStep(lag)
        {
            causes.insert(.lipSync)
        }
        guard observed.pictures.indices.contains(second) else { return causes }
        let quality = observed.pictures[second]
        let camera = conditions.isCameraEnough ? observed.cameraLines ?? conditions.linesMin : conditions.linesMin
        if let lines = quality.linesMin, lines < min(conditions.linesMin, camera) { causes.insert(.lines) }
        if let psnr = quality.psnr, let least = conditions.psnrMin, psnr < least { causes.insert(.fidelity) }
        return causes
    }

    private static func span(ofSecond second: Int, in audio: AudioScore) -> VideoContinuity.Span {
        let begin = TimeDelta.seconds(Int64(second))
        return VideoContinuity.Span(start: begin, end: min(begin + .seconds(1), audio.length))
    }
}
