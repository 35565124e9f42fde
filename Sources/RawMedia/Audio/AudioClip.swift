/// A recording that plays for as long as it is asked to, repeating itself.
public struct AudioClip: Sendable {
    private let samples: [Int16]
    private let repetition: Repetition
    private var position = 0
    private var envelope = SpeechEnvelope()

    /// Takes a recording at 48 kHz, which must not be empty.
    public init(samples: [Int16], repetition: Repetition = .thereAndBack) {
        precondition(!samples.isEmpty, "a clip has samples")
        self.samples = samples
        self.repetition = repetition
    }

    /// Reads the sound of a WAV file at whatever rate it has.
    public init(file: WAVFile, repetition: Repetition = .thereAndBack) {
        self.init(samples: file.samples(at: AudioFormat.sampleRate), repetition: repetition)
    }

    /// How far the mouth of the speaker is open, 0 to 1, guessed from the level of the last block.
    public var mouthOpening: Double { envelope.opening }

    /// Replaces `block` with the next `count` samples.
    public mutating func next(_ count: Int, into block: inout [Int16]) {
        block.removeAll(keepingCapacity: true)
        for index in position..<(position + count) {
            block.append(samples[repetition.index(index, of: samples.count)])
        }
        position += count
        envelope.follow(block)
    }
}
