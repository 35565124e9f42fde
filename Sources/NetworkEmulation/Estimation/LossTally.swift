/// What a record of packets, each lost or kept, comes to: the counts that estimators of loss need.
public struct LossTally: Hashable, Sendable {
    public private(set) var packetCount = 0
    public private(set) var lossCount = 0
    /// How often a packet of the first kind was followed by one of the second.
    public private(set) var keptThenKept = 0
    public private(set) var keptThenLost = 0
    public private(set) var lostThenKept = 0
    public private(set) var lostThenLost = 0
    /// How many packets were lost in a row, for each run of losses in the order of the record.
    public private(set) var runs: [Int] = []

    private var lastIsLost: Bool?

    /// Counts a record in which `true` stands for a lost packet.
    public init(_ record: some Sequence<Bool>) {
        for isLost in record { count(isLost) }
    }

    private mutating func count(_ isLost: Bool) {
        packetCount += 1
        switch (lastIsLost, isLost) {
        case (false?, false): keptThenKept += 1
        case (false?, true): keptThenLost += 1
        case (true?, false): lostThenKept += 1
        case (true?, true): lostThenLost += 1
        case (nil, _): break
        }
        if isLost {
            lossCount += 1
            if lastIsLost == true { runs[runs.count - 1] += 1 } else { runs.append(1) }
        }
        lastIsLost = isLost
    }

    /// The share of packets lost; `nil` without packets.
    public var lossRate: Double? { packetCount > 0 ? Double(lossCount) / Double(packetCount) : nil }

    /// The mean number of packets lost in a row; `nil` without losses.
    public var meanRun: Double? { runs.isEmpty ? nil : Double(lossCount) / Double(runs.count) }

    /// ITU-T G.107's burst ratio: the mean run over that of independent losses at the same rate, 1 / (1 - rate).
    ///
    /// `nil` without losses.
    public var burstRatio: Double? {
        guard let meanRun, let lossRate else { return nil }
        return meanRun * (1 - lossRate)
    }

    /// How many runs have each length: element 0 those of one packet, up to the longest.
    public var runHistogram: [Int] {
        var histogram = [Int](repeating: 0, count: runs.max() ?? 0)
        for run in runs { histogram[run - 1] += 1 }
        return histogram
    }
}
