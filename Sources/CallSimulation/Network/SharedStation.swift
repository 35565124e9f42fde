import NetworkEmulation
import Results
import Statistics
import Units

/// A server of a partition's, and what it was seen to do.
struct SharedStation {
    private let plan: StationPlan
    private var station: ServerStation
    /// In microseconds.
    private var waits = LogHistogram()
    private var firstOffer: Timestamp?
    private var last = Timestamp.start

    init(_ plan: StationPlan, seed: UInt64) {
        self.plan = plan
        station = ServerStation(
            configuration: plan.configuration,
            seed: seed,
            number: StationPlan.firstOwner + UInt32(plan.number)
        )
    }

    mutating func offer(_ work: ServerWork, costs: ServerCosts?, at now: Timestamp) -> ServerFate {
        if firstOffer == nil { firstOffer = now }
        last = now
        let fate = station.offer(work, costs: costs, at: now)
        if case .done(_, let waited) = fate { waits.add(waited.nanoseconds / 1_000) }
        return fate
    }

    /// A server that was given nothing says so by having no metric.
    var record: RelayRecord {
        let counters = station.counters
        var metrics = MetricValues()
        if let firstOffer, last > firstOffer {
            metrics["relay.utilisation"] = station.utilisation(from: firstOffer, until: last)
        }
        metrics["relay.wait_p95"] = waits.quantile(0.95).map { Double($0) / 1_000 }
        if counters.packetsOffered > 0 {
            metrics["relay.packets_refused"] = Double(counters.packetsRefused) / Double(counters.packetsOffered)
        }
        if counters.setUpsOffered > 0 {
            metrics["relay.set_ups_refused"] = Double(counters.setUpsRefused) / Double(counters.setUpsOffered)
        }
        return RelayRecord(
            relay: plan.number + 1,
            name: plan.name,
            packets: counters.packetsOffered,
            setUps: counters.setUpsOffered,
            metrics: metrics
        )
    }
}
