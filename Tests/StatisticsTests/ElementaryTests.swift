import Foundation
import Testing

@testable import Statistics

/// Foundation's own functions, named apart from ours.
private enum Reference {
    static func exp(_ x: Double) -> Double { Foundation.exp(x) }
    static func log(_ x: Double) -> Double { Foundation.log(x) }
    static func log2(_ x: Double) -> Double { Foundation.log2(x) }
    static func log10(_ x: Double) -> Double { Foundation.log10(x) }
    static func sin(_ x: Double) -> Double { Foundation.sin(x) }
    static func cos(_ x: Double) -> Double { Foundation.cos(x) }
    static func pow(_ x: Double, _ y: Double) -> Double { Foundation.pow(x, y) }
}

@Suite("Elementary functions")
struct ElementaryTests {
    /// The largest distance in units in the last place of the reference, over points spread evenly.
    private func worst(
        _ range: ClosedRange<Double>,
        count: Int = 20_000,
        _ ours: (Double) -> Double,
        _ reference: (Double) -> Double
    ) -> Double {
        var worst = 0.0
        for index in 0...count {
            let x = range.lowerBound + (range.upperBound - range.lowerBound) * Double(index) / Double(count)
            let expected = reference(x)
            worst = max(worst, abs(ours(x) - expected) / expected.ulp)
        }
        return worst
    }

    @Test("exp stays within 2 ulp of the C library, subnormal results included")
    func exponential() {
        #expect(worst(-745...709, Elementary.exp, Reference.exp) <= 2)
        #expect(worst(-1...1, Elementary.exp, Reference.exp) <= 2)
        #expect(worst(-1e-8...1e-8, Elementary.exp, Reference.exp) <= 2)
        #expect(Elementary.exp(0) == 1)
        #expect(Elementary.exp(710) == .infinity)
        #expect(Elementary.exp(-746) == 0)
        #expect(Elementary.exp(-.infinity) == 0)
        #expect(Elementary.exp(.nan).isNaN)
    }

    @Test("The logarithms stay within 1 ulp of the C library")
    func logarithms() {
        for range in [1e-300...1e-290, 1e-5...1, 0.5...2, 0.999...1.001, 1...1e6, 1e290...1e300] {
            #expect(worst(range, Elementary.log, Reference.log) <= 1)
            #expect(worst(range, Elementary.log2, Reference.log2) <= 1)
            // glibc's own log10 is taken to be off by up to 2 ulp (remembered from its manual, not looked up).
            #expect(worst(range, Elementary.log10, Reference.log10) <= 3)
        }
        #expect(Elementary.log(5e-324) == Reference.log(5e-324))
        #expect(Elementary.log(0) == -.infinity)
        #expect(Elementary.log(-1).isNaN)
        #expect(Elementary.log(.infinity) == .infinity)
        #expect(Elementary.log(.nan).isNaN)
        #expect(Elementary.log(1) == 0)
    }

    @Test("Whole powers of two and ten have whole logarithms")
    func wholeLogarithms() throws {
        for exponent in -1_022...1_023 {
            #expect(Elementary.log2(Double(sign: .plus, exponent: exponent, significand: 1)) == Double(exponent))
        }
        for exponent in 0...22 {
            let power = try #require(Double("1e\(exponent)"))
            #expect(Elementary.log10(power) == Double(exponent))
        }
    }

    @Test("Sine and cosine stay within 2 ulp of the C library up to a million radians")
    func circular() {
        for range in [-0.8...0.8, -7.0...7, 1e-9...1e-8, 900...1_100, -1e6...1e6] {
            #expect(worst(range, Elementary.sin, Reference.sin) <= 2)
            #expect(worst(range, Elementary.cos, Reference.cos) <= 2)
        }
        #expect(abs(Elementary.sin(1e9) - Reference.sin(1e9)) <= 1e9 * 1e-16)
        #expect(Elementary.sin(.infinity).isNaN)
        #expect(worst(3.14159265358...3.14159265360, Elementary.sin, Reference.sin) <= 2)
    }

    @Test("Powers stay within 2 ulp of the C library, also far from 1")
    func powers() {
        for exponent in [-300.5, -2, -0.5, 1e-3, 0.5, 1.0 / 3, 2, 10, 100.25, 300] {
            for range in [1e-2...10, 0.9...1.1, 1...2.5] {
                #expect(worst(range, { Elementary.pow($0, exponent) }, { Reference.pow($0, exponent) }) <= 2)
            }
        }
        #expect(Elementary.pow(-2, 3) == -8)
        #expect(Elementary.pow(-2, 0.5).isNaN)
        #expect(Elementary.pow(0, 2) == 0)
        #expect(Elementary.pow(0, -1) == .infinity)
        #expect(Elementary.pow(.nan, 0) == 1)
        #expect(Elementary.pow(10, 400) == .infinity)
        #expect(Elementary.pow(1 + 0x1p-52, 1e300) == .infinity)
        #expect(Elementary.pow(2, -1_074) == 5e-324)
        for (base, exponent) in zip([3.0, 5, 7, 10], [30.0, 20, 18, 15]) {
            #expect(Elementary.pow(base, exponent) == (0..<Int(exponent)).reduce(1) { product, _ in product * base })
        }
    }
}
