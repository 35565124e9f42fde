@testable import RawMedia
import Statistics
import Testing

@Suite("Changing the sample rate")
struct ResamplerTests {
    private static let rates = [8_000, 11_025, 16_000, 22_050, 32_000, 44_100]

    private func tone(_ frequency: Double, rate: Int, seconds: Double = 0.25) -> [Int16] {
        RawMediaTests.tone(period: Double(rate) / frequency, amplitude: 16_000, count: Int(Double(rate) * seconds))
    }

    /// The amplitude of one frequency in the middle of a recording, seen through a Hann window.
    private func amplitude(_ samples: [Int16], _ frequency: Double, rate: Int) -> Double {
        let middle = samples[(samples.count / 4)..<(samples.count * 3 / 4)]
        var (real, imaginary, weight) = (0.0, 0.0, 0.0)
        for (index, sample) in middle.enumerated() {
            let turns = frequency * Double(index) / Double(rate)
            let window = 0.5 - 0.5 * FastElementary.cosine(turns: (Double(index) + 0.5) / Double(middle.count))
            real += window * Double(sample) * FastElementary.cosine(turns: turns)
            imaginary += window * Double(sample) * FastElementary.sine(turns: turns)
            weight += window
        }
        return 2 * (real * real + imaginary * imaginary).squareRoot() / weight
    }

    /// 20 log10 of a ratio.
    private func decibels(_ ratio: Double) -> Double { FastElementary.logarithm(ratio) * 8.685889638065037 }

    @Test("A 1 kHz tone keeps its level within 0.1 dB", arguments: rates)
    func level(rate: Int) {
        let output = PolyphaseResampler(from: rate, to: 48_000).resample(tone(1_000, rate: rate))
        #expect(decibels(amplitude(output, 1_000, rate: 48_000) / 16_000).magnitude < 0.1)
    }

    @Test("Nothing but the tone comes out: images are at least 60 dB down", arguments: rates)
    func images(rate: Int) {
        let frequency = 0.4 * Double(rate)
        let output = PolyphaseResampler(from: rate, to: 48_000).resample(tone(frequency, rate: rate))
        let kept = amplitude(output, frequency, rate: 48_000)
        #expect(decibels(kept / 16_000).magnitude < 0.1)
        for image in [Double(rate) - frequency, Double(rate) + frequency] where image < 24_000 {
            #expect(decibels(amplitude(output, image, rate: 48_000) / kept) < -60)
        }
    }

    @Test("Sound above the lower rate's half does not fold back: it is at least 60 dB down")
    func aliases() {
        let output = PolyphaseResampler(from: 48_000, to: 16_000).resample(tone(9_000, rate: 48_000))
        #expect(decibels(amplitude(output, 7_000, rate: 16_000) / 16_000) < -60)
        let kept = PolyphaseResampler(from: 48_000, to: 16_000).resample(tone(6_000, rate: 48_000))
        #expect(decibels(amplitude(kept, 6_000, rate: 16_000) / 16_000).magnitude < 0.1)
    }

    @Test("A constant stays exactly constant away from the edges, and nothing is delayed")
    func constant() {
        let flat = [Int16](repeating: 1_000, count: 400)
        let output = PolyphaseResampler(from: 44_100, to: 48_000).resample(flat)
        #expect(output[100..<300].allSatisfy { $0 == 1_000 })
        var pulse = [Int16](repeating: 0, count: 401)
        pulse[200] = 30_000
        let spread = PolyphaseResampler(from: 16_000, to: 48_000).resample(pulse)
        #expect(spread.indices.max { spread[$0] < spread[$1] } == 600)
        for distance in 1...140 { #expect(spread[600 - distance] == spread[600 + distance]) }
    }

    @Test("The length follows the ratio, and equal rates change nothing")
    func lengths() {
        #expect(PolyphaseResampler(from: 8_000, to: 48_000).resample([1, 2, 3]).count == 18)
        #expect(PolyphaseResampler(from: 44_100, to: 48_000).resample([Int16](repeating: 0, count: 441)).count == 480)
        #expect(PolyphaseResampler(from: 48_000, to: 48_000).resample([1, 2, 3]) == [1, 2, 3])
        #expect(PolyphaseResampler(from: 8_000, to: 48_000).resample([]) == [])
    }

    @Test("Full-scale sound is limited, not wrapped around")
    func limits() {
        let square = (0..<800).map { $0 / 20 % 2 == 0 ? Int16.max : Int16.min }
        let output = PolyphaseResampler(from: 16_000, to: 48_000).resample(square)
        for index in 0..<800 where index % 20 == 10 { #expect((output[index * 3] > 0) == (square[index] > 0)) }
        #expect(output.contains(.max) && output.contains(.min))
    }
}

@Suite("Portable elementary functions")
struct FastElementaryTests {
    @Test("Sines meet known values")
    func sine() {
        for (turns, value) in [(0, 0), (1 / 12.0, 0.5), (0.25, 1), (0.5, 0), (0.75, -1), (1.125, 0.7071067811865476)] {
            #expect((FastElementary.sine(turns: turns) - value).magnitude < 1e-11)
            #expect((FastElementary.sine(turns: -turns) + value).magnitude < 1e-11)
        }
    }

    @Test("Exponential and logarithm meet known values and undo each other")
    func exponential() {
        #expect((FastElementary.exponential(1) - 2.718281828459045).magnitude < 1e-14)
        #expect((FastElementary.exponential(-3.5) - 0.0301973834223185).magnitude < 1e-15)
        #expect((FastElementary.logarithm(10) - 2.302585092994046).magnitude < 1e-14)
        for x in stride(from: -30.0, through: 30, by: 0.37) {
            #expect((FastElementary.logarithm(FastElementary.exponential(x)) - x).magnitude < 1e-12)
        }
    }
}
