/// The chi-squared distribution.
public enum ChiSquared {
    /// P(X >= x) with a whole number of degrees of freedom; NaN outside the domain.
    ///
    /// The finite sums of DLMF 8.4.10 and 8.4.15: exact but for rounding.
    public static func upperTail(_ x: Double, degreesOfFreedom: Int) -> Double {
        guard degreesOfFreedom > 0, x >= 0 else { return .nan }
        guard x > 0 else { return 1 }
        let half = x / 2
        let isOdd = !degreesOfFreedom.isMultiple(of: 2)
        // The term of 0, or of 1/2 for an odd number; each next one is the last times half / (its order).
        var order = isOdd ? 0.5 : 0
        let weight = Elementary.exp(-half)
        var term = isOdd ? weight * (half / (Double.pi / 4)).squareRoot() : weight
        var sum = isOdd ? 2 * Elementary.normalCDF(-x.squareRoot()) : 0
        for _ in 0..<(degreesOfFreedom / 2) {
            sum += term
            order += 1
            term *= half / order
        }
        return min(sum, 1)
    }
}
