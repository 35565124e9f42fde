import RawMedia

/// A small generator with a fixed seed: a 64-bit Weyl sequence, mixed.
struct FixedGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

/// The 64-bit FNV-1a hash, by which outputs are pinned.
func fingerprint(_ bytes: some Sequence<UInt8>) -> UInt64 {
    bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
}

func fingerprint(_ samples: [Int16]) -> UInt64 {
    fingerprint(samples.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] })
}

/// A sine of exactly `period` samples at 48 kHz.
func tone(period: Double, amplitude: Double, count: Int) -> [Int16] {
    var (sine, cosine) = (0.0, 1.0)
    let step = 2 * Double.pi / period
    let (sineStep, cosineStep) = (portableSine(step), portableSine(step + Double.pi / 2))
    return (0..<count).map { _ in
        let sample = Int16((amplitude * sine).rounded())
        (sine, cosine) = (sine * cosineStep + cosine * sineStep, cosine * cosineStep - sine * sineStep)
        return sample
    }
}

/// The sine by its power series, for angles up to a few turns.
private func portableSine(_ angle: Double) -> Double {
    var (sum, term) = (0.0, angle)
    for index in stride(from: 1.0, to: 60, by: 2) {
        sum += term
        term *= -angle * angle / ((index + 1) * (index + 2))
    }
    return sum
}

/// The root of the mean square.
func rms(_ samples: some Collection<Int16>) -> Double {
    (samples.reduce(0.0) { $0 + Double($1) * Double($1) } / Double(samples.count)).squareRoot()
}

func energy(_ samples: some Collection<Int16>) -> Double { samples.reduce(0.0) { $0 + Double($1) * Double($1) } }

/// White noise of a given rms.
func noise(rms: Double, count: Int, seed: UInt64 = 1) -> [Int16] {
    var generator = FixedGenerator(seed: seed)
    let peak = rms * 3.0.squareRoot()
    return (0..<count).map { _ in
        Int16((Double(Int64(bitPattern: generator.next())) * 0x1p-63 * peak).rounded())
    }
}

/// A picture whose samples all differ from their neighbours, made from a number.
func picture(width: Int, height: Int, number: Int) -> I420Frame {
    var frame = I420Frame(width: width, height: height)
    for index in frame.y.indices { frame.y[index] = UInt8(truncatingIfNeeded: index * 7 + number * 13) }
    for index in frame.u.indices { frame.u[index] = UInt8(truncatingIfNeeded: index * 5 + number) }
    for index in frame.v.indices { frame.v[index] = UInt8(truncatingIfNeeded: index * 3 + number * 2) }
    return frame
}
