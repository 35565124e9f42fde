import NetworkEmulation
import Results
import Units
import VirtualTime

/// What the members of a partition share: links in both directions, each with what they decided and have not told yet.
///
/// Members offer packets in the order of time, which the partition sees to; what becomes of a packet is an `Outcome`,
/// told to its member once the member's own event is over.
final class SharedNetwork {
    /// One member's way into the network.
    struct Membership {
        let network: SharedNetwork
        let number: Int

        /// Offers a packet to a link; `party` is the one it is from or, downwards, for: the first for a flow.
        func offer(_ packet: LinkPacket, of party: Party, to link: Int, isUp: Bool, at now: Timestamp) {
            var packet = packet
            if network.plans[link].cell != nil {
                let station = number * Party.allCases.count + Int(party.rawValue)
                packet.flow = isUp ? WiFiCell.flow(up: station) : WiFiCell.flow(down: station)
            }
            network.offer(packet, of: number, to: link * 2 + (isUp ? 0 : 1), at: now)
        }

        /// When a server has let a party in; `nil` where it refuses.
        ///
        /// - Parameter costs: those of its kind of connection, where they are not the server's usual ones.
        func setUp(atStation station: Int, costs: ServerCosts?, at now: Timestamp) -> Timestamp? {
            network.setUp(atStation: station, costs: costs, at: now)
        }

        /// Offers a packet to a server; what it lets through comes out of it and `delay` later.
        func offer(
            _ packet: LinkPacket,
            toStation station: Int,
            costs: ServerCosts?,
            delay: TimeDelta,
            at now: Timestamp
        ) {
            network.offer(packet, of: number, toStation: station, costs: costs, delay: delay, at: now)
        }
    }

    struct Outcome {
        let member: Int
        /// With the member's own ticket.
        let passage: Passage
    }

    private struct Offer {
        let member: Int
        let ticket: Int
        let size: DataSize
        let time: Timestamp
        let link: Int
    }

    /// Each link up, then down.
    private var links: [Link]
    /// By the places of the plans; a cell is asked in the place of its link upwards, which nothing else uses.
    private var cells: [WiFiCell?]
    private var timers: [Timestamp?]
    private var offers: [Offer] = []
    private var freeOffers: [Int] = []
    private var agenda = EventQueue<Int>()
    private var passages: [Passage] = []
    private var monitors: [LinkMonitor]
    private let plans: [SharedLinkPlan]
    private(set) var outcomes: [Outcome] = []
    private var stations: [SharedStation]

    init(links plans: [SharedLinkPlan], stations stationPlans: [StationPlan], seed: UInt64, keepsBins: Bool) {
        stations = stationPlans.map { SharedStation($0, seed: seed) }
        links = plans.flatMap { plan -> [Link] in
            let owner = RandomStream.firstSharedOwner + UInt32(plan.number)
            return [(plan.up, Leg.sharedUp), (plan.down, Leg.sharedDown)].map { side, leg in
                Link(configuration: side.configuration, schedule: side.schedule, seed: seed, owner: owner, leg: leg)
            }
        }
        cells = plans.map { plan in
            plan.cell.map {
                WiFiCell(configuration: $0, seed: seed, owner: RandomStream.firstSharedOwner + UInt32(plan.number))
            }
        }
        self.plans = plans
        timers = Array(repeating: nil, count: links.count)
        monitors = plans.flatMap { plan in
            [plan.up, plan.down].map { LinkMonitor(of: $0, keepsBins: keepsBins) }
        }
    }

    func membership(of member: Int) -> Membership { Membership(network: self, number: member) }

    /// When a link that holds packets wants to be asked again.
    var nextTime: Timestamp? { agenda.nextTime }

