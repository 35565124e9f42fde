/// What a party's microphone hears.
public enum AudioSource: Sendable {
    case synthetic(SpeechSynthesiser)
    case clip(AudioClip)

    /// Replaces `block` with the next `count` samples at 48 kHz.
    public mutating func next(_ count: Int, into block: inout [Int16]) {
        switch self {
        case .synthetic(var speech):
            speech.next(count, into: &block)
            self = .synthetic(speech)
        case .clip(var clip):
            clip.next(count, into: &block)
            self = .clip(clip)
        }
    }

    /// How far the speaker's mouth is open at the end of the last block, 0 to 1.
    public var mouthOpening: Double {
        switch self {
        case .synthetic(let speech): speech.mouthOpening
        case .clip(let clip): clip.mouthOpening
        }
    }
}
