import NetworkEmulation
import Units

extension DelayDecoding {
    /// Reads what disturbs the link now and then.
    func readDisturbances(into link: inout LinkConfiguration) {
        if section.has("handover"), let inner = section.section("handover", HandoverFields.table) {
            link.disturbances.handover = Self.handover(inner)
        }
        if section.has("spikes"), let inner = section.section("spikes", SpikeFields.table) {
            link.disturbances.spikes = Self.spikes(inner)
        }
        if section.has("harq") { link.disturbances.harq = harq() }
        if section.has("route_change"), let inner = section.section("route_change", RouteChangeFields.table) {
            let every = inner.value(RouteChangeFields.every)
            if let every, let step = inner.value(RouteChangeFields.step) {
                link.disturbances.routeChange = RouteChange(meanInterval: every, step: step)
            }
        }
    }

    private static func handover(_ section: Section) -> Handover? {
        let every = section.value(HandoverFields.every)
        let median = section.value(HandoverFields.median)
        let p95 = section.value(HandoverFields.p95)
        let loss = section.value(HandoverFields.loss)
        guard let every, let median, let p95, let loss else { return nil }
        let handover = Handover(
            meanInterval: every,
            median: median,
            p95: p95,
            lossProbability: Probability(clamping: loss)
        )
        if handover == nil {
            section.complain("p95 lies between the median and a hundred times that, and below every")
        }
        return handover
    }

    private static func spikes(_ section: Section) -> DelaySpikes? {
        let every = section.value(SpikeFields.every)
        let fields = [SpikeFields.fixed, SpikeFields.exponential, SpikeFields.pareto]
        let given = fields.filter { section.has($0.key) }
        guard let field = given.first, given.count == 1 else {
            section.complain("spikes have one kind of height", hint: "write exponential: 120 ms")
            return nil
        }
        let isPareto = field.key == SpikeFields.pareto.key
        let shape = section.has(SpikeFields.shape.key) ? section.value(SpikeFields.shape) : 2.5
        if section.has(SpikeFields.shape.key), !isPareto {
            section.complain("only Pareto heights have a shape", hint: "write pareto", at: SpikeFields.shape.key)
        }
        guard let every, let mean = section.value(field), let shape else { return nil }
        guard shape > 1 else {
            section.complain("a Pareto law has a mean where its shape is above 1", at: SpikeFields.shape.key)
            return nil
        }
        let height: DelaySpikes.Height =
            isPareto
            ? .pareto(mean: mean, shape: shape)
            : field.key == SpikeFields.fixed.key ? .fixed(mean) : .exponential(mean: mean)
        let spikes = DelaySpikes(meanInterval: every, height: height)
        if spikes == nil {
            section.complain(
                "spikes come as fast as they drain, by 1 ms a ms: the delay would grow without end",
                hint: "make every longer than the mean height",
                at: SpikeFields.every.key
            )
        }
        return spikes
    }

    private func harq() -> HARQ? {
        guard let tree = section.tree["harq"] else { return nil }
        if case .scalar = tree.content {
            let path = section.path("harq")
            return Section.value(Scalar<HARQChoice>.choice, of: tree, path: path, findings: section.findings)
                .map { _ in .lte }
        }
        guard let inner = section.section("harq", HARQFields.table) else { return nil }
        let roundTrip = inner.value(HARQFields.roundTrip)
        let failure = inner.value(HARQFields.failure)
        let tries = inner.value(HARQFields.tries)
        let least = inner.value(HARQFields.recoveryMin)
        let most = inner.value(HARQFields.recoveryMax)
        guard let roundTrip, let failure, let tries, let least, let most else { return nil }
        guard least <= most else {
            inner.complain("recovery_min is longer than recovery_max", at: HARQFields.recoveryMin.key)
            return nil
        }
        return HARQ(
            roundTrip: roundTrip,
            failure: Probability(clamping: failure),
            triesMax: tries,
            recovery: least...most
        )
    }
}

/// Reads `g1050` of a network.
enum G1050Decoding {
    /// Puts the path behind both links.
    static func read(_ section: Section, into up: inout LinkConfiguration?, _ down: inout LinkConfiguration?) {
        guard section.has(G1050Fields.key), let inner = section.section(G1050Fields.key, G1050Fields.table) else {
            return
        }
        let severity = inner.value(G1050Fields.severity)
        let core = inner.value(G1050Fields.core)
        let edition = inner.value(G1050Fields.edition)
        let lan = inner.value(G1050Fields.lan)
        let access = inner.value(G1050Fields.access)
        if up?.netem != nil || down?.netem != nil {
            section.complain("netem is the whole link", hint: "leave g1050 out", at: G1050Fields.key)
        }
        guard let severity, let core, let edition, let lan, let access else { return }
        guard let edition = G1050.Edition(rawValue: edition) else {
            inner.complain("the editions are 2005 and 2007", at: G1050Fields.edition.key)
            return
        }
        guard let severity = G1050.Severity(rawValue: severity.rawValue),
            let core = G1050.Core(rawValue: core.rawValue)
        else { return }
        let path = G1050(severity: severity, core: core, edition: edition, lanRate: lan, accessRate: access)
        up?.disturbances.g1050 = path
        down?.disturbances.g1050 = path
    }
}
