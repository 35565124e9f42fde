/// P-values of several tests as they stand when any false alarm among them counts.
///
/// S. Holm, "A simple sequentially rejective multiple test procedure", Scandinavian Journal of Statistics 6 (1979): a
/// hypothesis whose adjusted p-value is at most alpha is rejected, and the chance of one false rejection is at most
/// alpha, however the tests hang together.
public enum HolmAdjustment {
    /// The adjusted p-values, in the order of those given.
    public static func adjusted(_ pValues: [Double]) -> [Double] {
        var adjusted = pValues
        var highest = 0.0
        let order = pValues.indices.sorted { (pValues[$0], $0) < (pValues[$1], $1) }
        for (rank, index) in order.enumerated() {
            highest = max(highest, min(pValues[index] * Double(pValues.count - rank), 1))
            adjusted[index] = highest
        }
        return adjusted
    }
}
