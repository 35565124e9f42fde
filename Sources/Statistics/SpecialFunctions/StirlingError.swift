/// What Stirling's approximation leaves out of the logarithm of a factorial.
enum StirlingError {
    /// ln(x!) - [(x + 1/2) ln x - x + ln sqrt(2 pi)] for x > 0, relative error about 1e-13.
    ///
    /// C. Loader, "Fast and Accurate Computation of Binomial Probabilities", 2000. From 10 on the asymptotic series;
    /// below, the recurrence brings x up to 10.
    static func value(_ x: Double) -> Double {
        var lifted = x
        var correction = 0.0
        // error(x) - error(x + 1) = (x + 1/2) ln((x + 1) / x) - 1
        while lifted < 10 {
            correction += (lifted + 0.5) * Elementary.log((lifted + 1) / lifted) - 1
            lifted += 1
        }
        return correction + series(lifted)
    }

    private static func series(_ x: Double) -> Double {
        let square = 1 / (x * x)
        var sum = 0.0
        for coefficient in coefficients { sum = sum * square + coefficient }
        return sum / x
    }

    /// Bernoulli numbers B(2k) / (2k (2k - 1)), highest power first.
    private static let coefficients: [Double] = [
        -3617 / 122400, 1 / 156, -691 / 360360, 1 / 1188, -1 / 1680, 1 / 1260, -1 / 360, 1 / 12,
    ]

    /// x ln(x / mean) + mean - x, without cancellation where x is near the mean.
    static func deviance(_ x: Double, mean: Double) -> Double {
        let difference = x - mean
        guard abs(difference) < 0.1 * (x + mean) else {
            return x * Elementary.log(x / mean) + mean - x
        }
        let ratio = difference / (x + mean)
        var sum = difference * ratio
        var term = 2 * x * ratio
        var order = 3.0
        while true {
            term *= ratio * ratio
            let next = sum + term / order
            if next == sum { return sum }
            sum = next
            order += 2
        }
    }
}
