/// A camera's noise: normally distributed and correlated between neighbours in a row.
struct SensorNoise: Sendable {
    private let samples: [Int8]
    private let mask: Int
    private let length: Int

    /// Prepares a strip from which rows of up to `width` samples are cut.
    init(deviation: Double, width: Int, seed: UInt64) {
        let strip = 1 << 16
        var random = NoiseGenerator(seed: seed)
        /// Nearly normal: the sum of four uniform values, variance 4/3.
        func deviate() -> Double { (0..<4).reduce(0.0) { sum, _ in sum + random.whiteSample() } }
        // Weights 1/2, 1, 1/2 keep 1.5 of the variance.
        let gain = deviation / (1.5 * 4 / 3.0).squareRoot()
        var (before, here) = (deviate(), deviate())
        var samples = [Int8]()
        samples.reserveCapacity(strip + width)
        for _ in 0..<(strip + width) {
            let after = deviate()
            samples.append(Int8(min(127, max(-127, (gain * (before / 2 + here + after / 2)).rounded()))))
            (before, here) = (here, after)
        }
        (self.samples, mask, length) = (samples, strip - 1, width)
    }

    /// Adds noise to a plane; each row and picture cuts its own piece of the strip.
    func add(to plane: UnsafeMutableBufferPointer<UInt8>, width: Int, picture: Int) {
        precondition(width <= length, "a row is no longer than the strip was made for")
        samples.withUnsafeBufferPointer { samples in
            for row in 0..<(plane.count / width) {
                let key = UInt64(picture) << 32 | UInt64(row)
                let start = Int(truncatingIfNeeded: NoiseGenerator.mixed(key)) & mask
                let noise = UnsafeBufferPointer(rebasing: samples[start..<(start + width)])
                let line = UnsafeMutableBufferPointer(rebasing: plane[(row * width)..<((row + 1) * width)])
                for column in 0..<width {
                    let value = Int16(line[column]) &+ Int16(noise[column])
                    line[column] = UInt8(truncatingIfNeeded: max(0, min(255, value)))
                }
            }
        }
    }
}
