/// Says of each block of a microphone's sound whether somebody talks in it.
///
/// A block is speech when its level is above -50 dBov and at most 16 dB below the mean level of the speech before it, or
/// within 60 ms after such a block, so that the closure of a plosive does not cut a word. All of this is ours; 16 dB is
/// near the margin of ITU-T P.56 (15.9 dB). Meant for a quiet room, as `SpeechSynthesiser` makes it (-60 dBov).
public struct SpeechActivity: Hashable, Sendable {
    /// The mean square that lies 16 dB below the speech so far, of full scale 1.
    private var threshold = SpeechActivity.quietest
    /// The mean square of the speech so far: the mean over about the last second of it.
    private var speech: Double?
    private var hangover = 0.0

    private static let quietest = 1e-5
    private static let margin = 0.025118864315095794
    private static let hangoverSeconds = 0.06
    private static let memorySeconds = 1.0

    public init() {}

    /// Takes the next block, of 5 to 20 ms.
    ///
    /// - Parameters:
    ///   - samples: mono.
    ///   - sampleRate: in hertz, above zero.
    /// - Returns: whether it is speech; an empty block is not.
    public mutating func isSpeech(_ samples: some Collection<Int16>, sampleRate: Int = 48_000) -> Bool {
        guard !samples.isEmpty, sampleRate > 0 else { return false }
        var energy = 0
        for sample in samples { energy += Int(sample) * Int(sample) }
        let square = Double(energy) / Double(samples.count) / 1_073_741_824
        let duration = Double(samples.count) / Double(sampleRate)
        guard square > threshold else {
            hangover -= duration
            return hangover > -duration / 2
        }
        hangover = Self.hangoverSeconds
        let before = speech ?? square
        let mean = before + (square - before) * min(duration / Self.memorySeconds, 1)
        speech = mean
        threshold = max(Self.quietest, mean * Self.margin)
        return true
    }
}
