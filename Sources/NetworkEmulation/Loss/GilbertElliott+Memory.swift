import Statistics
public import Units

extension GilbertElliott {
    /// The simple Gilbert model by time whose packets `spacing` apart have this loss rate and G.107's burst ratio.
    ///
    /// Seen at that spacing the state is a chain with decay 1 - 1 / ratio, so that the mean spell is
    /// spacing / (-ln(1 - 1 / ratio) (1 - rate)). `nil` for a ratio of 1 or less: fades have a memory at any spacing.
    public init?(rate: Probability, burstRatio: Double, spacing: TimeDelta) {
        guard rate > .never, rate < .always, burstRatio > 1, burstRatio.isFinite, spacing > .zero else { return nil }
        let spell = Double(spacing.nanoseconds) / (-Elementary.log(1 - 1 / burstRatio) * (1 - rate.value))
        guard spell >= 1, spell < 1e18 else { return nil }
        self.init(pace: .time(badShare: rate, meanBad: TimeDelta(nanoseconds: Int64(spell.rounded()))))
    }

    /// The chance that the packet so many after a lost one is lost; `nil` where none is lost, or where time drives the state.
    public func lossAfterLoss(inPackets lag: Int) -> Double? {
        guard case .packets(let leaveGood, let leaveBad) = pace, lag >= 1 else { return nil }
        let decay = 1 - leaveGood.value - leaveBad.value
        return lossAfterLoss(decay: (0..<lag).reduce(1) { product, _ in product * decay })
    }

    /// The chance that a packet so long after a lost one is lost; `nil` where none is lost, or where packets drive the state.
    public func lossAfterLoss(after time: TimeDelta) -> Double? {
        guard case .time(let badShare, let meanBad) = pace, badShare < .always else { return nil }
        let turns = Double(time.nanoseconds) / (Double(meanBad.nanoseconds) * (1 - badShare.value))
        return lossAfterLoss(decay: Elementary.exp(-turns))
    }

    private func lossAfterLoss(decay: Double) -> Double? {
        let rate = stationaryLossRate
        guard rate > 0 else { return nil }
        let difference = lossWhenBad.value - lossWhenGood.value
        return rate + badShare * (1 - badShare) * difference * difference * decay / rate
    }
}
