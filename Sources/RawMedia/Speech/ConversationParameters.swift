public import Units

/// How two people share the talking: the four mean durations that conversational speech is described by.
///
/// The four states (clinician alone, patient alone, both, neither) form a Markov process with exponential durations.
/// Talking alone ends in both talking or in silence; either of these ends in one of the two talking alone.
public struct ConversationParameters: Hashable, Sendable {
    /// From when a party starts to when the same party stops, both parties pooled.
    public let meanTalkSpurt: TimeDelta
    /// From when a party stops to when the same party starts again, both parties pooled.
    public let meanPause: TimeDelta
    public let meanDoubleTalk: TimeDelta
    public let meanMutualSilence: TimeDelta
    /// How often it is the clinician who goes on after a silence or after both talked.
    public let clinicianGoesOn: Probability

    /// How long one party talks alone.
    public let meanSingleTalk: TimeDelta
    /// How often talking alone ends by the other joining in, not by falling silent.
    public let interruption: Probability

    /// Makes parameters, or `nil` where no such process has these means.
    ///
    /// Every start of a talk spurt ends a mutual silence or begins a double talk, so that one cycle of the process,
    /// (talk spurt + pause) / 2 long, has one start. With p the probability of an interruption and s, d, m the means of
    /// single talk, double talk and mutual silence: (1 - p) m - p d = (pause - talk spurt) / 2 and
    /// s + p d + (1 - p) m = (pause + talk spurt) / 2.
    public init?(
        meanTalkSpurt: TimeDelta,
        meanPause: TimeDelta,
        meanDoubleTalk: TimeDelta,
        meanMutualSilence: TimeDelta,
        clinicianGoesOn: Probability
    ) {
        guard meanDoubleTalk > .zero, meanMutualSilence > .zero, meanTalkSpurt > .zero, meanPause > .zero else {
            return nil
        }
        let (talk, pause) = (meanTalkSpurt.seconds, meanPause.seconds)
        let (double, silence) = (meanDoubleTalk.seconds, meanMutualSilence.seconds)
        let joined = (silence - (pause - talk) / 2) / (silence + double)
        guard let interruption = Probability(joined) else { return nil }
        let single = (pause + talk) / 2 - joined * double - (1 - joined) * silence
        guard single > 0 else { return nil }
        self.meanTalkSpurt = meanTalkSpurt
        self.meanPause = meanPause
        self.meanDoubleTalk = meanDoubleTalk
        self.meanMutualSilence = meanMutualSilence
        self.clinicianGoesOn = clinicianGoesOn
        self.interruption = interruption
        meanSingleTalk = TimeDelta(seconds: single)
    }

    /// The means of ITU-T P.59 (03/93), remembered and not verified.
    ///
    /// Its four mean durations (1.004, 1.587, 0.228, 0.508 s) are met exactly. Its table of shares (38.5 % talk, 6.6 %
    /// double talk, 22.5 % mutual silence) cannot hold at the same time; the shares here are 38.7, 5.2 and 27.7 %.
    public static let p59 = ConversationParameters(clinicianGoesOn: Probability(clamping: 0.5))

    /// The means of P.59 with one party taking more of the turns.
    public init(clinicianGoesOn: Probability) {
        meanTalkSpurt = .milliseconds(1_004)
        meanPause = .milliseconds(1_587)
        meanDoubleTalk = .milliseconds(228)
        meanMutualSilence = .milliseconds(508)
        self.clinicianGoesOn = clinicianGoesOn
        interruption = Probability(clamping: 0.2165 / 0.736)
        meanSingleTalk = TimeDelta(seconds: 1.2955 - (0.2165 * 0.228 + 0.5195 * 0.508) / 0.736)
    }
}
