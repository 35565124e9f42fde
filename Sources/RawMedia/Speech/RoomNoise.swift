/// The noise of a quiet room: low-passed white noise at -60 dBov.
struct RoomNoise: Hashable, Sendable {
    private var state = 0.0

    /// One pole: the corner is near 800 Hz.
    private static let pole = 0.9
    /// -60 dBov is an rms of 32.8; uniform noise of variance 1/3 through the pole keeps 1 / (1 - pole^2) of it.
    private static let gain = 32.768 * (3 * (1 - pole * pole)).squareRoot()

    /// Lets the filter reach its usual level.
    mutating func settle(using random: inout NoiseGenerator) {
        for _ in 0..<64 { _ = next(using: &random) }
    }

    @inline(__always)
    mutating func next(using random: inout NoiseGenerator) -> Double {
        state = Self.pole * state + Self.gain * random.whiteSample()
        return state
    }

    mutating func fill(_ output: UnsafeMutableBufferPointer<Int16>, using random: inout NoiseGenerator) {
        var (noise, source) = (self, random)
        for index in output.indices { output[index] = AudioFormat.sample(noise.next(using: &source)) }
        (self, random) = (noise, source)
    }
}
