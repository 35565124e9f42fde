/// Why two sounds were not compared; each of these leaves every measure unknown.
public enum SpeechComparisonError: Error, Hashable, CustomStringConvertible, Sendable {
    /// Which of the two sounds something is wrong with.
    public enum Sound: String, Hashable, Sendable {
        case spoken
        case heard
    }

    case sampleRatesDiffer(spoken: Int, heard: Int)
    /// Outside 8 to 48 kHz.
    case unsupportedSampleRate(Int)
    case empty(Sound)
    /// Shorter than 1 s.
    case tooShort(Sound, seconds: Double)
    /// Nothing that could be missed was spoken.
    case noSpeech
    /// The heard sound has something to hear, but no delay makes it resemble what was spoken.
    case notAligned(certainShare: Double)

    public var description: String {
        switch self {
        case .sampleRatesDiffer(let spoken, let heard):
            "The spoken sound has \(spoken) samples a second and the heard sound \(heard); bring both to one rate first."
        case .unsupportedSampleRate(let rate):
            "Sound at \(rate) Hz cannot be compared; use a rate from 8000 to 48000 Hz."
        case .empty(let sound): "The \(sound.rawValue) sound is empty; nothing can be compared."
        case .tooShort(let sound, let seconds):
            "The \(sound.rawValue) sound lasts \(seconds) s; at least 1 s is needed to align it."
        case .noSpeech:
            "There is no speech to compare: nothing in the spoken sound is above -55 dBov. How it was heard is unknown."
        case .notAligned(let share):
            "No delay aligns the heard sound with the spoken one (\(Int(share * 100)) % of the words are clearly alike); "
                + "check that both are of the same direction of the same call. How it was heard is unknown."
        }
    }
}
