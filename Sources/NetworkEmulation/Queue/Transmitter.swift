import Units
import VirtualTime

/// What sends a link's packets one after the other.
struct Transmitter: Sendable {
    private var serialiser: Serialiser
    // One or none: few links have a radio.
    private var opportunities: [OpportunityTransmitter] = []
    private var contention: [ContentionTransmitter] = []
    /// Whether a backlog is counted in bits that are sent one by one.
    let isFluid: Bool

    init(timeline: LinkTimeline, seed: UInt64, owner: UInt32, leg: Leg) {
        serialiser = Serialiser(timeline.rates)
        switch timeline.segments[0].configuration.capacity {
        case nil, .rates: break
        case .opportunities(let trace):
            opportunities = [OpportunityTransmitter(trace)]
        case .cellular(let cell):
            opportunities = [OpportunityTransmitter(CellularProcess(cell, seed: seed, owner: owner, leg: leg))]
        case .contention(let radio):
            contention = [ContentionTransmitter(radio, seed: seed, owner: owner, leg: leg)]
        }
        isFluid = opportunities.isEmpty && contention.isEmpty
    }

    /// The work that waits or is in service, where it is counted in bits.
    var backlog: Int64 { isFluid ? serialiser.backlog : 0 }

    /// The rate by which a managed queue's limit in time is reckoned, in bit/s, and every one where work is counted in
    /// bits: that of the moment, or a mean where it has no moment.
    var nominalRate: Int64? {
        if isFluid { return serialiser.nominalRate }
        return opportunities.isEmpty ? contention[0].meanRate : opportunities[0].meanRate
    }

    @inline(__always)
    mutating func advance(to now: Timestamp) {
        if isFluid { serialiser.advance(to: now) }
    }

    /// When a packet can begin that has waited since a time, behind all before it.
    mutating func earliestStart(since time: Timestamp) -> Timestamp {
        if isFluid { return serialiser.earliestStart(since: time) }
        return opportunities.isEmpty
            ? contention[0].earliestStart(since: time) : opportunities[0].earliestStart(since: time)
    }

    /// Sends a packet that has waited since a time.
    @inline(__always)
    mutating func transmit(_ size: DataSize, _ work: Int64, since time: Timestamp) -> Bottleneck.Service {
        if isFluid { return serialiser.serve(work, since: time) }
        return opportunities.isEmpty
            ? contention[0].transmit(size, since: time) : opportunities[0].transmit(size, since: time)
    }
}
