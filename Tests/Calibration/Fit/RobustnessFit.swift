/// A packet-loss robustness factor by least squares on Ie,eff - Ie = (95 - Ie) Ppl / (Ppl / BurstR + Bpl).
public struct RobustnessFit: Hashable, Sendable {
    /// Losses and what they add.
    public struct Point: Hashable, Sendable {
        public let ie: Double
        /// In percent.
        public let ppl: Double
        public let burstRatio: Double
        public let added: Double

        public init(ie: Double, ppl: Double, burstRatio: Double = 1, added: Double) {
            self.ie = ie
            self.ppl = ppl
            self.burstRatio = burstRatio
            self.added = added
        }

        func predicted(bpl: Double) -> Double { (95 - ie) * ppl / (ppl / burstRatio + bpl) }
    }

    /// In percent, to a tenth, from 1 to 100.
    public let bpl: Double
    /// The root of the mean squared residual, in R.
    public let rms: Double

    /// `nil` without points.
    public init?(_ points: [Point]) {
        guard !points.isEmpty else { return nil }
        var best = (bpl: 0.0, rms: Double.infinity)
        for tenths in 10...1_000 {
            let bpl = Double(tenths) / 10
            let rms = rootMeanSquare(points.map { $0.predicted(bpl: bpl) - $0.added })
            if rms < best.rms { best = (bpl, rms) }
        }
        (bpl, rms) = best
    }
}

/// The nearest sequence, by least squares, that never rises: neighbours that do are pooled into their mean.
public func nonincreasing(_ values: [Double]) -> [Double] {
    var blocks: [(sum: Double, count: Int)] = []
    for value in values {
        blocks.append((value, 1))
        while blocks.count > 1, let last = blocks.last {
            let before = blocks[blocks.count - 2]
            guard before.sum / Double(before.count) < last.sum / Double(last.count) else { break }
            blocks.removeLast(2)
            blocks.append((before.sum + last.sum, before.count + last.count))
        }
    }
    return blocks.flatMap { [Double](repeating: $0.sum / Double($0.count), count: $0.count) }
}
