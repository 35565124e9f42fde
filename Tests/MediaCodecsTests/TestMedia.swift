import Foundation
import RawMedia

/// A small generator with a fixed seed: xorshift64 (Marsaglia 2003).
struct TestRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed | 1 }

    mutating func next() -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state
    }
}

enum TestPictures {
    /// Five seconds at 320x180 that no encoder gets for free; made once.
    static let noisy = (0..<150).map { gradient($0, width: 320, height: 180, noise: 12) }

    /// A diagonal gradient that moves by two pixels a picture, with noise of a few levels where asked.
    static func gradient(_ number: Int, width: Int, height: Int, noise: Int = 0) -> I420Frame {
        var frame = I420Frame(width: width, height: height)
        var random = TestRandom(seed: UInt64(number + 1) &* 0x9E37_79B9_7F4A_7C15)
        // One row of noise, shifted for each row, keeps debug builds quick.
        let levels = (0..<(width + 64)).map { _ in noise == 0 ? 0 : Int.random(in: -noise...noise, using: &random) }
        let chromaWidth = frame.chromaWidth
        fill(&frame.y, width: width) { x, y in 128 + triangle(x + y + 2 * number, 85) + levels[x + (y * 23) % 64] }
        fill(&frame.u, width: chromaWidth) { x, _ in 128 + triangle(x + number, 40) }
        fill(&frame.v, width: chromaWidth) { _, y in 128 - triangle(y + number, 40) }
        return frame
    }

    private static func fill(_ plane: inout [UInt8], width: Int, _ value: (Int, Int) -> Int) {
        plane.withUnsafeMutableBufferPointer { samples in
            var (x, y) = (0, 0)
            for index in 0..<samples.count {
                samples[index] = UInt8(value(x, y))
                x += 1
                if x == width { (x, y) = (0, y + 1) }
            }
        }
    }

    /// Between -height and height, with a period of four heights.
    private static func triangle(_ position: Int, _ height: Int) -> Int {
        abs(position % (4 * height) - 2 * height) - height
    }

    /// In dB, over all three planes.
    static func psnr(_ left: I420Frame, _ right: I420Frame) -> Double {
        var error = 0
        for (a, b) in [(left.y, right.y), (left.u, right.u), (left.v, right.v)] {
            for (x, y) in zip(a, b) { error += (Int(x) - Int(y)) * (Int(x) - Int(y)) }
        }
        let count = left.y.count + left.u.count + left.v.count
        return error == 0 ? 100 : 10 * log10(255 * 255 * Double(count) / Double(error))
    }

    static func equal(_ left: I420Frame, _ right: I420Frame) -> Bool {
        left.width == right.width && left.height == right.height && left.y == right.y && left.u == right.u
            && left.v == right.v
    }
}

enum TestSpeech {
    /// Voiced sound in packets of 20 ms: harmonics of a gliding pitch under two formants, four syllables a second.
    static func packets(_ count: Int) -> [[Int16]] {
        var random = TestRandom(seed: 5)
        var phase = 0.0
        return (0..<count).map { packet in
            (0..<960).map { sample in
                let time = Double(packet * 960 + sample) / 48_000
                let pitch = 120 + 25 * sin(2 * .pi * 0.7 * time)
                phase += 2 * .pi * pitch / 48_000
                var value = 0.0
                for harmonic in 1...24 {
                    let frequency = pitch * Double(harmonic)
                    let first = 1 / (1 + pow((frequency - 500) / 120, 2))
                    let second = 0.5 / (1 + pow((frequency - 1_500 - 400 * sin(2 * .pi * time)) / 160, 2))
                    value += (first + second + 0.02) * sin(Double(harmonic) * phase)
                }
                let envelope = 0.15 + 0.85 * pow(sin(2 * .pi * 2 * time), 2)
                return Int16(3_500 * envelope * value) + Int16.random(in: -20...20, using: &random)
            }
        }
    }

    static func energy(_ samples: some Sequence<Int16>) -> Double {
        samples.reduce(0) { $0 + Double($1) * Double($1) }
    }

    /// Signal over difference, in dB.
    static func snr(_ signal: ArraySlice<Int16>, _ other: ArraySlice<Int16>) -> Double {
        let error = zip(signal, other).reduce(0.0) { $0 + pow(Double($1.0) - Double($1.1), 2) }
        return 10 * log10(energy(signal) / error)
    }
}

/// FNV-1a, 64 bits.
func digest(_ bytes: some Sequence<UInt8>) -> UInt64 {
    bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
}
