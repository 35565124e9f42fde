public import NetworkEmulation
public import Units

/// What a relay did, and whether it did it on time.
public struct ImpairmentReport: Sendable {
    public struct Direction: Sendable {
        public let counters: LinkCounters
        /// From the kernel's taking in to sending out.
        public let delays: LatenessLog
    }

    /// The 99th percentile of lateness beyond which what was measured through the relay says nothing.
    public static let latenessLimit = TimeDelta.milliseconds(2)

    public let duration: TimeDelta
    /// Up, then down.
    public let directions: [Direction]
    /// How much later than the links said each datagram was sent.
    public let lateness: LatenessLog
    /// Datagrams that came faster than they were read.
    public let kernelDrops: Int
    public let sendFailures: Int
    /// Datagrams beyond the memory, or from more senders than are served.
    public let refused: Int

    /// Why the run says nothing about the network it emulated; empty where it does.
    public var faults: [String] {
        var faults: [String] = []
        if lateness.count == 0 { faults.append(nothingPassed) }
        if let p99 = lateness.quantile(0.99), p99 > Self.latenessLimit {
            let milliseconds = (p99.milliseconds * 100).rounded() / 100
            faults.append("1 % of datagrams left more than \(milliseconds) ms late; 2 ms is the limit")
        }
        if kernelDrops > 0 { faults.append("the kernel dropped \(kernelDrops) datagrams that were not read in time") }
        if sendFailures > 0 { faults.append("the kernel refused \(sendFailures) datagrams that were due") }
        if refused > 0 { faults.append("\(refused) datagrams were refused for want of memory or of free senders") }
        return faults
    }

    private var nothingPassed: String {
        let count = directions.reduce(0) { $0 + $1.counters.offered.packets }
        return count == 0
            ? "no datagram came, so that nothing was relayed and nothing is known of the network"
            : "none of the \(count) datagrams that came was due before the end, so that the relay's own lateness is unknown"
    }

    public var isValid: Bool { faults.isEmpty }
}
