import Units

extension FourState {
    /// The model in terms of what it does.
    public struct Intuitive: Hashable, Sendable {
        /// P_loss: the share of packets lost.
        public var lossRate: Double
        /// E_B: the mean length of a burst in packets, those that come through included.
        public var meanBurst: Double
        /// rho: the share of a burst's packets that is lost.
        public var burstDensity: Double
        /// P_isol: the share of packets lost within gaps.
        public var isolatedLossRate: Double
        /// E_GB: the mean number of packets in a row that come through within a burst.
        public var meanGoodRun: Double

        /// Without a mean run of what comes through, losses within a burst are independent: the run is 1 / density.
        public init(
            lossRate: Double,
            meanBurst: Double,
            burstDensity: Double = 1,
            isolatedLossRate: Double = 0,
            meanGoodRun: Double? = nil
        ) {
            self.lossRate = lossRate
            self.meanBurst = meanBurst
            self.burstDensity = burstDensity
            self.isolatedLossRate = isolatedLossRate
            self.meanGoodRun = meanGoodRun ?? 1 / burstDensity
        }
    }

    /// The model that does this.
    ///
    /// p14 = P_isol / (1 - P_isol), p31 = 1 / (rho E_B), p23 = 1 / E_GB, p32 = (1 - rho) / (rho E_GB) and
    /// p13 = (P_loss - P_isol) / (E_B (1 - P_isol) (rho - P_loss)).
    public init(_ wish: Intuitive, pace: Pace = .packets) throws(ImpossibleLoss) {
        func part(_ value: Double, _ rule: String) throws(ImpossibleLoss) -> Probability {
            guard let probability = Probability(value) else { throw ImpossibleLoss(rule: rule) }
            return probability
        }
        let (rate, isolated, density) = (wish.lossRate, wish.isolatedLossRate, wish.burstDensity)
        guard density > 0, density <= 1 else {
            throw ImpossibleLoss(rule: "the density of bursts is above 0, at most 100 %")
        }
        guard rate >= 0, rate < density else {
            throw ImpossibleLoss(rule: "the loss rate is below the density of bursts")
        }
        guard isolated >= 0, isolated <= rate, isolated <= 0.5 else {
            throw ImpossibleLoss(rule: "isolated losses are part of all losses, and at most half of the packets")
        }
        try self.init(
            p13: part(
                (rate - isolated) / (wish.meanBurst * (1 - isolated) * (density - rate)),
                "bursts are long enough for the loss rate: "
                    + "(loss - isolated) / (burst (1 - isolated) (density - loss)) is at most 1"
            ),
            p31: part(1 / (density * wish.meanBurst), "a burst's length times its density is at least 1 packet"),
            p32: part(
                (1 - density) / (density * wish.meanGoodRun),
                "(1 - density) / density is at most the mean run of packets that come through in a burst"
            ),
            p23: part(1 / wish.meanGoodRun, "packets that come through in a burst come in runs of at least 1"),
            p14: part(isolated / (1 - isolated), "isolated losses are at most half of the packets"),
            pace: pace
        )
    }

    /// What the model does, in the terms of its inventors; `nil` where its bursts never begin or never end.
    public var intuitive: Intuitive? {
        guard p13 > .never, p31 > .never, p23 > .never else { return nil }
        let density = 1 / (1 + p32.value / p23.value)
        return Intuitive(
            lossRate: stationaryLossRate,
            meanBurst: 1 / (density * p31.value),
            burstDensity: density,
            isolatedLossRate: p14.value / (1 + p14.value),
            meanGoodRun: 1 / p23.value
        )
    }
}
