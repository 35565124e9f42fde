/// Sound of one channel: what was spoken into a microphone, or what was heard from a loudspeaker.
public struct MonoSound: Sendable {
    /// Full scale is 1.
    let samples: [Float]
    public let sampleRate: Int

    /// Takes 16-bit samples at a rate in hertz.
    public init(_ samples: some Collection<Int16>, sampleRate: Int) {
        self.samples = samples.map { Float($0) * 0x1p-15 }
        self.sampleRate = sampleRate
    }

    /// Takes samples whose full scale is 1; what is no finite number counts as silence.
    public init(_ samples: some Collection<Float>, sampleRate: Int) {
        self.samples = samples.map { $0.isFinite ? $0 : 0 }
        self.sampleRate = sampleRate
    }

    /// In seconds.
    var length: Double { sampleRate > 0 ? Double(samples.count) / Double(sampleRate) : 0 }
}
