import NetworkEmulation
import Units
import VirtualTime

/// What is measured: links of several kinds, and the draws alone.
enum Kind: String, CaseIterable {
    /// Two uniform numbers and a normal one, as a link with loss and jitter draws them.
    case bare
    /// Loss in fades, correlated jitter, a rate and a queue.
    case link
    case pie
    case codel
    case fqcodel
    case mahimahi
    case cellular
    case wifi

    private static let size = DataSize(bytes: 1_200)
    /// 90 % of 20 Mbit/s.
    private static let spacing = TimeDelta.microseconds(533)

    func run(packets: Int) {
        guard self != .bare else { return Self.draw(packets) }
        var link = makeLink(owner: 1)
        var passages: [Passage] = []
        passages.reserveCapacity(1_024)
        var now = Timestamp.start
        var delivered = 0
        for number in 0..<packets {
            now += Self.spacing
            if let timeout = link.nextTimeout, timeout < now { link.advance(to: now, into: &passages) }
            link.offer(LinkPacket(size: Self.size, flow: UInt32(number & 63)), at: now, into: &passages)
            for passage in passages { if case .delivered = passage.fate { delivered += 1 } }
            passages.removeAll(keepingCapacity: true)
        }
        precondition(delivered > packets / 2, "most packets pass")
    }

    private static func draw(_ packets: Int) {
        var loss = RandomStream(seed: 1, owner: 1, cause: .loss)
        var delay = RandomStream(seed: 1, owner: 1, cause: .delay)
        var sum = 0.0
        for _ in 0..<packets { sum += loss.unitInterval() + loss.unitInterval() + delay.normal() }
        precondition(sum.isFinite, "draws are numbers")
    }

    func makeLink(owner: UInt32) -> Link {
        Link(configuration: configuration, seed: 1, owner: owner, leg: .patientUp)
    }

    private var configuration: LinkConfiguration {
        var link = LinkConfiguration(
            rate: .kilobitsPerSecond(20_000),
            queue: .time(.milliseconds(200)),
            delay: .milliseconds(20),
            jitter: Jitter(standardDeviation: .milliseconds(4), memory: .milliseconds(200)),
            loss: .gilbert(rate: Probability(clamping: 0.02), meanBurst: .duration(.milliseconds(80)))
        )
        switch self {
        case .bare, .link: break
        case .pie: link.management = .pie(PIE())
        case .codel: link.management = .codel(CoDel())
        case .fqcodel: link.management = .fairCoDel(FairQueueCoDel())
        case .mahimahi: link.capacity = OpportunityTrace(milliseconds: [1, 1, 2, 3, 3]).map(Capacity.opportunities)
        case .cellular:
            link.capacity = CellularClass.static4G.capacity.scaled(toMean: .kilobitsPerSecond(40_000)).map(
                Capacity.cellular
            )
        case .wifi:
            link.capacity = WiFiContention(
                rate: .kilobitsPerSecond(130_000),
                retry: Probability(clamping: 0.1),
                busyShare: Probability(clamping: 0.1),
                shareLeft: Probability(clamping: 0.5)
            ).map(Capacity.contention)
        }
        return link
    }
}