    func advance(to now: Timestamp) {
        while let next = agenda.nextTime, next <= now, let (time, link) = agenda.popNext() {
            guard timers[link] == time else { continue }
            timers[link] = nil
            if plans[link / 2].cell != nil {
                cells[link / 2]?.advance(to: now, into: &passages)
            } else {
                links[link].advance(to: now, into: &passages)
            }
            settle(link, at: now)
        }
    }

    /// What each link carried, up then down; links that nothing was offered to say so by having no metric.
    var records: [LinkRecord] {
        plans.enumerated().flatMap { place, plan in
            [(plan.up, true), (plan.down, false)].map { side, isUp in
                let index = place * 2 + (isUp ? 0 : 1)
                let metrics =
                    plan.cell == nil
                    ? monitors[index].metrics(of: side)
                    : monitors[index].metrics(utilisation: utilisation(ofCell: place))
                return LinkRecord(
                    link: plan.number + 1,
                    name: plan.name,
                    isUp: isUp,
                    metrics: metrics,
                    series: monitors[index].series(of: side)
                )
            }
        }
    }

    private func utilisation(ofCell place: Int) -> Double? {
        guard let cell = cells[place], let span = LinkMonitor.span(of: monitors[place * 2...place * 2 + 1]) else {
            return nil
        }
        return min(cell.busyTime(until: span.to).seconds / (span.to - span.from).seconds, 1)
    }

    var relayRecords: [RelayRecord] { stations.map(\.record) }

    /// Takes what was decided since this was last asked.
    func takeOutcomes(into taken: inout [Outcome]) {
        swap(&outcomes, &taken)
        outcomes.removeAll(keepingCapacity: true)
    }

    private func offer(_ packet: LinkPacket, of member: Int, to link: Int, at now: Timestamp) {
        var packet = packet
        let offer = Offer(member: member, ticket: packet.ticket, size: packet.size, time: now, link: link)
        if let free = freeOffers.popLast() {
            offers[free] = offer
            packet.ticket = free
        } else {
            packet.ticket = offers.count
            offers.append(offer)
        }
        monitors[link].offer(packet.size, at: now)
        guard plans[link / 2].cell != nil else {
            links[link].offer(packet, at: now, into: &passages)
            return settle(link, at: now)
        }
        cells[link / 2]?.offer(packet, at: now, into: &passages)
        settle(link & ~1, at: now)
    }

    private func offer(
        _ packet: LinkPacket,
        of member: Int,
        toStation station: Int,
        costs: ServerCosts?,
        delay: TimeDelta,
        at now: Timestamp
    ) {
        let fate: Fate
        switch stations[station].offer(.packet(packet.size), costs: costs, at: now) {
        case .done(let time, let waited): fate = .delivered(at: time + delay, queueing: waited)
        case .refused: fate = .queueDropped
        }
        outcomes.append(Outcome(member: member, passage: Passage(ticket: packet.ticket, fate: fate)))
    }

    private func setUp(atStation station: Int, costs: ServerCosts?, at now: Timestamp) -> Timestamp? {
        switch stations[station].offer(.setUp, costs: costs, at: now) {
        case .done(let time, _): time
        case .refused: nil
        }
    }

    private func settle(_ link: Int, at now: Timestamp) {
        for isCopy in [true, false] {
            for passage in passages where passage.isCopy == isCopy {
                let offer = offers[passage.ticket]
                if !isCopy { monitors[offer.link].note(passage.fate, of: offer.size, offeredAt: offer.time) }
                outcomes.append(
                    Outcome(
                        member: offer.member,
                        passage: Passage(ticket: offer.ticket, fate: passage.fate, isCopy: isCopy)
                    )
                )
                if !isCopy { freeOffers.append(passage.ticket) }
            }
        }
        passages.removeAll(keepingCapacity: true)
        let due = plans[link / 2].cell == nil ? links[link].nextTimeout : cells[link / 2]?.nextTimeout
        guard let timeout = due else { return }
        if let timer = timers[link], timer <= timeout { return }
        timers[link] = timeout
        agenda.schedule(link, at: timeout)
    }
}
