import MediaTransport
import RTPWire
import Units
import VirtualTime

/// A loudspeaker that counts the sound of a trace and does not make it: what `Speaker` does, without samples.
///
/// A stretch takes out or puts in the pitch period that the trace has at that place, where it repeats itself there. A gap
/// is filled in whole periods of the last sound heard, and the merge after it cuts in after a drawn part of a period:
/// where the sound would fit best is not known without it.
struct TracedSpeaker {
    private static let step = Speaker.samplesPerPull
    private static let overlap = Speaker.overlap
    /// What a stretch looks at: 30 ms.
    private static let stretched = 1_440
    /// Active sound of which more than 15 ms were played already is not lengthened.
    private static let centre = 720
    /// The least that a merge keeps of what was made up (`Concealment`), and the furthest that it moves.
    private static let leastMerged = 510
    /// Where a sound has no period: 15 ms.
    private static let longestPeriod = 720
    /// A voice has faded to nothing after so much of a gap, a pause after 35 ms; the first is ours, the mean of Speaker's.
    private static let voiceFade = 14_400
    private static let pauseFade = 1_680

    private let concealsByCodec: Bool
    private var buffer = SoundLedger()
    private var random: RandomStream
    private var lastSound: TracedSound?
    private var gap = 0

    init(random: RandomStream, concealsByCodec: Bool) {
        (self.random, self.concealsByCodec) = (random, concealsByCodec)
        buffer.append(Self.overlap, .comfortNoise)
    }

    var bufferedSampleCount: Int { buffer.count - Self.overlap }

    mutating func play(
        _ decision: AudioDecision,
        from microphone: inout Microphone
    ) -> (outcome: AudioOutcome, heard: HeardSound) {
        guard decision.operation != .silence else { return (AudioOutcome(bufferedSampleCount: 0), HeardSound()) }
        var outcome = AudioOutcome(bufferedSampleCount: 0)
        outcome.decodedSampleCount = decision.packets.reduce(0) { $0 + $1.sampleCount }
        let captured = decision.packets.first.map {
            microphone.captureTime(ofTimestamp: $0.rtpTimestamp) - Speaker.codecDelay
        }
        if case .merge = decision.operation, outcome.decodedSampleCount > 0 {
            outcome.mergeDelta = merge(outcome.decodedSampleCount, captured)
        } else if let captured {
            buffer.append(outcome.decodedSampleCount, .decoded(captured: captured))
        }
        if let captured {
            gap = 0
            lastSound = microphone.sound(capturedAt: captured + Speaker.codecDelay) ?? lastSound
        }
        switch decision.operation {
        case .accelerate: outcome.removedSampleCount = accelerate(&microphone)
        case .preemptiveExpand: outcome.insertedSampleCount = preemptivelyExpand(&microphone)
        case .comfortNoise:
            outcome.decodedSampleCount = Self.step
            buffer.append(Self.step, .comfortNoise)
        case .normal, .merge, .expand, .silence: break
        }
        if bufferedSampleCount < Self.step { expand(&outcome) }
        let heard = buffer.play(Self.step)
        if !outcome.isConcealedByCodec { outcome.isMuted = isMuted }
        outcome.bufferedSampleCount = bufferedSampleCount
        return (outcome, heard)
    }

    private var isMuted: Bool { gap > (lastSound?.isSpeech == true ? Self.voiceFade : Self.pauseFade) }

    /// What stands at the front of what waits; made-up sound is like the last that was heard.
    private func front(_ microphone: inout Microphone) -> TracedSound? {
        guard let captured = buffer.firstCaptureTime else { return lastSound }
        return microphone.sound(capturedAt: captured + Speaker.codecDelay) ?? lastSound
    }

    private mutating func accelerate(_ microphone: inout Microphone) -> Int {
        guard buffer.count >= Self.stretched, let sound = front(&microphone), sound.period > 0,
            sound.repeats || sound.isPassive
        else { return 0 }
        buffer.drop(Int(sound.period))
        return Int(sound.period)
    }

    private mutating func preemptivelyExpand(_ microphone: inout Microphone) -> Int {
        let played = max(0, Self.stretched - buffer.count)
        guard let sound = front(&microphone), sound.period > 0,
            sound.isPassive || (sound.repeats && played <= Self.centre)
        else { return 0 }
        buffer.lengthen(Int(sound.period))
        return Int(sound.period)
    }

    private mutating func expand(_ outcome: inout AudioOutcome) {
        let missing = Self.step - bufferedSampleCount
        var made = concealsByCodec ? Self.step : 0
        let period = lastSound.map { $0.period > 0 ? Int($0.period) : Self.longestPeriod } ?? Self.longestPeriod
        while made < missing { made += period }
        buffer.append(made, .concealment)
        gap += made
        outcome.concealedSampleCount = made
        outcome.isConcealedByCodec = concealsByCodec
    }

    /// Joins decoded sound to a gap; by how much what waits becomes longer than the decoded sound and what waited.
    private mutating func merge(_ decoded: Int, _ captured: Timestamp?) -> Int? {
        guard let captured else { return nil }
        guard gap > 0 else {
            buffer.append(decoded, .decoded(captured: captured))
            return 0
        }
        let waiting = buffer.removeAll()
        let first = max(0, max(waiting, Self.leastMerged) - decoded)
        let period = lastSound.map { max(1, Int($0.period)) } ?? Self.longestPeriod
        let shift = first + Int(random.next() % UInt64(min(Self.longestPeriod, period)))
        buffer.append(shift, .concealment)
        buffer.append(decoded, .decoded(captured: captured))
        return shift - waiting
    }
}
