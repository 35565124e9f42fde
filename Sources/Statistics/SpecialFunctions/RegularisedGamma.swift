/// The regularised incomplete gamma functions, which are the two tails of the gamma distribution of unit scale.
public enum RegularisedGamma {
    /// P(X <= x) for a positive shape, relative error about 1e-13 for shapes up to 10^4; NaN outside its domain.
    ///
    /// Series DLMF 8.7.1 below the mean, otherwise one minus the upper tail.
    public static func lower(_ x: Double, shape: Double) -> Double {
        guard shape > 0, shape.isFinite, x >= 0 else { return .nan }
        if x == 0 { return 0 }
        return x < shape + 1 ? series(x, shape) : 1 - fraction(x, shape)
    }

    /// P(X > x) for a positive shape, with the reach of `lower`.
    ///
    /// Continued fraction DLMF 8.9.2 above the mean, otherwise one minus the lower tail.
    public static func upper(_ x: Double, shape: Double) -> Double {
        guard shape > 0, shape.isFinite, x >= 0 else { return .nan }
        if x == 0 { return 1 }
        return x < shape + 1 ? 1 - series(x, shape) : fraction(x, shape)
    }

    /// The density x^(shape - 1) e^-x / Gamma(shape).
    public static func density(_ x: Double, shape: Double) -> Double {
        guard shape > 0, shape.isFinite, x >= 0 else { return .nan }
        if x == 0 { return shape > 1 ? 0 : shape == 1 ? 1 : .infinity }
        return term(x, shape) * (shape / x)
    }

    /// The x whose tails are `lower` and `upper`, relative error about 1e-12.
    ///
    /// Both tails are given, so that neither end loses digits; the smaller one decides. Newton's method on the
    /// logarithms of tail and x, within a bracket.
    public static func quantile(lower: Double, upper: Double, shape: Double) -> Double {
        guard shape > 0, shape.isFinite, lower >= 0, upper >= 0 else { return .nan }
        if lower == 0 { return 0 }
        if upper == 0 { return .infinity }
        let usesLower = lower <= upper
        let target = Elementary.log(usesLower ? lower : upper)
        var y = start(lower: lower, upper: upper, shape: shape)
        var (low, high) = (-700.0, 700.0)
        y = min(max(y, low), high)
        for _ in 0..<200 {
            let x = Elementary.exp(y)
            let tail = usesLower ? Self.lower(x, shape: shape) : Self.upper(x, shape: shape)
            let excess = Elementary.log(tail) - target
            let isBelow = usesLower ? excess < 0 : excess > 0
            if isBelow { low = y } else { high = y }
            // d ln(tail) / d ln x, up to its sign.
            let slope = term(x, shape) * shape / tail
            var next = usesLower ? y - excess / slope : y + excess / slope
            if !(next > low && next < high) { next = low + (high - low) / 2 }
            if abs(next - y) <= 1e-14 * max(1, abs(y)) { return Elementary.exp(next) }
            y = next
        }
        return Elementary.exp(y)
    }

    /// The logarithm of a first guess: Wilson and Hilferty's, or the leading term of the series near zero.
    private static func start(lower: Double, upper: Double, shape: Double) -> Double {
        let z = lower <= upper ? Elementary.normalQuantile(lower) : -Elementary.normalQuantile(upper)
        let root = 1 - 1 / (9 * shape) + z / (3 * shape.squareRoot())
        if root > 0.1 { return Elementary.log(shape * root * root * root) }
        // ln Gamma(shape + 1)
        let logGamma =
            StirlingError.value(shape) + (shape + 0.5) * Elementary.log(shape) - shape
            + 0.5 * Elementary.log(2 * .pi)
        return (Elementary.log(lower) + logGamma) / shape
    }

    /// x^shape e^-x / Gamma(shape + 1), by Loader's deviance.
    private static func term(_ x: Double, _ shape: Double) -> Double {
        let exponent = -StirlingError.value(shape) - StirlingError.deviance(shape, mean: x)
        return Elementary.exp(exponent) / (2 * .pi * shape).squareRoot()
    }

    private static func series(_ x: Double, _ shape: Double) -> Double {
        var sum = 1.0
        var part = 1.0
        var order = shape
        while part > sum * 1e-17 {
            order += 1
            part *= x / order
            sum += part
        }
        return min(1, term(x, shape) * sum)
    }

    /// By Lentz's method.
    private static func fraction(_ x: Double, _ shape: Double) -> Double {
        let tiny = 1e-300
        var b = x + 1 - shape
        var c = 1 / tiny
        var d = 1 / b
        var result = d
        var n = 1.0
        while n < 100_000 {
            let a = -n * (n - shape)
            b += 2
            d = a * d + b
            if abs(d) < tiny { d = tiny }
            c = b + a / c
            if abs(c) < tiny { c = tiny }
            d = 1 / d
            let step = d * c
            result *= step
            if abs(step - 1) < 1e-15 { break }
            n += 1
        }
        return term(x, shape) * shape * result
    }
}
