/// Student's t distribution.
public enum StudentT {
    /// The t below which a variate lies with this probability, from 0.5 to below 1.
    ///
    /// From x = v / (v + t^2), which is beta distributed with v / 2 and 1 / 2 (DLMF 8.17; Student, Biometrika 6, 1908).
    public static func quantile(_ probability: Double, degreesOfFreedom: Double) -> Double {
        guard probability >= 0.5, probability < 1, degreesOfFreedom > 0 else { return .nan }
        let x = RegularisedBeta.quantile(2 * (1 - probability), a: degreesOfFreedom / 2, b: 0.5)
        return (degreesOfFreedom * (1 - x) / x).squareRoot()
    }
}
