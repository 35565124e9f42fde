import Units

/// Whether a consultation could be held: the definition of `consultation.usable`.
///
/// Ours. A second of one direction is usable when its window's MOS is 3.1 or more, concealment in it is 7 % or less,
/// at least 7 pictures a second are shown and no part of it lies in a freeze of 1 s or more. A direction is usable
/// when at least 95 % of its seconds are; the consultation when both directions are.
public enum ConsultationUsability {
    public static let lowestMOS = 3.1
    public static let highestConcealedRatio = 0.07
    public static let lowestShownRate = 7.0
    /// The shortest freeze, in seconds, that makes the seconds it touches unusable.
    public static let shortestFreeze = 1.0
    public static let leastShare = 0.95

    /// What one direction of a consultation carried.
    public enum Pictures: Hashable, Sendable {
        /// The consultation is held by voice alone, and only sound is judged.
        case none
        case shown(VideoContinuity)
    }

    /// The usability of one direction, second by second.
    public struct Direction: Hashable, Sendable {
        /// Whether each second that the call began is usable.
        public let seconds: [Bool]

        /// The share of usable seconds; `nil` for a call without length.
        public var share: Double? {
            seconds.isEmpty ? nil : Double(seconds.count { $0 }) / Double(seconds.count)
        }

        /// Whether at least 95 % of the seconds are usable; a call without length never is.
        public var isUsable: Bool {
            // In whole numbers, since 0.95 has no exact double.
            !seconds.isEmpty && 100 * seconds.count { $0 } >= 95 * seconds.count
        }
    }

    /// Judges one direction; sound and pictures must count seconds from the same moment.
    public static func direction(audio: AudioScore, pictures: Pictures) -> Direction {
        let seconds = audio.concealedRatios.indices.map { second in
            guard audio.mos(second: second) >= lowestMOS, audio.concealedRatios[second] <= highestConcealedRatio else {
                return false
            }
            guard case .shown(let video) = pictures else { return true }
            let begin = TimeDelta.seconds(Int64(second))
            let span = VideoContinuity.Span(start: begin, end: min(begin + .seconds(1), audio.length))
            let shown = second < video.shownPerSecond.count ? video.shownPerSecond[second] : 0
            guard Double(shown) >= lowestShownRate * span.length.seconds else { return false }
            return !video.freezes.contains { $0.length.seconds >= shortestFreeze && $0.overlaps(span) }
        }
        return Direction(seconds: seconds)
    }

    /// Whether both directions are usable.
    public static func isUsable(_ one: Direction, _ other: Direction) -> Bool { one.isUsable && other.isUsable }
}
