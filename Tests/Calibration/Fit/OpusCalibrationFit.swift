import QualityModels
public import ValidationComparison

/// Our own Ie,WB and Bpl of Opus: the tools' scores, brought to the scale of published values by the anchor, AMR-WB.
///
/// Clean coding goes by ViSQOL and a line on the diotic Ie,WB of AMR-WB. Losses go by both tools, each with a power
/// on the Ie,eff that the published Bpl of AMR-WB give, and are averaged by the inverse squares of the residuals.
public struct OpusCalibrationFit: Sendable {
    /// A published value and what the procedure makes of the anchor.
    public struct AnchorPoint: Hashable, Sendable {
        public let kilobits: Double
        /// In percent; 0 for clean coding.
        public let ppl: Double
        public let published: Double
        public let fitted: Double

        public var residual: Double { fitted - published }
    }

    public struct Coding: Hashable, Sendable {
        public let kilobits: Double
        public let visqol: Double
        public let plcmos: Double
        /// What the line gives, which may lie below zero.
        public let line: Double
        /// Never rising with the rate, from 0 to 95, to a tenth.
        public let ie: Double
    }

    /// What one condition adds by each tool, by both, and by the shipped values.
    public struct Loss: Hashable, Sendable {
        public let condition: CalibrationCondition
        public let ie: Double
        public let ppl: Double
        public let visqol: Double
        public let plcmos: Double
        public let both: Double
        public let fitted: Double

        func point(_ added: Double, burstRatio: Double) -> RobustnessFit.Point {
            RobustnessFit.Point(ie: ie, ppl: ppl, burstRatio: burstRatio, added: added)
        }
    }

    /// Bpl over some of the conditions, by each tool and by both.
    public struct Robustness: Hashable, Sendable {
        public let over: String
        /// Whether the formula had the burst ratio of the loss process, or 1.
        public let usesBurstRatio: Bool
        public let visqol: RobustnessFit
        public let plcmos: RobustnessFit
        public let both: RobustnessFit

        init?(_ over: String, _ losses: [Loss], usesBurstRatio: Bool = false) {
            func fit(_ added: (Loss) -> Double) -> RobustnessFit? {
                RobustnessFit(
                    losses.map { $0.point(added($0), burstRatio: usesBurstRatio ? $0.condition.burstRatio : 1) }
                )
            }
            guard let visqol = fit(\.visqol), let plcmos = fit(\.plcmos), let both = fit(\.both) else { return nil }
            self.over = over
            self.usesBurstRatio = usesBurstRatio
            (self.visqol, self.plcmos, self.both) = (visqol, plcmos, both)
        }
    }

    public let table: ScoreTable
    public let codings: [Coding]
    /// In percent, with 1 for the burst ratio, as `audio.mos` has it.
    public let bpl: Double
    public let line: AnchorLine
    public let cleanAnchor: [AnchorPoint]
    /// G.722 at 64 kbit/s by the line; `nil` where it was not scored.
    public let g722: Double?
    public let visqolPower: AnchorPower
    public let plcmosPower: AnchorPower
    public let visqolAnchor: [AnchorPoint]
    public let plcmosAnchor: [AnchorPoint]
    /// The Bpl that comes out for AMR-WB itself, by bit rate.
    public let anchorRobustness: [Robustness]
    public let losses: [Loss]
    public let robustness: [Robustness]

    /// - Throws: `ValidationError` where a condition that the fit needs is missing.
    public init(_ table: ScoreTable, place: String) throws(ValidationError) {
        func missing(_ what: String) -> ValidationError {
            ValidationError(place, "has no scores of \(what)", hint: "Scripts/calibrate opus scores all that is needed")
        }
        let means = ConditionMeans(table.rows)
        let anchor = AnchorScores(means)
        guard let line = AnchorLine(anchor.clean.map { ($0.impairment, $0.published) }),
            let visqolPower = AnchorPower(anchor.lossy(.visqol).map { ($0.added, $0.published) }),
            let plcmosPower = AnchorPower(anchor.lossy(.plcmos).map { ($0.added, $0.published) })
        else { throw missing("AMR-WB, clean and with losses") }
        let clean = means.conditions.filter { $0.codec == .opus && !$0.isLossy }.sorted { $0.kilobits < $1.kilobits }
        let raw = clean.compactMap { means[$0].map { line($0.impairment(.visqol)) } }
        guard !raw.isEmpty else { throw missing("clean Opus") }
        let ies = nonincreasing(raw).map { (min(max($0, 0), 95) * 10).rounded() / 10 }
        let blend = ToolBlend(visqolPower, plcmosPower)
        let rateIe = Dictionary(zip(clean.map(\.kilobits), ies)) { first, _ in first }
        let unfitted = means.conditions.filter { $0.codec == .opus && $0.isLossy }.compactMap {
            blend.loss($0, means, ie: rateIe[$0.kilobits])
        }
        guard let all = Robustness("all", unfitted) else { throw missing("Opus with losses") }
        let bpl = all.both.bpl
        self.table = table
        self.line = line
        self.visqolPower = visqolPower
        self.plcmosPower = plcmosPower
        self.bpl = bpl
        codings = zip(zip(clean, raw), ies).compactMap { pair, ie in
            means[pair.0].map {
                Coding(kilobits: pair.0.kilobits, visqol: $0.visqol, plcmos: $0.plcmos, line: pair.1, ie: ie)
            }
        }
        cleanAnchor = anchor.clean.map {
            AnchorPoint(kilobits: $0.kilobits, ppl: 0, published: $0.published, fitted: line($0.impairment))
        }
        g722 = means[CalibrationCondition(.g722, kilobits: 64)].map { line($0.impairment(.visqol)) }
        visqolAnchor = anchor.lossy(.visqol).map { $0.point(fitted: visqolPower($0.added)) }
        plcmosAnchor = anchor.lossy(.plcmos).map { $0.point(fitted: plcmosPower($0.added)) }
        anchorRobustness = anchor.robustness(blend)
        losses = unfitted.map { $0.fitted(bpl: bpl) }
        robustness = [all] + Self.parts(unfitted)
    }

    private static func parts(_ losses: [Loss]) -> [Robustness] {
        func values(_ value: (CalibrationCondition) -> Double) -> [Double] {
            Set(losses.map { value($0.condition) }).sorted()
        }
        var parts = [Robustness("all", losses, usesBurstRatio: true)]
        for ratio in values(\.burstRatio) {
            let some = losses.filter { $0.condition.burstRatio == ratio }
            parts.append(Robustness("burst ratio \(Int(ratio))", some))
            if ratio > 1 { parts.append(Robustness("burst ratio \(Int(ratio))", some, usesBurstRatio: true)) }
        }
        for rate in values(\.kilobits) {
            parts.append(Robustness("\(Int(rate)) kbit/s", losses.filter { $0.condition.kilobits == rate }))
        }
        parts.append(Robustness("FEC off", losses.filter { !$0.condition.hasFEC }))
        parts.append(Robustness("FEC on", losses.filter { $0.condition.hasFEC }))
        for loss in values(\.loss) {
            parts.append(Robustness("\(Int(loss)) % of packets lost", losses.filter { $0.condition.loss == loss }))
        }
        return parts.compactMap { $0 }
    }
}

extension OpusCalibrationFit.Loss {
    fileprivate func fitted(bpl: Double) -> Self {
        Self(
            condition: condition,
            ie: ie,
            ppl: ppl,
            visqol: visqol,
            plcmos: plcmos,
            both: both,
            fitted: point(0, burstRatio: 1).predicted(bpl: bpl)
        )
    }
}
