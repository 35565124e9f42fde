import Units

/// Whether a consultation could be held: the definition of `consultation.usable`.
///
/// Ours. A second of one direction is usable when its window's MOS is 3.1 or more, concealment in it is 7 % or less,
/// at least 7 pictures a second are shown and no part of it lies in a freeze of 1 s or more. A direction is usable
/// when at least 95 % of its seconds are; the consultation when both directions are. Seconds in which neither sound nor
/// pictures are due yet do not count (`MediaExpectation`).
public enum ConsultationUsability {
    public static let lowestMOS = 3.1
    public static let highestConcealedRatio = 0.07
    public static let lowestShownRate = 7.0
    /// The shortest freeze, in seconds, that makes the seconds it touches unusable.
    public static let shortestFreeze = 1.0
    /// What one direction of a consultation carried.
    public enum Pictures: Hashable, Sendable {
        /// The consultation is held by voice alone, and only sound is judged.
        case none
        case shown(VideoContinuity)

        fileprivate func areDue(before moment: TimeDelta) -> Bool {
            guard case .shown(let video) = self else { return false }
            return moment > video.dueFrom
        }
    }

    /// The usability of one direction, second by second.
    public struct Direction: Hashable, Sendable {
        /// What is wrong with each second that counts.
        public let causes: [UnusableCauses]

        /// The share of usable seconds; `nil` for a call without length.
        public var share: Double? {
            causes.isEmpty ? nil : Double(causes.count { $0.isEmpty }) / Double(causes.count)
        }

        /// Whether at least 95 % of the seconds are usable; a call without length never is.
        public var isUsable: Bool { UsabilityAccount(self).isUsable }
    }

    /// Judges one direction; sound and pictures must count seconds from the same moment.
    public static func direction(audio: AudioScore, pictures: Pictures) -> Direction {
        Direction(
            causes: audio.concealedRatios.indices.compactMap { second in
                let span = span(ofSecond: second, in: audio)
                guard span.end > audio.dueFrom || pictures.areDue(before: span.end) else { return nil }
                var causes: UnusableCauses = []
                if audio.mos(second: second) < lowestMOS { causes.insert(.score) }
                if audio.concealedRatios[second] > highestConcealedRatio { causes.insert(.concealment) }
                guard case .shown(let video) = pictures else { return causes }
                let due = max(span.end - max(span.start, video.dueFrom), .zero)
                let shown = second < video.shownPerSecond.count ? video.shownPerSecond[second] : 0
                if Double(shown) < lowestShownRate * due.seconds { causes.insert(.frameRate) }
                if video.freezes.contains(where: { $0.length.seconds >= shortestFreeze && $0.overlaps(span) }) {
                    causes.insert(.freeze)
                }
                return causes
            }
        )
    }

    private static func span(ofSecond second: Int, in audio: AudioScore) -> VideoContinuity.Span {
        let begin = TimeDelta.seconds(Int64(second))
        return VideoContinuity.Span(start: begin, end: min(begin + .seconds(1), audio.length))
    }

    /// Whether both directions are usable.
    public static func isUsable(_ one: Direction, _ other: Direction) -> Bool { one.isUsable && other.isUsable }
}
