import Units

extension AccessProfile.Rates {
    init(kilobits p5: Int64, _ p50: Int64, _ p95: Int64) {
        self.init(
            p5: .kilobitsPerSecond(p5),
            p50: .kilobitsPerSecond(p50),
            p95: .kilobitsPerSecond(p95)
        )
    }
}

extension AccessProfile.Spread where Value == TimeDelta {
    init(microseconds p50: Int64, _ p95: Int64) {
        self.init(p50: .microseconds(p50), p95: .microseconds(p95))
    }
}

extension AccessProfile.Spread where Value == Probability {
    init(percent p50: Double, _ p95: Double) {
        self.init(p50: Probability(clamping: p50 / 100), p95: Probability(clamping: p95 / 100))
    }
}

extension AccessProfile.Queue {
    init(milliseconds limit: Int64, isAssumed: Bool = false) {
        self.init(limit: .milliseconds(limit), isAssumed: isAssumed)
    }
}
