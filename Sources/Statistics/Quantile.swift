/// Sample quantiles by linear interpolation (Hyndman and Fan 1996, type 7).
public enum Quantile {
    /// The quantile of values in ascending order, `fraction` within 0...1; `nil` without values.
    public static func type7(sorted values: [Double], fraction: Double) -> Double? {
        guard let last = values.last else { return nil }
        let position = Double(values.count - 1) * min(max(fraction, 0), 1)
        let lower = Int(position.rounded(.down))
        guard lower + 1 < values.count else { return last }
        return values[lower] + (position - Double(lower)) * (values[lower + 1] - values[lower])
    }
}
