import NetworkEmulation
import Units

extension LinkPlan {
    /// The bits that the rate allows in a span, outages left out of account; `nil` where there is no limit.
    func capacity(from start: Timestamp, to end: Timestamp) -> Double? {
        var bits = 0.0
        var rate = configuration.rate
        var time = start
        for change in schedule.changes {
            guard change.at < end else { break }
            if change.at > time {
                guard let rate else { return nil }
                bits += Double(rate.bitsPerSecond) * (change.at - time).seconds
                time = change.at
            }
            rate = change.rate ?? rate
        }
        guard let rate else { return nil }
        return bits + Double(rate.bitsPerSecond) * (end - time).seconds
    }
}
