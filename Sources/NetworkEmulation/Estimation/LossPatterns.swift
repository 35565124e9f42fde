/// The loss patterns of RFC 3357 (sections 5 and 6): how far apart losses are, and how long they last.
public struct LossPatterns: Hashable, Sendable {
    /// For each lost packet after the first, how many packets later than the loss before it was sent.
    public private(set) var distances: [Int] = []
    /// For each loss period, a run of lost packets, how many packets it took.
    public private(set) var periods: [Int] = []
    /// For each loss period after the first, how many packets after the last loss of the one before it began.
    public private(set) var interPeriodDistances: [Int] = []

    public init(_ record: some Sequence<Bool>) {
        var last: Int?
        for (index, isLost) in record.enumerated() where isLost {
            if let last {
                distances.append(index - last)
                if index - last == 1 {
                    periods[periods.count - 1] += 1
                } else {
                    periods.append(1)
                    interPeriodDistances.append(index - last)
                }
            } else {
                periods.append(1)
            }
            last = index
        }
    }

    /// The share of losses whose distance is at most `constraint`, the first one counted as far: the noticeable rate.
    ///
    /// `nil` without losses.
    public func noticeableRate(within constraint: Int) -> Double? {
        guard !periods.isEmpty else { return nil }
        return Double(distances.count { $0 <= constraint }) / Double(distances.count + 1)
    }
}
