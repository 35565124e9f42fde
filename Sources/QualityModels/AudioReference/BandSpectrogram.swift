import Statistics

/// The levels of a sound in one-third-octave bands, frame by frame.
///
/// Frames of 20 ms under a Hann window. Sound above 28.8 kHz is decimated first, by a whole number.
struct BandSpectrogram {
    static let frameSeconds = 0.02

    let bands: SpeechBands
    let frameCount: Int
    /// Band levels in dBov, `bands.count` for each frame.
    private(set) var levels: [Float]
    /// The level of each whole frame in dBov.
    private(set) var totals: [Float]

    /// Below every level that 16 bits can hold.
    static let silence: Float = -120

    /// Cuts a sound into frames that begin every so many seconds.
    init(_ sound: MonoSound, hopSeconds: Double) {
        let factor = max(sound.sampleRate / 14_400, 1)
        let samples = factor > 1 ? Decimator(factor: factor).decimate(sound.samples) : sound.samples
        let rate = Double(sound.sampleRate) / Double(factor)
        let frameLength = Int((rate * Self.frameSeconds).rounded())
        bands = SpeechBands(sampleRate: rate)
        let length = samples.count - frameLength
        frameCount = length >= 0 ? Int(Double(length) / (rate * hopSeconds)) + 1 : 0
        levels = [Float](repeating: Self.silence, count: frameCount * bands.count)
        totals = [Float](repeating: Self.silence, count: frameCount)
        fill(samples, rate: rate, frameLength: frameLength, hop: rate * hopSeconds)
    }

    private mutating func fill(_ samples: [Float], rate: Double, frameLength: Int, hop: Double) {
        var size = 4
        while size < frameLength { size *= 2 }
        var transform = FourierTransform(size: size)
        let window = Self.hann(frameLength)
        let scale = 2 / (Float(size) * window.reduce(0) { $0 + $1 * $1 })
        let shares = BinShares(bands: bands, binWidth: rate / Double(size), binCount: size / 2 + 1)
        var frames = [[Float]](repeating: [Float](repeating: 0, count: frameLength), count: 2)
        var powers = [[Float]](repeating: [Float](repeating: 0, count: size / 2 + 1), count: 2)
        for pair in stride(from: 0, to: frameCount, by: 2) {
            for side in 0..<2 {
                let start = Int(Double(min(pair + side, frameCount - 1)) * hop)
                frames[side].withUnsafeMutableBufferPointer { frame in
                    for index in frame.indices { frame[index] = samples[start + index] * window[index] }
                }
            }
            var (first, second) = (powers[0], powers[1])
            powers = [[], []]
            first.withUnsafeMutableBufferPointer { first in
                second.withUnsafeMutableBufferPointer { second in
                    frames[0].withUnsafeBufferPointer { left in
                        frames[1].withUnsafeBufferPointer { right in
                            transform.powers(left, right, into: (first, second))
                        }
                    }
                }
            }
            powers = [first, second]
            for side in 0..<2 where pair + side < frameCount {
                note(powers[side], shares, scale: scale, frame: pair + side)
            }
        }
    }

    private mutating func note(_ powers: [Float], _ shares: BinShares, scale: Float, frame: Int) {
        var sum: Float = 0
        for power in powers[1...] { sum += power }
        totals[frame] = Self.decibels(sum * scale)
        for band in 0..<bands.count {
            levels[frame * bands.count + band] = Self.decibels(shares.energy(powers, band: band) * scale)
        }
    }

    private static func decibels(_ power: Float) -> Float {
        guard power > 1e-12 else { return silence }
        return Float(FastElementary.logarithm(Double(power)) * 4.342944819032518)
    }

    private static func hann(_ count: Int) -> [Float] {
        (0..<count).map { index in
            Float(0.5 - 0.5 * FastElementary.cosine(turns: (Double(index) + 0.5) / Double(count)))
        }
    }
}

/// Which part of each bin of a transform belongs to which band.
private struct BinShares {
    private let firstBins: [Int]
    private let shares: [[Float]]

    init(bands: SpeechBands, binWidth: Double, binCount: Int) {
        var (firstBins, shares) = ([Int](), [[Float]]())
        for band in 0..<bands.count {
            // A bin reaches half its width to either side.
            let low = bands.edges[band] / binWidth + 0.5
            let high = bands.edges[band + 1] / binWidth + 0.5
            let first = Int(low)
            let last = min(Int(high), binCount - 1)
            firstBins.append(first)
            shares.append(
                (first...max(first, last)).map { bin in
                    Float(max(min(high, Double(bin) + 1) - max(low, Double(bin)), 0))
                }
            )
        }
        self.firstBins = firstBins
        self.shares = shares
    }

    func energy(_ powers: [Float], band: Int) -> Float {
        var sum: Float = 0
        let first = firstBins[band]
        for (offset, share) in shares[band].enumerated() { sum += share * powers[first + offset] }
        return sum
    }
}
