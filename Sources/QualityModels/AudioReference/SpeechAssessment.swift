import Units

/// Judges aligned speech: what of it is missing, what was stretched, and what was never spoken.
struct SpeechAssessment {
    let words: [SpeechComparison.Word]
    let loss: SpeechLoss
    private let speech: AlignedSpeech

    /// Frames to either side that are compared around one frame: 60 ms.
    private static let neighbours = 6
    /// Below this likeness of its surroundings a frame is not the one that was spoken.
    private static let localLikeness = 0.3
    /// A frame is gone when the greater part, by importance, of what there is to hear is.
    private static let goneShare: Float = 0.5
    /// How far from speech, in steps of 5 ms, heard sound may still belong to it: 100 ms.
    private static let tail = 20
    /// Half a second, in frames; the rest of a stretch counts from half of that on.
    private static let rateFrames = 50
    /// More than this many steps a frame is a jump and no stretching.
    private static let stretchStepMax = 2

    init(_ speech: AlignedSpeech) {
        self.speech = speech
        let likeness = SpectralLikeness(speech)
        words = WordTiling(isActive: speech.isActive).words.compactMap { frames in
            guard let value = likeness.correlation(frames) else { return nil }
            let middle = speech.track.delay(frames[frames.count / 2])
            return Self.word(
                frames,
                delay: value < SpeechComparison.reproducedLikeness ? nil : .milliseconds(5) * Int64(middle),
                likeness: value
            )
        }
        loss = Self.loss(speech, likeness)
    }

    static func word(_ frames: [Int], delay: TimeDelta?, likeness: Double) -> SpeechComparison.Word {
        SpeechComparison.Word(
            start: SpeechLoss.slot * Int64(frames.first ?? 0),
            spoken: SpeechLoss.slot * Int64(frames.count),
            delay: delay,
            likeness: likeness
        )
    }

    /// The share of words that are alike for certain; `nil` where none could be compared.
    var certainShare: Double? {
        guard !words.isEmpty else { return nil }
        return Double(certainCount) / Double(words.count)
    }

    /// Whether enough words are alike for this to be the right alignment of the right sounds.
    var isAligned: Bool {
        guard let share = certainShare, share >= SpeechComparison.certainShareMin else { return false }
        return certainCount >= min(SpeechComparison.certainWordsMin, words.count)
    }

    private var certainCount: Int { words.count { $0.likeness >= SpeechComparison.certainLikeness } }

    private static func loss(_ speech: AlignedSpeech, _ likeness: SpectralLikeness) -> SpeechLoss {
        let last = speech.isActive.count - 1
        var counter = SpeechLossCounter()
        var wasGone = false
        for frame in speech.isActive.indices {
            guard speech.isActive[frame], let share = likeness.goneShare(frame) else {
                wasGone = false
                counter.add(.silence)
                continue
            }
            let isGone = share > goneShare
            let around = max(0, frame - neighbours)...min(last, frame + neighbours)
            // A frame is two slots long, so that the slot after a frame that is gone is gone as well.
            let isMissed = isGone || wasGone || (likeness.correlation(around) ?? 1) < localLikeness
            counter.add(isMissed ? .missed : .heard)
            wasGone = isGone
        }
        return counter.finished()
    }

    /// How the rate of speech deviates, in pieces of half a second of speech without a pause; jumps are left out.
    var rate: (stretchedShare: Double, meanDeviation: Double)? {
        var (judged, stretched, deviation) = (0, 0, 0.0)
        var (count, steps) = (0, 0)
        func endPiece() {
            defer { (count, steps) = (0, 0) }
            guard 2 * count >= Self.rateFrames else { return }
            let change = Double(abs(steps)) * DelayTrack.stepSeconds
            let rate = change / (Double(count) * AlignedSpeech.hopSeconds)
            judged += count
            deviation += rate * Double(count)
            if rate > SpeechComparison.stretchedRate { stretched += count }
        }
        for frame in speech.isActive.indices.dropFirst() {
            guard speech.isActive[frame], speech.isActive[frame - 1] else {
                endPiece()
                continue
            }
            let change = speech.track.delay(frame) - speech.track.delay(frame - 1)
            if abs(change) <= Self.stretchStepMax { steps += change }
            count += 1
            if count == Self.rateFrames { endPiece() }
        }
        endPiece()
        guard judged > 0 else { return nil }
        return (Double(stretched) / Double(judged), deviation / Double(judged))
    }

    /// The share of heard frames, away from where speech was due, that are louder than a level in dBov.
    func unspokenShare(above threshold: Float) -> Double? {
        var isDue = [Bool](repeating: false, count: speech.heard.frameCount)
        for frame in speech.isActive.indices where speech.isActive[frame] {
            let place = speech.track.frames[frame]
            for index in (place - Self.tail)...(place + Self.tail) where isDue.indices.contains(index) {
                isDue[index] = true
            }
        }
        let idle = isDue.indices.filter { !isDue[$0] }
        guard !idle.isEmpty else { return nil }
        return Double(idle.count { speech.heard.totals[$0] > threshold }) / Double(idle.count)
    }
}
