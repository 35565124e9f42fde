import Statistics
import Units

extension Netem.Chance {
    /// How often the chance really strikes: netem compares it with correlated numbers, which are not uniform.
    ///
    /// Those numbers are (1 - c) (U0 + c U1 + c^2 U2 + …), so that small probabilities fall into a tail that hardly any number
    /// reaches: 0.3 % with a correlation of 25 % strikes four times in 10^9. Between c and 1 - c the distribution function is
    /// (p - c / 2) / (1 - c) exactly; beyond, its transform is inverted along the line through the saddle point, to a relative error of
    /// about 1e-9. Ours.
    public var actualRate: Double {
        let (p, c) = (probability.value, correlation.value)
        guard c > 0, c < 1, p > 0, p < 1 else { return p }
        return Self.distribution(at: p, correlation: c)
    }

    private static func distribution(at p: Double, correlation c: Double) -> Double {
        if p > 0.5 { return 1 - distribution(at: 1 - p, correlation: c) }
        if p >= c, p <= 1 - c { return (p - c / 2) / (1 - c) }
        if c > 0.999 {
            // A thousand and more terms of like weight: normal but for the farthest tail.
            return Elementary.normalCDF((p - 0.5) / ((1 - c) / (1 + c) / 12).squareRoot())
        }
        return TailInversion(threshold: p / (1 - c), correlation: c).probability
    }
}

/// P(U0 + c U1 + c^2 U2 + … <= a) by its Laplace transform, the product of (1 - exp(-s c^k)) / (s c^k), over s.
private struct TailInversion {
    let threshold: Double
    let correlation: Double

    var probability: Double {
        let saddle = saddlePoint
        let logarithm = exponent(at: saddle)
        // Steps so short that the copies of the sum's aliases lie below 1e-13 of it.
        let step = 2 * Double.pi * saddle / (30 - logarithm)
        var sum = 0.5
        var index = 1.0
        var smallInARow = 0
        while smallInARow < 20, index < 1e6 {
            let (real, magnitude) = ratio(at: saddle, height: index * step)
            sum += real
            smallInARow = magnitude < 1e-11 ? smallInARow + 1 : 0
            index += 1
        }
        return Elementary.exp(logarithm) * sum * step / .pi
    }

    /// The logarithm of the integrand on the real line.
    private func exponent(at s: Double) -> Double {
        var (sum, part) = (s * threshold - Elementary.log(s), s)
        while part > 1e-3 {
            sum += Elementary.log((1 - Elementary.exp(-part)) / part)
            part *= correlation
        }
        return sum + rest(part, 0).real
    }

    /// The logarithm of the factors from w = `real` + i `imaginary` on, all with |w| below 1e-3, by its series.
    private func rest(_ real: Double, _ imaginary: Double) -> (real: Double, imaginary: Double) {
        let c = correlation
        let square = (real * real - imaginary * imaginary, 2 * real * imaginary)
        return (
            -real / (2 * (1 - c)) + square.0 / (24 * (1 - c * c)),
            -imaginary / (2 * (1 - c)) + square.1 / (24 * (1 - c * c))
        )
    }

    /// Where the integrand is least on the real line, by golden sections of the logarithm.
    private var saddlePoint: Double {
        let golden = (5.0.squareRoot() - 1) / 2
        var (low, high) = (Elementary.log(1e-3), Elementary.log(1e15))
        for _ in 0..<70 {
            let (left, right) = (high - golden * (high - low), low + golden * (high - low))
            if exponent(at: Elementary.exp(left)) < exponent(at: Elementary.exp(right)) {
                high = right
            } else {
                low = left
            }
        }
        return Elementary.exp((low + high) / 2)
    }

    /// The integrand at s + i t over that at s: its real part and its magnitude.
    private func ratio(at s: Double, height t: Double) -> (real: Double, magnitude: Double) {
        // 1 / (s + i t) over 1 / s, and exp(i t a).
        var value = Complex(s * s, -s * t) / (s * s + t * t)
        value = value * Complex(angle: t * threshold)
        var (real, imaginary) = (s, t)
        while max(real, imaginary) > 1e-3 {
            let decay = Elementary.exp(-real)
            let turned = Complex(angle: -imaginary)
            let numerator = Complex(1 - decay * turned.real, -decay * turned.imaginary)
            let squared = real * real + imaginary * imaginary
            let factor = numerator * Complex(real, -imaginary) / squared
            value = value * (factor / (real < 1e-4 ? 1 - real / 2 + real * real / 6 : (1 - decay) / real))
            real *= correlation
            imaginary *= correlation
        }
        let (here, there) = (rest(real, imaginary), rest(real, 0))
        value = value * Complex(angle: here.imaginary) * Elementary.exp(here.real - there.real)
        return (value.real, (value.real * value.real + value.imaginary * value.imaginary).squareRoot())
    }
}

private struct Complex {
    var real: Double
    var imaginary: Double

    init(_ real: Double, _ imaginary: Double) {
        self.real = real
        self.imaginary = imaginary
    }

    init(angle: Double) { self.init(Elementary.cos(angle), Elementary.sin(angle)) }

    static func * (left: Self, right: Self) -> Self {
        Self(
            left.real * right.real - left.imaginary * right.imaginary,
            left.real * right.imaginary + left.imaginary * right.real
        )
    }
    static func * (left: Self, factor: Double) -> Self { Self(left.real * factor, left.imaginary * factor) }
    static func / (left: Self, divisor: Double) -> Self { left * (1 / divisor) }
}
