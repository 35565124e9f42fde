import QualityModels

/// A tool that scores sound.
public enum CalibrationTool: String, Hashable, Sendable, CaseIterable {
    case visqol
    case plcmos
}

/// What the talkers of each condition have in common.
struct ConditionMeans: Sendable {
    struct Mean: Sendable {
        let talkers: Int
        let ppl: Double
        let visqol: Double
        let plcmos: Double

        func score(_ tool: CalibrationTool) -> Double { tool == .visqol ? visqol : plcmos }

        /// How far the tool's mean score lies below the best rating of the wideband scale, 129.
        func impairment(_ tool: CalibrationTool) -> Double {
            WidebandEModel.basicRating - MeanOpinionScale.wideband.rating(mos: score(tool))
        }
    }

    /// The conditions in the order of the table.
    let conditions: [CalibrationCondition]
    private let means: [CalibrationCondition: Mean]

    init(_ rows: [ScoreTable.Row]) {
        var order: [CalibrationCondition] = []
        var byCondition: [CalibrationCondition: [ScoreTable.Row]] = [:]
        for row in rows {
            if byCondition[row.condition] == nil { order.append(row.condition) }
            byCondition[row.condition, default: []].append(row)
        }
        conditions = order
        means = byCondition.mapValues { rows in
            func mean(_ value: (ScoreTable.Row) -> Double) -> Double {
                rows.reduce(0) { $0 + value($1) } / Double(rows.count)
            }
            return Mean(
                talkers: rows.count,
                ppl: mean(\.ppl),
                visqol: mean(\.visqol),
                plcmos: mean(\.plcmos)
            )
        }
    }

    subscript(condition: CalibrationCondition) -> Mean? { means[condition] }

    /// How much losses add to the tool's impairment of the coder at that rate; not below zero.
    func added(_ condition: CalibrationCondition, _ tool: CalibrationTool) -> Double? {
        guard let lossy = means[condition],
            let clean = means[CalibrationCondition(condition.codec, kilobits: condition.kilobits)]
        else { return nil }
        return max(0, lossy.impairment(tool) - clean.impairment(tool))
    }
}
