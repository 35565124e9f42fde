/// A value that no call can have, so that no model may score it.
public struct ImpossibleParameter: Error, Hashable, Sendable, CustomStringConvertible {
    /// The Recommendation's symbol.
    public let symbol: String
    public let value: Double
    /// What would be possible.
    public let possible: ClosedRange<Double>

    public var description: String {
        "\(symbol) = \(value) cannot be rated: give \(possible.lowerBound) to \(possible.upperBound)"
    }
}

extension EModelParameters {
    /// The values that no narrowband or wideband call can have, NaN among them; empty where a rating can be given.
    public var impossible: [ImpossibleParameter] { impossible(ceiling: NarrowbandEModel.ceiling) }

    /// The same for fullband, where Ie reaches 132.
    public var impossibleInFullband: [ImpossibleParameter] { impossible(ceiling: FullbandEModel.ceiling) }

    /// The symbols of possible values for which the Recommendation is not meant: their ratings are extrapolation.
    ///
    /// Source: `EModelRange`, and note 6 of G.107's table 3: BurstR above 2 only for Ppl below 2 %.
    public var extrapolated: [String] {
        let outside = EModelRange.all.filter { !$0.recommended.contains(self[keyPath: $0.value]) }.map(\.symbol)
        let isBurstTooHeavy = burstR > 2 && ppl >= 2
        return isBurstTooHeavy && !outside.contains("BurstR") ? outside + ["BurstR"] : outside
    }

    func impossible(ceiling: Double) -> [ImpossibleParameter] {
        EModelRange.all.compactMap { range in
            let value = self[keyPath: range.value]
            let possible = range.possible ?? 0...ceiling
            guard !possible.contains(value) else { return nil }
            return ImpossibleParameter(symbol: range.symbol, value: value, possible: possible)
        }
    }
}
