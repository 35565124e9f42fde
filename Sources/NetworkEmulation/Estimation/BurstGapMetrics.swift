/// Bursts and gaps in a record of packets, as RFC 3611 (section 4.7.2) defines them; remembered, the text was not at hand.
///
/// A burst begins and ends with a loss and holds no run of `minimumGap` kept packets; a loss with as many kept packets on
/// either side is no burst but part of a gap. What came before the record and after it counts as kept. The RFC's appendix
/// estimates the densities by a chain of four states; these are the plain counts.
public struct BurstGapMetrics: Hashable, Sendable {
    /// The RFC's recommended Gmin.
    public static let usualMinimumGap = 16

    public private(set) var burstCount = 0
    public private(set) var packetsInBursts = 0
    public private(set) var lossesInBursts = 0
    public private(set) var gapCount = 0
    public private(set) var packetsInGaps = 0
    /// Losses that are no part of a burst.
    public private(set) var lossesInGaps = 0

    public init(_ record: [Bool], minimumGap: Int = Self.usualMinimumGap) {
        precondition(minimumGap > 0, "a gap is at least one packet")
        /// The first packet that no burst has claimed.
        var gapStart = 0
        var cluster: (first: Int, last: Int, count: Int)?
        func close(_ cluster: (first: Int, last: Int, count: Int), _ metrics: inout Self) {
            guard cluster.count > 1 else {
                metrics.lossesInGaps += 1
                return
            }
            metrics.addGap(cluster.first - gapStart)
            metrics.burstCount += 1
            metrics.packetsInBursts += cluster.last - cluster.first + 1
            metrics.lossesInBursts += cluster.count
            gapStart = cluster.last + 1
        }
        for (index, isLost) in record.enumerated() where isLost {
            if let open = cluster, index - open.last <= minimumGap {
                cluster = (open.first, index, open.count + 1)
            } else {
                if let open = cluster { close(open, &self) }
                cluster = (index, index, 1)
            }
        }
        if let open = cluster { close(open, &self) }
        addGap(record.count - gapStart)
    }

    private mutating func addGap(_ packets: Int) {
        guard packets > 0 else { return }
        gapCount += 1
        packetsInGaps += packets
    }

    /// The share of packets lost within bursts; `nil` without bursts.
    public var burstDensity: Double? { Self.ratio(lossesInBursts, packetsInBursts) }
    /// The share of packets lost within gaps; `nil` without gaps.
    public var gapDensity: Double? { Self.ratio(lossesInGaps, packetsInGaps) }
    /// The mean length of a burst in packets; `nil` without bursts.
    public var meanBurst: Double? { Self.ratio(packetsInBursts, burstCount) }
    /// The mean length of a gap in packets; `nil` without gaps.
    public var meanGap: Double? { Self.ratio(packetsInGaps, gapCount) }

    private static func ratio(_ part: Int, _ whole: Int) -> Double? {
        whole > 0 ? Double(part) / Double(whole) : nil
    }
}
