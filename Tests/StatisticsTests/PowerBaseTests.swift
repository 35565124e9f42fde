import Statistics
import Testing

@Suite("Powers of a fixed base")
struct PowerBaseTests {
    @Test("The powers have the bits of pow", arguments: [0.9999, 0.9975, 1.08, 2, 10, 1e-300, .leastNonzeroMagnitude])
    func sameBits(value: Double) {
        let base = PowerBase(value)
        var exponent = -1_500.0
        while exponent < 1_500 {
            #expect(base.power(exponent).bitPattern == Elementary.pow(value, exponent).bitPattern)
            exponent += 0.737
        }
        for exponent in [0, -0.0, 1, -1, 0.5, 1e-30, -1e-30, 1e30, -1e30] {
            #expect(base.power(exponent).bitPattern == Elementary.pow(value, exponent).bitPattern)
        }
    }
}
