import OpusFit
import QualityModels
import Results

/// Scores of tools that follow the published values of AMR-WB and given ones of Opus exactly.
struct MadeUpScores {
    /// Ie by kilobits per second.
    let ie: [Double: Double]
    let bpl: Double

    private static let losses: [Double] = [1, 2, 5, 10, 20]

    var table: ScoreTable {
        var rows = [ScoreTable.Row]()
        for codec in CodecImpairment.amrWidebandDiotic {
            guard let kilobits = codec.kilobits else { continue }
            rows += coder(.amrWideband, kilobits, ie: codec.ie, bpl: codec.bpl)
        }
        for (kilobits, ie) in ie.sorted(by: { $0.key < $1.key }) { rows += coder(.opus, kilobits, ie: ie, bpl: bpl) }
        return ScoreTable(header: [:], rows: rows)
    }

    private func coder(
        _ codec: CalibrationCondition.Codec,
        _ kilobits: Double,
        ie: Double,
        bpl: Double?
    ) -> [ScoreTable.Row] {
        ([0] + (bpl == nil ? [] : Self.losses)).map { loss in
            let added = bpl.map { (95 - ie) * loss / (loss + $0) } ?? 0
            return .init(
                CalibrationCondition(codec, kilobits: kilobits, loss: loss),
                talker: "a",
                ppl: loss,
                visqol: Self.score(impairment: 20 + ie / 1.4 + added * 0.4),
                plcmos: Self.score(impairment: 45 + added * added / 100)
            )
        }
    }

    private static func score(impairment: Double) -> Double {
        MeanOpinionScale.wideband.mos(rating: WidebandEModel.basicRating - impairment)
    }
}
