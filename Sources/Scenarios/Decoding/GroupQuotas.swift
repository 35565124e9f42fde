/// How many participants each group will have, for warnings about small scenarios.
///
/// Largest remainders, as the simulation shares them out; equal remainders go to the earlier group.
enum GroupQuotas {
    static func quotas(shares: [Double], count: Int) -> [Int] {
        let total = shares.reduce(0, +)
        guard total > 0 else { return shares.map { _ in 0 } }
        let ideal = shares.map { $0 / total * Double(count) }
        var quotas = ideal.map { Int($0.rounded(.down)) }
        let order = shares.indices.sorted { left, right in
            let (first, second) = (ideal[left] - Double(quotas[left]), ideal[right] - Double(quotas[right]))
            return first == second ? left < right : first > second
        }
        for group in order.prefix(max(count - quotas.reduce(0, +), 0)) { quotas[group] += 1 }
        return quotas
    }
}
