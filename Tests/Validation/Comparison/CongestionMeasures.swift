/// What RFC 8867 (section 4.1) and RFC 8868 ask of congestion control, from rates in even intervals.
public enum CongestionMeasures {
    /// Jain's index of fairness: 1 where all have the same, 1/n where one has everything; `nil` where nobody has anything.
    ///
    /// Jain, Chiu and Hawe, DEC-TR-301 (1984).
    public static func jainIndex(_ shares: [Double]) -> Double? {
        let squares = shares.reduce(0) { $0 + $1 * $1 }
        guard squares > 0 else { return nil }
        let sum = shares.reduce(0, +)
        return sum * sum / (Double(shares.count) * squares)
    }

    /// The mean of values over a sliding window that ends with each, shorter at the beginning.
    public static func smoothed(_ values: [Double], window: Int) -> [Double] {
        precondition(window > 0, "a window holds something")
        var sum = 0.0
        return values.indices.map { index in
            sum += values[index]
            if index >= window { sum -= values[index - window] }
            return sum / Double(min(index + 1, window))
        }
    }

    /// After how many intervals values first enter a range and stay in it for `hold` intervals; `nil` where they never do.
    public static func settling(_ values: [Double], into range: ClosedRange<Double>, hold: Int) -> Int? {
        var since: Int?
        for (index, value) in values.enumerated() {
            guard range.contains(value) else {
                since = nil
                continue
            }
            let start = since ?? index
            since = start
            if index - start + 1 >= hold { return start }
        }
        return nil
    }

    /// How often values cross from below a low mark to above a high one or back (RFC 8868, section 4.1).
    public static func oscillations(_ values: [Double], low: Double, high: Double) -> Int {
        var isHigh: Bool?
        var count = 0
        for value in values {
            let now: Bool? = value >= high ? true : value <= low ? false : nil
            guard let now else { continue }
            if let isHigh, isHigh != now { count += 1 }
            isHigh = now
        }
        return count
    }
}
