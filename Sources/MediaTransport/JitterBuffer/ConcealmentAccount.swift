/// Counts what was heard and what was invented, as libwebrtc's `statistics_calculator.cc` does for getStats.
///
/// Nothing counts before the first decoded sound has been played. All counts are samples at 48 kHz.
struct ConcealmentAccount: Sendable {
    /// Concealment of at least this much is an interruption; 150 ms.
    static let interruptionSampleCount = 150 * 48

    private(set) var totalSampleCount = 0
    private(set) var concealedSampleCount = 0
    private(set) var silentConcealedSampleCount = 0
    private(set) var eventCount = 0
    private(set) var interruptionCount = 0
    private(set) var interruptionSampleTotal = 0
    private(set) var hasPlayed = false

    private var correction = 0
    private var silentCorrection = 0
    private var concealedAtLastEventEnd = 0

    mutating func noteDecodedOutput() { hasPlayed = true }

    /// Counts the samples that one step puts out.
    mutating func noteOutput(_ count: Int) {
        if hasPlayed { totalSampleCount += count }
    }

    /// Counts invented samples; `startsEvent` when the step before invented none.
    mutating func conceal(_ count: Int, isSilent: Bool, startsEvent: Bool) {
        guard hasPlayed else { return }
        correct(count, isSilent: isSilent)
        if startsEvent { eventCount += 1 }
    }

    /// Corrects the count by what a merge added or took back; what is taken back is held against later additions,
    /// so that the counters never fall.
    mutating func correct(_ count: Int, isSilent: Bool) {
        guard count >= 0 else {
            correction -= count
            if isSilent { silentCorrection -= count }
            return
        }
        let cancelled = min(count, correction)
        correction -= cancelled
        concealedSampleCount += count - cancelled
        guard isSilent else { return }
        let silentCancelled = min(count, silentCorrection)
        silentCorrection -= silentCancelled
        silentConcealedSampleCount += count - silentCancelled
    }

    /// Ends a stretch of concealment.
    mutating func endEvent() {
        let length = concealedSampleCount - concealedAtLastEventEnd
        if hasPlayed, length >= Self.interruptionSampleCount {
            interruptionCount += 1
            interruptionSampleTotal += length
        }
        concealedAtLastEventEnd = concealedSampleCount
    }
}
