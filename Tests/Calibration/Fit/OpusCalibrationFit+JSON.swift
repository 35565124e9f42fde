import QualityModels
public import Results

extension OpusCalibrationFit {
    /// What `Results/validation/opus-ie-bpl.json` holds: the table, where it comes from, and how well it fits.
    public var json: JSONValue {
        .object([
            "label": .string("project-calibrated: no ITU table of Opus exists"),
            "command": .string("Scripts/calibrate opus"),
            "made_with": .object(table.header),
            "sounds": .integer(table.rows.count),
            "grid": .object([
                "clean_kbps": list(codings.map(\.kilobits)),
                "lossy_kbps": list(distinct(\.kilobits)),
                "loss_percent": list(distinct(\.loss)),
                "burst_ratio": list(distinct(\.burstRatio)),
                "in_band_fec": .array([.boolean(false), .boolean(true)]),
            ]),
            "opus": .object([
                "ie_wb": .array(codings.map(\.json)),
                "bpl": .score(bpl),
                "burst_ratio_in_formula": .integer(1),
            ]),
            "anchor": anchor,
            "bpl_over": .array(robustness.map(\.json)),
            "losses": .array(losses.map(\.json)),
        ])
    }

    private var anchor: JSONValue {
        .object([
            "codec": .string("AMR-WB, diotic, ITU-T G.113 (09/2024) with Erratum 1 (01/2026)"),
            "clean": .object([
                "tool": .string("visqol"), "slope": .score(line.slope), "intercept": .score(line.intercept),
                "rms": .score(line.rms), "points": .array(cleanAnchor.map(\.json)),
            ]),
            "g722_64_kbps_by_the_line": .score(g722),
            "losses": .array([
                Self.power("visqol", visqolPower, visqolAnchor), Self.power("plcmos", plcmosPower, plcmosAnchor),
            ]),
            "visqol_weight": .score(ToolBlend(visqolPower, plcmosPower).visqolWeight),
            "bpl": .array(anchorRobustness.map(\.json)),
        ])
    }

    private static func power(_ tool: String, _ power: AnchorPower, _ points: [AnchorPoint]) -> JSONValue {
        .object([
            "tool": .string(tool), "factor": .score(power.factor), "exponent": .score(power.exponent),
            "rms": .score(power.rms), "points": .array(points.map(\.json)),
        ])
    }

    private func distinct(_ value: (CalibrationCondition) -> Double) -> [Double] {
        Set(losses.map { value($0.condition) }).sorted()
    }
}

private func list(_ values: [Double]) -> JSONValue { .array(values.map { .score($0) }) }

extension OpusCalibrationFit.Coding {
    fileprivate var json: JSONValue {
        .object([
            "kbps": .score(kilobits), "visqol": .score(visqol), "plcmos": .score(plcmos), "line": .score(line),
            "ie": .score(ie),
        ])
    }
}

extension OpusCalibrationFit.AnchorPoint {
    fileprivate var json: JSONValue {
        .object([
            "kbps": .score(kilobits), "ppl": .score(ppl), "published": .score(published), "fitted": .score(fitted),
            "residual": .score(residual),
        ])
    }
}

extension OpusCalibrationFit.Robustness {
    fileprivate var json: JSONValue {
        func value(_ fit: RobustnessFit) -> JSONValue { .object(["bpl": .score(fit.bpl), "rms": .score(fit.rms)]) }
        return .object([
            "over": .string(over), "burst_ratio_in_formula": .boolean(usesBurstRatio), "visqol": value(visqol),
            "plcmos": value(plcmos), "both": value(both),
        ])
    }
}

extension OpusCalibrationFit.Loss {
    fileprivate var json: JSONValue {
        .object([
            "kbps": .score(condition.kilobits), "loss": .score(condition.loss), "burst": .score(condition.burstRatio),
            "fec": .boolean(condition.hasFEC), "ppl": .score(ppl), "visqol": .score(visqol), "plcmos": .score(plcmos),
            "both": .score(both), "fitted": .score(fitted), "residual": .score(fitted - both),
        ])
    }
}
