import Statistics

extension GilbertElliottEstimate {
    /// The model of greatest likelihood near a first guess, by Baum and Welch's algorithm for two states.
    ///
    /// Each round costs a pass forwards and one backwards over the record, and never lowers the likelihood; it ends when the
    /// logarithm gains less than 1e-6 a round, or after `rounds`. The first guess is that of the moments where there is one.
    /// `nil` where the record has no loss or nothing else.
    ///
    /// Baum, Petrie, Soules and Weiss, Ann. Math. Statist. 41 (1970); scaling as in Rabiner, Proc. IEEE 77 (1989).
    public init?(maximumLikelihood record: [Bool], rounds: Int = 200) {
        let tally = LossTally(record)
        guard tally.lossCount > 0, tally.lossCount < tally.packetCount, let rate = tally.lossRate else { return nil }
        if let start = Self(moments: record) {
            self = start
        } else {
            (leaveGood, leaveBad, lossWhenGood, lossWhenBad) = (0.05, 0.3, rate / 2, min(1, 4 * rate))
            standing = .statesAlike
        }
        // A probability of exactly 0 or 1 would stay so for ever.
        lossWhenGood = max(lossWhenGood, rate * 1e-3)
        lossWhenBad = min(lossWhenBad, 0.999)
        var last = -Double.infinity
        var passes = ForwardBackward(count: record.count)
        for _ in 0..<rounds {
            let likelihood = passes.improve(&self, on: record)
            guard likelihood - last >= 1e-6 else { break }
            last = likelihood
        }
        if lossWhenGood > lossWhenBad {
            (leaveGood, leaveBad) = (leaveBad, leaveGood)
            (lossWhenGood, lossWhenBad) = (lossWhenBad, lossWhenGood)
        }
        judge(runCount: tally.runs.count)
    }
}

/// One round of Baum and Welch's algorithm; the arrays are kept from round to round.
private struct ForwardBackward {
    /// The chance of the bad state at each packet, given the record up to it.
    private var bad: [Double]
    private var scale: [Double]

    init(count: Int) {
        bad = [Double](repeating: 0, count: count)
        scale = bad
    }

    /// Improves the estimate and gives the logarithm of its likelihood before.
    mutating func improve(_ estimate: inout GilbertElliottEstimate, on record: [Bool]) -> Double {
        let (p, r) = (estimate.leaveGood, estimate.leaveBad)
        let (e, f) = (estimate.lossWhenGood, estimate.lossWhenBad)
        var prior = p + r > 0 ? p / (p + r) : 0.5
        var likelihood = 0.0
        for (index, isLost) in record.enumerated() {
            let (inGood, inBad) = ((1 - prior) * (isLost ? e : 1 - e), prior * (isLost ? f : 1 - f))
            scale[index] = max(inGood + inBad, .leastNormalMagnitude)
            bad[index] = inBad / scale[index]
            likelihood += Elementary.log(scale[index])
            prior = bad[index] * (1 - r) + (1 - bad[index]) * p
        }
        // What follows a packet, as a multiple of its chance whatever the state.
        var (afterGood, afterBad) = (1.0, 1.0)
        var (goodTime, badTime, goodLosses, badLosses) = (0.0, 0.0, 0.0, 0.0)
        var (fromGood, fromBad, toBad, toGood) = (0.0, 0.0, 0.0, 0.0)
        for index in record.indices.reversed() {
            let isBad = bad[index] * afterBad
            let isGood = (1 - bad[index]) * afterGood
            (goodTime, badTime) = (goodTime + isGood, badTime + isBad)
            if record[index] { (goodLosses, badLosses) = (goodLosses + isGood, badLosses + isBad) }
            guard index > 0 else { break }
            let isLost = record[index]
            let nextGood = (isLost ? e : 1 - e) * afterGood / scale[index]
            let nextBad = (isLost ? f : 1 - f) * afterBad / scale[index]
            let before = bad[index - 1]
            toBad += (1 - before) * p * nextBad
            toGood += before * r * nextGood
            afterGood = (1 - p) * nextGood + p * nextBad
            afterBad = r * nextGood + (1 - r) * nextBad
            fromGood += (1 - before) * afterGood
            fromBad += before * afterBad
        }
        if fromGood > 0 { estimate.leaveGood = min(1, toBad / fromGood) }
        if fromBad > 0 { estimate.leaveBad = min(1, toGood / fromBad) }
        if goodTime > 0 { estimate.lossWhenGood = min(1, goodLosses / goodTime) }
        if badTime > 0 { estimate.lossWhenBad = min(1, badLosses / badTime) }
        return likelihood
    }
}
