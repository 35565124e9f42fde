/// The count, mean and variance of samples, taken one at a time.
///
/// B. P. Welford, "Note on a Method for Calculating Corrected Sums of Squares and Products", Technometrics 4 (1962);
/// merging after Chan, Golub and LeVeque, 1979.
public struct Moments: Hashable, Sendable {
    public private(set) var count = 0
    private var centre = 0.0
    private var squares = 0.0

    public init() {}

    public init(_ samples: some Sequence<Double>) { for sample in samples { add(sample) } }

    /// The arithmetic mean, `nil` without samples.
    public var mean: Double? { count > 0 ? centre : nil }

    /// The unbiased variance, divided by one less than the count; `nil` below two samples.
    public var variance: Double? { count > 1 ? squares / Double(count - 1) : nil }

    /// The square root of the variance; `nil` below two samples.
    public var standardDeviation: Double? { variance.map { $0.squareRoot() } }

    public mutating func add(_ sample: Double) {
        count += 1
        let before = sample - centre
        centre += before / Double(count)
        squares += before * (sample - centre)
    }

    /// Takes in the samples behind other moments.
    public mutating func merge(_ other: Self) {
        guard other.count > 0 else { return }
        let total = Double(count + other.count)
        let apart = other.centre - centre
        squares += other.squares + apart * apart * Double(count) * Double(other.count) / total
        centre += apart * Double(other.count) / total
        count += other.count
    }
}
