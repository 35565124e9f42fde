import Statistics

/// Changes the sample rate of a whole recording by a ratio of integers, without delay.
///
/// A windowed-sinc low pass (Kaiser window, beta 8, about 80 dB; Oppenheim and Schafer, "Discrete-Time Signal
/// Processing", 3rd edition, section 7.6.3) is evaluated at the phases that the ratio needs. The stop band begins
/// at half of the lower rate; the pass band is flat to 0.44 of it.
public struct PolyphaseResampler: Sendable {
    public let inputRate: Int
    public let outputRate: Int

    /// Output samples for every `down` input samples.
    private let up: Int
    private let down: Int
    private let tapsPerPhase: Int
    private let taps: [Double]

    private static let halfTaps = 48
    private static let beta = 8.0
    /// The -6 dB point relative to the lower rate: half a transition band (0.0275) below its half.
    private static let cutoff = 0.4725

    /// Prepares the filter; both rates must be positive.
    public init(from inputRate: Int, to outputRate: Int) {
        precondition(inputRate > 0 && outputRate > 0, "a sample rate is positive")
        self.inputRate = inputRate
        self.outputRate = outputRate
        var (divisor, rest) = (inputRate, outputRate)
        while rest != 0 { (divisor, rest) = (rest, divisor % rest) }
        up = outputRate / divisor
        down = inputRate / divisor
        let narrowing = up < down ? Double(up) / Double(down) : 1
        let half = Int((Double(Self.halfTaps) / narrowing).rounded(.up))
        tapsPerPhase = 2 * half
        guard up != down else {
            taps = []
            return
        }
        var taps = [Double]()
        taps.reserveCapacity(up * tapsPerPhase)
        for phase in 0..<up {
            taps += Self.filter(delay: Double(phase) / Double(up), half: half, narrowing: narrowing)
        }
        self.taps = taps
    }

    /// One phase: the weights of the inputs from `half` - 1 before to `half` after, with a sum of 1.
    private static func filter(delay: Double, half: Int, narrowing: Double) -> [Double] {
        let cutoff = Self.cutoff * narrowing
        var weights = [Double]()
        weights.reserveCapacity(2 * half)
        // The sine of an arithmetic progression, by a rotating phasor.
        let first = 2 * cutoff * (Double(1 - half) - delay) / 2
        var (sine, cosine) = (FastElementary.sine(turns: first), FastElementary.cosine(turns: first))
        let (sineStep, cosineStep) = (FastElementary.sine(turns: cutoff), FastElementary.cosine(turns: cutoff))
        for tap in (1 - half)...half {
            let time = Double(tap) - delay
            let sinc = time * time < 1e-18 ? 2 * cutoff : sine / (FastElementary.pi * time)
            let position = time / Double(half)
            weights.append(sinc * besselI0(beta * max(0, 1 - position * position).squareRoot()))
            (sine, cosine) = (sine * cosineStep + cosine * sineStep, cosine * cosineStep - sine * sineStep)
        }
        let sum = weights.reduce(0, +)
        return weights.map { $0 / sum }
    }

    /// The modified Bessel function of order zero, by its power series.
    private static func besselI0(_ x: Double) -> Double {
        let quarter = x * x / 4
        var (sum, term, count) = (1.0, 1.0, 1.0)
        while term > sum * 1e-12 {
            term *= quarter / (count * count)
            sum += term
            count += 1
        }
        return sum
    }

    /// The recording at the output rate; silence is assumed before its start and after its end.
    public func resample(_ samples: [Int16]) -> [Int16] {
        guard up != down, !samples.isEmpty else { return samples }
        let half = tapsPerPhase / 2
        let silence = [Double](repeating: 0, count: half)
        let padded = silence + samples.map(Double.init) + silence + [0]
        let count = (samples.count * up + down - 1) / down
        return [Int16](unsafeUninitializedCapacity: count) { output, written in
            padded.withUnsafeBufferPointer { input in
                taps.withUnsafeBufferPointer { taps in
                    var (position, phase) = (0, 0)
                    for index in 0..<count {
                        let weights = UnsafeBufferPointer(
                            rebasing: taps[(phase * tapsPerPhase)...].prefix(tapsPerPhase)
                        )
                        let window = UnsafeBufferPointer(rebasing: input[(position + 1)...].prefix(tapsPerPhase))
                        output[index] = AudioFormat.sample(Self.product(weights, window))
                        phase += down
                        position += phase / up
                        phase %= up
                    }
                }
            }
            written = count
        }
    }

    /// The inner product of equally long buffers of an even length, in a fixed order of summation.
    private static func product(_ left: UnsafeBufferPointer<Double>, _ right: UnsafeBufferPointer<Double>) -> Double {
        var (even, odd) = (0.0, 0.0)
        for index in stride(from: 0, to: left.count, by: 2) {
            even += left[index] * right[index]
            odd += left[index + 1] * right[index + 1]
        }
        return even + odd
    }
}
