public import Units

/// What Opus costs on the wideband scale: a table of ours, **project-calibrated**.
///
/// No ITU table of Ie or Bpl for Opus exists. The values are those of `Results/validation/opus-ie-bpl.json`, which
/// `Scripts/calibrate opus` fits to the scores of ViSQOL and PLCMOS on synthetic talkers (libopus 1.3.1), anchored to
/// the published values of AMR-WB for both ears.
public enum OpusImpairment {
    /// How reports must name this table.
    public static let label = "Opus Ie,WB and Bpl: project-calibrated, ours"

    /// The packet-loss robustness factor in percent of concealed sound, for a burst ratio of 1 in the formula.
    public static let bpl = 9.5

    /// The equipment impairment factor Ie,WB at a bit rate, linear between the table's points.
    ///
    /// Below 6 kbit/s, which Opus does not reach, the last slope goes on up to 95, the most that can be lost.
    public static func ie(bitrate: DataRate) -> Double {
        let rate = bitrate.kilobitsPerSecond
        guard let last = table.last, rate < last.rate else { return 0 }
        let upper = max(table.firstIndex { $0.rate > rate } ?? 1, 1)
        let (low, high) = (table[upper - 1], table[upper])
        let ie = low.ie + (high.ie - low.ie) * (rate - low.rate) / (high.rate - low.rate)
        return min(ie, 95)
    }

    /// Kilobits per second and Ie,WB; at the last rate and above it nothing is lost.
    private static let table: [(rate: Double, ie: Double)] = [
        (6, 83.8), (8, 64.8), (12, 31.3), (16, 25.6), (20, 20.3), (24, 13.3), (32, 7.6), (40, 4.4), (48, 0),
    ]
}
