import QualityModels

/// The anchor's scores beside its published values.
struct AnchorScores {
    struct Clean {
        let kilobits: Double
        let published: Double
        /// By ViSQOL.
        let impairment: Double
    }

    struct Lossy {
        let kilobits: Double
        let ie: Double
        let ppl: Double
        /// Ie,eff - Ie by the published Bpl.
        let published: Double
        /// By a tool.
        let added: Double

        func point(fitted: Double) -> OpusCalibrationFit.AnchorPoint {
            .init(kilobits: kilobits, ppl: ppl, published: published, fitted: fitted)
        }
    }

    private let means: ConditionMeans

    init(_ means: ConditionMeans) { self.means = means }

    var clean: [Clean] {
        CodecImpairment.amrWidebandDiotic.compactMap { codec in
            guard let kilobits = codec.kilobits,
                let mean = means[CalibrationCondition(.amrWideband, kilobits: kilobits)]
            else { return nil }
            return Clean(kilobits: kilobits, published: codec.ie, impairment: mean.impairment(.visqol))
        }
    }

    func lossy(_ tool: CalibrationTool) -> [Lossy] {
        CodecImpairment.amrWidebandDiotic.flatMap { codec -> [Lossy] in
            guard let bpl = codec.bpl else { return [] }
            return conditions(codec).compactMap { condition in
                guard let mean = means[condition], let added = means.added(condition, tool) else { return nil }
                let point = RobustnessFit.Point(ie: codec.ie, ppl: mean.ppl, added: added)
                return Lossy(
                    kilobits: condition.kilobits,
                    ie: codec.ie,
                    ppl: mean.ppl,
                    published: point.predicted(bpl: bpl),
                    added: added
                )
            }
        }
    }

    /// The Bpl of the anchor by the procedure for Opus.
    func robustness(_ blend: ToolBlend) -> [OpusCalibrationFit.Robustness] {
        CodecImpairment.amrWidebandDiotic.compactMap { codec in
            guard codec.bpl != nil, let kilobits = codec.kilobits else { return nil }
            let losses = conditions(codec).compactMap { blend.loss($0, means, ie: codec.ie) }
            return .init("\(kilobits) kbit/s", losses)
        }
    }

    private func conditions(_ codec: CodecImpairment) -> [CalibrationCondition] {
        means.conditions.filter { $0.codec == .amrWideband && $0.isLossy && $0.kilobits == codec.kilobits }
    }
}

/// Both tools in one: each by its power, weighted by the inverse square of its residual on the anchor.
struct ToolBlend {
    private let visqol: AnchorPower
    private let plcmos: AnchorPower
    let visqolWeight: Double

    init(_ visqol: AnchorPower, _ plcmos: AnchorPower) {
        self.visqol = visqol
        self.plcmos = plcmos
        let (one, other) = (visqol.rms * visqol.rms, plcmos.rms * plcmos.rms)
        visqolWeight = one + other > 0 ? other / (one + other) : 0.5
    }

    /// `nil` where the condition, its clean coding or its Ie is missing.
    func loss(
        _ condition: CalibrationCondition,
        _ means: ConditionMeans,
        ie: Double?
    ) -> OpusCalibrationFit.Loss? {
        guard let ie, let mean = means[condition], let one = means.added(condition, .visqol),
            let other = means.added(condition, .plcmos)
        else { return nil }
        let (visqol, plcmos) = (visqol(one), plcmos(other))
        return .init(
            condition: condition,
            ie: ie,
            ppl: mean.ppl,
            visqol: visqol,
            plcmos: plcmos,
            both: visqolWeight * visqol + (1 - visqolWeight) * plcmos,
            fitted: 0
        )
    }
}

extension OpusCalibrationFit {
    /// The published Bpl of one of the anchor's bit rates.
    func publishedBpl(_ robustness: Robustness) -> Double? {
        CodecImpairment.amrWidebandDiotic.first { codec in
            codec.kilobits.map { "\($0) kbit/s" } == robustness.over
        }?.bpl
    }
}
