public import Units

/// How much of what was spoken was not heard, as dropouts and as words.
///
/// Time is cut into slots of 10 ms. A dropout is missed speech from 60 ms on, without heard speech in it and without
/// more than 200 ms in a row in which nothing was spoken. A word is 240 ms of speech, one after the other within a
/// stretch that has no such pause either; the rest of a stretch is a word from 120 ms on, and part of the word before
/// if it is shorter. A word is lost when more than half of it was missed. All of this is ours.
public struct SpeechLoss: Hashable, Sendable {
    public static let slot = TimeDelta.milliseconds(10)
    public static let shortestDropout = TimeDelta.milliseconds(60)
    /// The longest silence within a dropout, and within a stretch of words.
    public static let longestPause = TimeDelta.milliseconds(200)
    public static let wordLength = TimeDelta.milliseconds(240)

    /// Time in which something was spoken.
    public internal(set) var spoken = TimeDelta.zero
    /// The part of it that was not heard, of whatever length.
    public internal(set) var missed = TimeDelta.zero
    public internal(set) var dropoutCount = 0
    /// The most speech that one dropout took; zero without one.
    public internal(set) var longestDropout = TimeDelta.zero
    /// The speech that all dropouts took; what was missed in shorter pieces is not in it.
    public internal(set) var inDropouts = TimeDelta.zero
    public internal(set) var wordCount = 0
    public internal(set) var lostWordCount = 0

    init() {}

    /// The share of spoken time that was not heard, 0 to 1; `nil` where nothing was spoken.
    public var missedShare: Double? { share(of: missed) }

    /// The share of spoken time that dropouts took, 0 to 1; `nil` where nothing was spoken.
    public var dropoutShare: Double? { share(of: inDropouts) }

    /// The share of words that were lost, 0 to 1; `nil` where no word was spoken.
    public var lostWordShare: Double? { wordCount > 0 ? Double(lostWordCount) / Double(wordCount) : nil }

    private func share(of time: TimeDelta) -> Double? {
        spoken > .zero ? Double(time.nanoseconds) / Double(spoken.nanoseconds) : nil
    }
}
