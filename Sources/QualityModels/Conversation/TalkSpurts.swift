public import RawMedia
import Units

/// Puts pieces of speech together to talk spurts.
public struct TalkSpurts: Hashable, Sendable {
    /// A shorter silence does not end a spurt: 200 ms, as ITU-T P.59 (03/93) bridges them, remembered.
    static let longestPause = TimeDelta.milliseconds(200)

    public private(set) var spurts: [TalkSpurt] = []

    public init() {}

    /// Takes a piece of speech, in order of time.
    public mutating func add(_ piece: TalkSpurt) {
        guard let last = spurts.last, piece.start - last.end <= Self.longestPause else {
            spurts.append(piece)
            return
        }
        spurts[spurts.count - 1] = TalkSpurt(start: last.start, end: max(last.end, piece.end))
    }
}
