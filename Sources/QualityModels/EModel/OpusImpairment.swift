public import Units

/// What Opus costs on the wideband scale: a **provisional** table of ours.
///
/// No ITU table of Ie or Bpl for Opus exists. From 16 kbit/s on the values are the project's provisional ones; below,
/// where they would have to be extrapolated, they follow an indicative measurement (one speaker, 8 s, libopus 1.3.1
/// at 6, 8 and 12 kbit/s), which is far harsher than a straight line through the table.
public enum OpusImpairment {
    /// How reports must name this table.
    public static let label = "Opus Ie,WB and Bpl: provisional, ours"

    /// The packet-loss robustness factor with concealment, in percent.
    public static let bpl = 15.0

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

    /// Kilobits per second and Ie,WB.
    private static let table: [(rate: Double, ie: Double)] = [
        (6, 74), (8, 58), (12, 28), (16, 21), (20, 16), (24, 11), (32, 5), (48, 0),
    ]
}
