/// How many of a count each group gets.
public enum Quotas {
    /// Whole numbers proportional to the shares that add up to `count` (Hamilton's largest-remainder method).
    ///
    /// Shares need not add up to 1; they must be finite, none negative and not all zero. Of equal remainders the
    /// first group's wins.
    public static func largestRemainder(shares: [Double], count: Int) -> [Int] {
        precondition(count >= 0, "a count of \(count) cannot be shared out")
        guard count > 0 else { return shares.map { _ in 0 } }
        let total = shares.reduce(0, +)
        precondition(total > 0 && total.isFinite && shares.allSatisfy { $0 >= 0 }, "shares \(shares) add up to nothing")
        let ideal = shares.map { $0 / total * Double(count) }
        var quotas = ideal.map { Int($0.rounded(.down)) }
        let remaining = count - quotas.reduce(0, +)
        let byRemainder = shares.indices.sorted { left, right in
            let (leftRest, rightRest) = (ideal[left] - Double(quotas[left]), ideal[right] - Double(quotas[right]))
            return leftRest == rightRest ? left < right : leftRest > rightRest
        }
        for group in byRemainder.prefix(max(remaining, 0)) { quotas[group] += 1 }
        return quotas
    }
}
