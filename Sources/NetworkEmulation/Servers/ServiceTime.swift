import Statistics
import VirtualTime

/// How long single pieces of work take: one draw each, whatever the law.
struct ServiceTime: Sendable {
    private enum Law {
        case constant
        case exponential
        /// exp(location + scale * z) for a standard normal z has the mean 1.
        case logNormal(location: Double, scale: Double)
    }

    private let law: Law
    private var random: RandomStream

    init(_ variability: ServiceVariability, random: RandomStream) {
        self.random = random
        switch variability {
        case .constant, .logNormal(coefficientOfVariation: 0): law = .constant
        case .exponential: law = .exponential
        case .logNormal(let ratio):
            precondition((0...10).contains(ratio), "a coefficient of variation is 0 to 10")
            let variance = Elementary.log(1 + ratio * ratio)
            law = .logNormal(location: -variance / 2, scale: variance.squareRoot())
        }
    }

    /// The picoseconds of the next piece of work.
    mutating func draw(mean: Int128) -> Int128 {
        switch law {
        case .constant:
            random.skip(1)
            return mean
        case .exponential:
            return Int128(random.exponential(mean: Double(mean)).rounded())
        case .logNormal(let location, let scale):
            return Int128((Double(mean) * Elementary.exp(location + scale * random.normal())).rounded())
        }
    }
}
