import MediaTransport
import Units

/// What does the jitter buffer's decisions: with sound, or by the ledger of a trace.
struct Loudspeaker {
    /// One of the two; side by side, so that each is changed in place.
    private let sound: Speaker?
    private var traced: TracedSpeaker?

    init(_ speaker: Speaker) { sound = speaker }

    init(_ speaker: TracedSpeaker) { (sound, traced) = (nil, speaker) }

    /// How many samples wait, less those that a fade may still change.
    var bufferedSampleCount: Int { sound?.bufferedSampleCount ?? traced?.bufferedSampleCount ?? 0 }

    /// The sound of the last step; of a trace there is none.
    var lastStep: ArraySlice<Int16> { sound?.lastStep ?? [] }

    /// Does one step; what was captured when is asked of the microphone at the other end.
    mutating func play(_ decision: AudioDecision, from microphone: inout Microphone) throws -> (
        outcome: AudioOutcome, heard: HeardSound
    ) {
        try sound?.play(decision, from: &microphone) ?? traced?.play(decision, from: &microphone)
            ?? (AudioOutcome(bufferedSampleCount: 0), HeardSound())
    }
}
