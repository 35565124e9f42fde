import Statistics

/// The power spectra of two real frames by one complex transform (Cooley and Tukey, 1965, radix 2).
struct FourierTransform {
    let size: Int
    private let cosines: [Float]
    private let sines: [Float]
    private let reversed: [Int]
    private var real: [Float]
    private var imaginary: [Float]

    /// Prepares transforms of a size that is a power of two, 4 or more.
    init(size: Int) {
        precondition(size >= 4 && size & (size - 1) == 0, "a size of \(size) is no power of two from 4 on")
        self.size = size
        cosines = (0..<size / 2).map { Float(FastElementary.cosine(turns: Double($0) / Double(size))) }
        sines = (0..<size / 2).map { Float(-FastElementary.sine(turns: Double($0) / Double(size))) }
        let bits = size.trailingZeroBitCount
        reversed = (0..<size).map { index in
            (0..<bits).reduce(0) { $0 | ((index >> $1) & 1) << (bits - 1 - $1) }
        }
        real = [Float](repeating: 0, count: size)
        imaginary = real
    }

    /// Squared magnitudes of bins 0 to size / 2 of two frames, which are not longer than the size.
    mutating func powers(
        _ first: UnsafeBufferPointer<Float>,
        _ second: UnsafeBufferPointer<Float>,
        into powers: (UnsafeMutableBufferPointer<Float>, UnsafeMutableBufferPointer<Float>)
    ) {
        let (size, cosines, sines, reversed) = (self.size, self.cosines, self.sines, self.reversed)
        real.withUnsafeMutableBufferPointer { real in
            imaginary.withUnsafeMutableBufferPointer { imaginary in
                for index in 0..<size {
                    real[reversed[index]] = index < first.count ? first[index] : 0
                    imaginary[reversed[index]] = index < second.count ? second[index] : 0
                }
                cosines.withUnsafeBufferPointer { cosines in
                    sines.withUnsafeBufferPointer { sines in
                        Self.transform(real, imaginary, cosines, sines)
                    }
                }
                Self.separate(real, imaginary, into: powers)
            }
        }
    }

    private static func transform(
        _ real: UnsafeMutableBufferPointer<Float>,
        _ imaginary: UnsafeMutableBufferPointer<Float>,
        _ cosines: UnsafeBufferPointer<Float>,
        _ sines: UnsafeBufferPointer<Float>
    ) {
        let size = real.count
        var half = 1
        while half < size {
            let stride = size / (2 * half)
            for start in Swift.stride(from: 0, to: size, by: 2 * half) {
                for offset in 0..<half {
                    let (top, bottom) = (start + offset, start + offset + half)
                    let (cosine, sine) = (cosines[offset &* stride], sines[offset &* stride])
                    let turnedReal = real[bottom] * cosine - imaginary[bottom] * sine
                    let turnedImaginary = real[bottom] * sine + imaginary[bottom] * cosine
                    real[bottom] = real[top] - turnedReal
                    imaginary[bottom] = imaginary[top] - turnedImaginary
                    real[top] += turnedReal
                    imaginary[top] += turnedImaginary
                }
            }
            half *= 2
        }
    }

    /// The even part of the spectrum is the first frame's, the odd part the second's.
    private static func separate(
        _ real: UnsafeMutableBufferPointer<Float>,
        _ imaginary: UnsafeMutableBufferPointer<Float>,
        into powers: (UnsafeMutableBufferPointer<Float>, UnsafeMutableBufferPointer<Float>)
    ) {
        let size = real.count
        for bin in 0...size / 2 {
            let mirror = (size - bin) & (size - 1)
            let (evenReal, evenImaginary) = (real[bin] + real[mirror], imaginary[bin] - imaginary[mirror])
            let (oddReal, oddImaginary) = (imaginary[bin] + imaginary[mirror], real[mirror] - real[bin])
            powers.0[bin] = (evenReal * evenReal + evenImaginary * evenImaginary) / 4
            powers.1[bin] = (oddReal * oddReal + oddImaginary * oddImaginary) / 4
        }
    }
}
