public import Units

/// What of the sound that one party spoke reached the other's ear, by comparing the two sounds themselves.
///
/// The two are aligned first, as a whole and then frame by frame, so that a delay, even one that changes, is no fault.
/// A filter or a volume is none either; the level difference tells of the latter. The method is ours, calibrated on
/// synthetic speech; `docs/models/audio-reference.md` has its sensitivity.
public struct SpeechComparison: Sendable {
    /// A word-sized window of what was spoken.
    public struct Word: Hashable, Sendable {
        /// Since the spoken sound began.
        public let start: TimeDelta
        /// Speech in it, 10 ms a frame.
        public let spoken: TimeDelta
        /// How much later it was heard, to 5 ms; `nil` where it was not reproduced.
        public let delay: TimeDelta?
        /// The correlation of band levels, -1 to 1.
        public let likeness: Double
        /// Whether it was reproduced.
        public var isMissed: Bool { likeness < SpeechComparison.reproducedLikeness }
    }

    /// A word with a lower likeness is missed.
    public static let reproducedLikeness = 0.6
    /// A word with this likeness or more is alike for certain.
    ///
    /// A tenth of the words must be, and three of them, or all where there are fewer; else nothing is aligned.
    public static let certainLikeness = 0.9
    static let certainShareMin = 0.1
    static let certainWordsMin = 3
    /// A rate of speech that deviates by more than this over half a second is stretched.
    public static let stretchedRate = 0.025

    /// Active speech level of what was spoken.
    public let spokenLevel: ActiveSpeechLevel
    /// Active speech level of what was heard; `nil` where nothing was.
    public let heardLevel: ActiveSpeechLevel?
    /// Dropouts and lost speech by level and local likeness.
    public let loss: SpeechLoss
    /// In order of time; those that the heard sound does not reach are left out.
    public let words: [Word]
    /// `audio.missed_speech`: the share of words whose envelope was not reproduced, 0 to 1.
    public let missedSpeech: Double
    /// The share of speaking time whose rate deviates by more than `stretchedRate`; `nil` where none could be judged.
    public let stretchedShare: Double?
    /// The mean absolute deviation of the rate of speech, over half seconds; `nil` where none could be judged.
    public let meanRateDeviation: Double?
    /// The share of the time without speech in which something as loud as speech was heard; `nil` without such time.
    public let unspokenShare: Double?

    /// The level heard less the level spoken, in dB; `nil` where nothing was heard.
    public var levelDifference: Double? { heardLevel.map { $0.level - spokenLevel.level } }

    /// Aligns and compares two sounds of one direction of a call.
    ///
    /// - Parameters:
    ///   - spoken: what the microphone took in, 1 s or longer.
    ///   - heard: what the loudspeaker put out, 1 s or longer.
    ///   - delayLimit: the longest delay that is looked for, to either side.
    /// - Throws: `SpeechComparisonError` for everything that cannot be compared; a heard sound without anything to hear
    ///   is compared, and missed altogether.
    public init(
        spoken: MonoSound,
        heard: MonoSound,
        delayLimit: TimeDelta = .seconds(10)
    ) throws(SpeechComparisonError) {
        try Self.check(spoken, heard)
        let source = BandSpectrogram(spoken, hopSeconds: AlignedSpeech.hopSeconds)
        let sink = BandSpectrogram(heard, hopSeconds: DelayTrack.stepSeconds)
        guard Self.isAudible(source), let level = ActiveSpeechLevel(spoken) else { throw .noSpeech }
        guard Self.isAudible(sink), let heardLevel = ActiveSpeechLevel(heard) else {
            self = Self(silenceFor: source, level)
            return
        }
        guard
            let aligned = AlignedSpeech(
                spoken: source,
                heard: sink,
                spokenLevel: Float(level.level),
                gain: Float(level.level - heardLevel.level),
                delayLimit: Int(max(delayLimit, .zero).seconds / DelayTrack.stepSeconds)
            )
        else { throw .notAligned(certainShare: 0) }
        let assessment = SpeechAssessment(aligned)
        guard assessment.isAligned else { throw .notAligned(certainShare: assessment.certainShare ?? 0) }
        spokenLevel = level
        self.heardLevel = heardLevel
        loss = assessment.loss
        words = assessment.words
        missedSpeech = Double(words.count(where: \.isMissed)) / Double(words.count)
        let rate = assessment.rate
        stretchedShare = rate?.stretchedShare
        meanRateDeviation = rate?.meanDeviation
        unspokenShare = assessment.unspokenShare(above: Float(heardLevel.level) - AlignedSpeech.activityMargin)
    }

    /// Everything was missed.
    private init(silenceFor source: BandSpectrogram, _ level: ActiveSpeechLevel) {
        let isActive = AlignedSpeech.activity(source, above: Float(level.level) - AlignedSpeech.activityMargin)
        var counter = SpeechLossCounter()
        for active in isActive { counter.add(active ? .missed : .silence) }
        spokenLevel = level
        heardLevel = nil
        loss = counter.finished()
        words = WordTiling(isActive: isActive).words.map { SpeechAssessment.word($0, delay: nil, likeness: 0) }
        missedSpeech = 1
        stretchedShare = nil
        meanRateDeviation = nil
        unspokenShare = isActive.contains(false) ? 0 : nil
    }

    private static func check(_ spoken: MonoSound, _ heard: MonoSound) throws(SpeechComparisonError) {
        guard spoken.sampleRate == heard.sampleRate else {
            throw .sampleRatesDiffer(spoken: spoken.sampleRate, heard: heard.sampleRate)
        }
        guard (8_000...48_000).contains(spoken.sampleRate) else { throw .unsupportedSampleRate(spoken.sampleRate) }
        for (sound, name) in [(spoken, SpeechComparisonError.Sound.spoken), (heard, .heard)] {
            guard !sound.samples.isEmpty else { throw .empty(name) }
            guard sound.length >= 1 else { throw .tooShort(name, seconds: sound.length) }
        }
    }

    /// Below this level in dBov a frame holds nothing to hear; a quiet room is at -60 dBov.
    private static let quietest: Float = -55

    private static func isAudible(_ sound: BandSpectrogram) -> Bool { sound.totals.contains { $0 > quietest } }
}
