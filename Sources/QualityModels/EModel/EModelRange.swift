/// What an E-model's parameter may be.
struct EModelRange: Sendable {
    /// The Recommendation's symbol.
    let symbol: String
    let value: any KeyPath<EModelParameters, Double> & Sendable
    /// Where the Recommendation's model is meant to hold.
    let recommended: ClosedRange<Double>
    /// Where a call can be at all and the formulas are defined; `nil` for Ie, whose end is the model's.
    let possible: ClosedRange<Double>?

    private init(
        _ symbol: String,
        _ value: any KeyPath<EModelParameters, Double> & Sendable,
        _ recommended: ClosedRange<Double>,
        possible: ClosedRange<Double>?
    ) {
        self.symbol = symbol
        self.value = value
        self.recommended = recommended
        self.possible = possible
    }

    /// ITU-T G.107 (06/2015), table 2; those of Ta, Ppl, BurstR and A seen in implementations, the others remembered.
    ///
    /// Nfor is fixed: -64 in narrowband, -96 in wideband.
    static let all: [Self] = [
        Self("SLR", \.slr, 0...18, possible: levels),
        Self("RLR", \.rlr, -5...14, possible: levels),
        Self("STMR", \.stmr, 10...20, possible: -10...200),
        Self("LSTR", \.lstr, 13...23, possible: levels),
        Self("Ds", \.ds, -3...3, possible: levels),
        Self("Dr", \.dr, -3...3, possible: levels),
        Self("TELR", \.telr, 5...65, possible: losses),
        Self("WEPL", \.wepl, 5...110, possible: losses),
        Self("T", \.t, 0...500, possible: times),
        Self("Tr", \.tr, 0...1_000, possible: times),
        Self("Ta", \.ta, 0...500, possible: times),
        Self("sT", \.sT, 0.4...1, possible: 0.1...10),
        Self("mT", \.mT, 20...150, possible: 1...1e6),
        Self("qdu", \.qdu, 1...14, possible: 0.01...1_000),
        Self("Ie", \.ie, 0...40, possible: nil),
        Self("Bpl", \.bpl, 4.3...40, possible: 1e-6...1e6),
        Self("Ppl", \.ppl, 0...20, possible: 0...100),
        Self("BurstR", \.burstR, 1...8, possible: 1e-3...1e6),
        Self("Nc", \.nc, -80 ... -40, possible: levels),
        Self("Nfor", \.nfor, -96 ... -64, possible: levels),
        Self("Ps", \.ps, 35...85, possible: levels),
        Self("Pr", \.pr, 35...85, possible: levels),
        Self("A", \.a, 0...20, possible: 0...100),
    ]

    private static let levels = -200.0...200
    /// Of an echo: infinite where nothing comes back.
    private static let losses = -10...Double.infinity
    /// Milliseconds, up to almost three hours.
    private static let times = 0...1e7
}
