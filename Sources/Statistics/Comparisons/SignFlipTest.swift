/// What differences of pairs say of their mean, by a sign-flip permutation test and the interval that it leaves.
///
/// Where a difference is as likely to lie above the mean as as far below it, the mean of any choice of the pairs is as
/// likely above the true mean as below it: the means of the choices are typical values (J. A. Hartigan, "Using
/// subsample values as typical values", JASA 64, 1969, remembered). The one-sided p-value of the flips is the share of
/// choices whose mean lies on the other side, the empty choice counting always; the ends of the interval are the values
/// that the test does not reject. Up to `exactCountMax` pairs all choices are looked at; beyond, `drawCount` are drawn,
/// and the p-value is (b + 1) / (m + 1) (B. Phipson and G. K. Smyth, SAGMB 9, 2010, article 39, remembered), so that the
/// test holds its level however few are drawn.
///
/// A pair may stand for several differences that hang together: its sum and its weight, such as those of the calls that
/// share a link.
public struct SignFlipTest: Hashable, Sendable {
    /// One pair, or several pairs that are flipped together.
    public struct Pair: Hashable, Sendable {
        public let sum: Double
        /// How many differences the sum holds; positive.
        public let weight: Double

        public init(sum: Double, weight: Double) {
            precondition(weight > 0, "a pair of no weight has no difference")
            self.sum = sum
            self.weight = weight
        }
    }

    public static let exactCountMax = 12
    public static let drawCount = 9_999

    public let pairCount: Int
    /// The weighted mean of the differences; `nil` without any.
    public let mean: Double?
    /// The means of the choices, in ascending order.
    private let means: [Double]
    /// Draws that chose no pair, which count on both sides.
    private let emptyCount: Int
    /// What is no more than rounding.
    private let tolerance: Double

    /// The test of finite differences.
    public init(_ differences: [Double], using generator: inout some RandomNumberGenerator) {
        self.init(pairs: differences.map { Pair(sum: $0, weight: 1) }, using: &generator)
    }

    public init(pairs: [Pair], using generator: inout some RandomNumberGenerator) {
        pairCount = pairs.count
        let weight = pairs.reduce(0) { $0 + $1.weight }
        mean = pairs.isEmpty ? nil : CompensatedSum(pairs.map(\.sum)).value / weight
        tolerance = (pairs.map { abs($0.sum / $0.weight) }.max() ?? 0) * 1e-12
        var means: [Double] = []
        if pairs.count <= Self.exactCountMax {
            for choice in 1..<max(UInt64(1) << UInt64(pairs.count), 1) {
                if let mean = Self.mean(of: pairs, chosenBy: [choice]) { means.append(mean) }
            }
        } else {
            var words = [UInt64](repeating: 0, count: (pairs.count + 63) / 64)
            for _ in 0..<Self.drawCount {
                for index in words.indices { words[index] = generator.next() }
                if let mean = Self.mean(of: pairs, chosenBy: words) { means.append(mean) }
            }
        }
        let choiceCount = pairs.count <= Self.exactCountMax ? means.count : Self.drawCount
        emptyCount = choiceCount - means.count
        self.means = means.sorted()
    }

    private static func mean(of pairs: [Pair], chosenBy words: [UInt64]) -> Double? {
        var (sum, weight) = (0.0, 0.0)
        for (word, bits) in words.enumerated() {
            var rest = bits
            while rest != 0 {
                let index = word * 64 + rest.trailingZeroBitCount
                guard index < pairs.count else { break }
                sum += pairs[index].sum
                weight += pairs[index].weight
                rest &= rest - 1
            }
        }
        return weight > 0 ? sum / weight : nil
    }

    /// The p-value of the mean being at most `value`, against its being larger; 1 without pairs.
    public func pValue(ofAtMost value: Double) -> Double {
        let beyond = means.count { $0 <= value + tolerance + abs(value) * 1e-12 }
        return Double(beyond + emptyCount + 1) / Double(means.count + emptyCount + 1)
    }

    /// The p-value of the mean being at least `value`, against its being smaller; 1 without pairs.
    public func pValue(ofAtLeast value: Double) -> Double {
        let beyond = means.count { $0 >= value - tolerance - abs(value) * 1e-12 }
        return Double(beyond + emptyCount + 1) / Double(means.count + emptyCount + 1)
    }

    /// The two-sided p-value of the mean being `value`.
    public func pValue(of value: Double) -> Double {
        min(2 * min(pValue(ofAtMost: value), pValue(ofAtLeast: value)), 1)
    }

    /// The values that are not rejected; an end is `nil` where the pairs are too few to reject any.
    public func interval(confidence: Double = 0.95) -> ConfidenceInterval {
        let tail = (1 - confidence) / 2
        let rank = Int((tail * Double(means.count + emptyCount + 1)).rounded(.down)) - emptyCount
        guard rank >= 1, rank <= means.count else { return ConfidenceInterval(lower: nil, upper: nil) }
        return ConfidenceInterval(lower: means[rank - 1], upper: means[means.count - rank])
    }
}
