import NetworkEmulation
import Units

extension LinkPlan {
    /// The bits that rate, shaper and policer allow in a span, bursts and outages left out of account.
    ///
    /// `nil` where nothing limits, or something whose rate is not known beforehand.
    func capacity(from start: Timestamp, to end: Timestamp) -> Double? {
        guard configuration.capacity == nil else { return nil }
        let buckets = [configuration.shaper?.bucket.rate, configuration.policer?.rate].compactMap { $0 }.min()
        var bits = 0.0
        var rate = configuration.netem?.rate?.rate ?? configuration.rate
        var time = start
        for change in schedule.changes {
            guard change.at < end else { break }
            if change.at > time {
                guard let least = [rate, buckets].compactMap({ $0 }).min() else { return nil }
                bits += Double(least.bitsPerSecond) * (change.at - time).seconds
                time = change.at
            }
            rate = change.netem?.rate?.rate ?? change.rate ?? rate
        }
        guard let least = [rate, buckets].compactMap({ $0 }).min() else { return nil }
        return bits + Double(least.bitsPerSecond) * (end - time).seconds
    }
}

extension Netem.Rate {
    fileprivate var rate: DataRate { DataRate(bitsPerSecond: bytesPerSecond * 8) }
}
