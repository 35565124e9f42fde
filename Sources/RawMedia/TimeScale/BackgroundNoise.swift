/// What a speaker's room sounds like between the words: the quietest 10 ms heard lately.
///
/// The rule of libwebrtc's NetEq (`background_noise.cc`): a quieter piece replaces the estimate at once, and the level
/// below which that happens rises slowly. The rate of 0.35 % each 10 ms is ours, and so is the limit: nothing louder
/// than -41.6 dBov is taken for background.
public struct BackgroundNoise: Hashable, Sendable {
    /// The mean square of the noise, `nil` until 10 ms of it have been heard.
    public private(set) var energy: Double?
    private(set) var shape: LinearPrediction?
    private var threshold = TimeStretch.initialBackgroundEnergy

    private static let rise = 1.0035

    public init() {}

    /// Takes sound that was decoded and played; pieces of 10 ms at 48 kHz are looked at.
    public mutating func hear(_ samples: [Int16]) {
        let length = AudioFormat.samplesPer10Milliseconds
        for start in stride(from: 0, through: samples.count - length, by: length) {
            let piece = samples[start..<(start + length)]
            var sum = 0
            for sample in piece { sum += Int(sample) * Int(sample) }
            let heard = Double(sum) / Double(length)
            if heard <= threshold {
                threshold = max(1, heard)
                energy = heard
                shape = LinearPrediction(of: piece)
            } else {
                threshold = min(TimeStretch.initialBackgroundEnergy, threshold * Self.rise)
            }
        }
    }
}
