/// How many of several things happen that each have a chance of their own.
///
/// The law of the number of scheduled consultations in progress: each clinician has one or none.
enum PoissonBinomial {
    /// The probability of each number from none to all, by convolution.
    static func masses(_ probabilities: [Double]) -> [Double] {
        var masses = [1.0]
        for probability in probabilities {
            var next = Array(repeating: 0.0, count: masses.count + 1)
            for (number, mass) in masses.enumerated() {
                next[number] += mass * (1 - probability)
                next[number + 1] += mass * probability
            }
            masses = next
        }
        return masses
    }

    /// The smallest number that is not exceeded with at least this probability.
    static func quantile(_ level: Double, of masses: [Double]) -> Int {
        var sum = 0.0
        for (number, mass) in masses.enumerated() {
            sum += mass
            if sum >= level { return number }
        }
        return masses.count - 1
    }
}
