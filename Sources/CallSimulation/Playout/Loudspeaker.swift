import MediaTransport
import Units

/// What does the jitter buffer's decisions: with sound, or by the ledger of a trace.
enum Loudspeaker {
    case sound(Speaker)
    case traced(TracedSpeaker)

    /// How many samples wait, less those that a fade may still change.
    var bufferedSampleCount: Int {
        switch self {
        case .sound(let speaker): speaker.bufferedSampleCount
        case .traced(let speaker): speaker.bufferedSampleCount
        }
    }

    /// The sound of the last step; of a trace there is none.
    var lastStep: ArraySlice<Int16> {
        guard case .sound(let speaker) = self else { return [] }
        return speaker.lastStep
    }

    /// Does one step; what was captured when is asked of the microphone at the other end.
    mutating func play(_ decision: AudioDecision, from microphone: Microphone) throws -> (
        outcome: AudioOutcome, heard: HeardSound
    ) {
        switch self {
        case .sound(let speaker): return try speaker.play(decision, from: microphone)
        case .traced(var speaker):
            let played = speaker.play(decision, from: microphone)
            self = .traced(speaker)
            return played
        }
    }
}
