extension Elementary {
    /// The standard normal distribution's quantile for a probability; infinite at 0 and 1, NaN outside.
    ///
    /// Algorithm AS 241, PPND16, relative error about 1e-16 in exact arithmetic: M. J. Wichura, "The Percentage
    /// Points of the Normal Distribution", Applied Statistics 37 (1988), 477-484.
    public static func normalQuantile(_ probability: Double) -> Double {
        let q = probability - 0.5
        if abs(q) <= 0.425 {
            let r = 0.180625 - q * q
            return q * centreNumerator(r) / centreDenominator(r)
        }
        let tail = q < 0 ? probability : 1 - probability
        guard tail > 0 else { return tail == 0 ? (q < 0 ? -.infinity : .infinity) : .nan }
        let r = (-FastElementary.logarithm(tail)).squareRoot()
        let value =
            r <= 5
            ? middleNumerator(r - 1.6) / middleDenominator(r - 1.6)
            : farNumerator(r - 5) / farDenominator(r - 5)
        return q < 0 ? -value : value
    }

    /// The probability that a standard normal variable is at most `x`.
    ///
    /// The relative error grows with the rounding of the exponent, to about 2e-15 + 1.2e-16 `x`^2 in the lower tail.
    /// Within 1.5 of the mean by the series of Abramowitz and Stegun 26.2.11, beyond by their continued fraction
    /// 26.2.14, evaluated from its end.
    public static func normalCDF(_ x: Double) -> Double {
        if x.isNaN { return x }
        let distance = abs(x)
        guard distance < 40 else { return x < 0 ? 0 : 1 }
        let density = 0x1.9884533d43651p-2 * exp(-halfSquare(distance))
        if distance < 1.5 {
            var term = x
            var sum = 0.0
            var odd = 1.0
            while abs(term) > 1e-18 {
                sum += term
                odd += 2
                term *= x * x / odd
            }
            return 0.5 + density * sum
        }
        var fraction = 0.0
        var level = (20 + 400 / (distance * distance)).rounded()
        while level > 0 {
            fraction = level / (distance + fraction)
            level -= 1
        }
        let tail = density / (distance + fraction)
        return x < 0 ? tail : 1 - tail
    }

    private static func halfSquare(_ x: Double) -> Double { x * x / 2 }

    private static let centreNumerator = SeventhDegree(
        3.3871328727963666080,
        1.3314166789178437745e+2,
        1.9715909503065514427e+3,
        1.3731693765509461125e+4,
        4.5921953931549871457e+4,
        6.7265770927008700853e+4,
        3.3430575583588128105e+4,
        2.5090809287301226727e+3
    )
    private static let centreDenominator = SeventhDegree(
        1.0,
        4.2313330701600911252e+1,
        6.8718700749205790830e+2,
        5.3941960214247511077e+3,
        2.1213794301586595867e+4,
        3.9307895800092710610e+4,
        2.8729085735721942674e+4,
        5.2264952788528545610e+3
    )
    private static let middleNumerator = SeventhDegree(
        1.42343711074968357734,
        4.63033784615654529590,
        5.76949722146069140550,
        3.64784832476320460504,
        1.27045825245236838258,
        2.41780725177450611770e-1,
        2.27238449892691845833e-2,
        7.74545014278341407640e-4
    )
    private static let middleDenominator = SeventhDegree(
        1.0,
        2.05319162663775882187,
        1.67638483018380384940,
        6.89767334985100004550e-1,
        1.48103976427480074590e-1,
        1.51986665636164571966e-2,
        5.47593808499534494600e-4,
        1.05075007164441684324e-9
    )
    private static let farNumerator = SeventhDegree(
        6.65790464350110377720,
        5.46378491116411436990,
        1.78482653991729133580,
        2.96560571828504891230e-1,
        2.65321895265761230930e-2,
        1.24266094738807843860e-3,
        2.71155556874348757815e-5,
        2.01033439929228813265e-7
    )
    private static let farDenominator = SeventhDegree(
        1.0,
        5.99832206555887937690e-1,
        1.36929880922735805310e-1,
        1.48753612908506148525e-2,
        7.86869131145613259100e-4,
        1.84631831751005468180e-5,
        1.42151175831644588870e-7,
        2.04426310338993978564e-15
    )
}

/// A polynomial of the seventh degree, its coefficients from the constant on.
///
/// Evaluated in pairs (Estrin's rule): a loop costs more than the arithmetic, and Horner's rule is one long chain.
private struct SeventhDegree {
    let low: (Double, Double, Double, Double)
    let high: (Double, Double, Double, Double)

    @inline(__always)
    init(
        _ c0: Double,
        _ c1: Double,
        _ c2: Double,
        _ c3: Double,
        _ c4: Double,
        _ c5: Double,
        _ c6: Double,
        _ c7: Double
    ) {
        low = (c0, c1, c2, c3)
        high = (c4, c5, c6, c7)
    }

    @inline(__always)
    func callAsFunction(_ x: Double) -> Double {
        let square = x * x
        let lower = (low.0 + low.1 * x) + (low.2 + low.3 * x) * square
        let upper = (high.0 + high.1 * x) + (high.2 + high.3 * x) * square
        return lower + upper * (square * square)
    }
}
