import NetworkEmulation
import Units

/// Reads `netem`, which takes a link over as a whole.
enum NetemDecoding {
    /// The link of a section that has `netem`; other keys beside it are errors.
    static func link(of section: Section) -> LinkConfiguration? {
        for member in section.table.members where member.key != NetemFields.key && section.has(member.key) {
            let isIts = NetemFields.table.member(member.key) != nil
            section.complain(
                "netem is the whole link",
                hint: isIts ? "put \(member.key) under netem" : "leave \(member.key) out",
                at: member.key
            )
        }
        return netem(of: section).map { LinkConfiguration(netem: $0) }
    }

    /// In an event, a netem link can only get new parameters or an outage, and another link none of netem's.
    static func check(_ change: LinkChange, of section: Section, from netem: Netem?) {
        let isNetem = netem != nil
        if let netem, let new = change.netem, (new.slot == nil) != (netem.slot == nil) {
            section.complain(
                "slots cannot be switched on or off while the link is in use",
                hint: netem.slot == nil ? "leave slot out" : "give slot here as well",
                at: NetemFields.key
            )
        }
        for member in section.table.members where section.has(member.key) && member.key != EventFields.outage.key {
            guard (member.key == NetemFields.key) != isNetem else { continue }
            if isNetem {
                section.complain(
                    "a netem link changes as a whole",
                    hint: "write netem: { … } with all its parameters",
                    at: member.key
                )
            } else {
                section.complain(
                    "only a link that is netem's from the beginning can change its parameters",
                    hint: "write netem: { delay: 20 ms } in the link itself",
                    at: member.key
                )
            }
        }
    }

    /// The parameters, or `nil` where there are none or wrong ones.
    static func netem(of section: Section) -> Netem? {
        guard section.has(NetemFields.key), let inner = section.section(NetemFields.key, NetemFields.table) else {
            return nil
        }
        let errorCount = inner.findings.errors.count
        let netem = NetemReading(section: inner).netem()
        guard inner.findings.errors.count == errorCount else { return nil }
        NetemAdvice(section: inner, netem: netem).warn()
        return netem
    }
}

/// One `netem` block; what is wrong is in the findings.
private struct NetemReading {
    let section: Section

    func netem() -> Netem {
        let delay = section.value(NetemFields.delay) ?? .zero
        let (reorder, gap) = reorder(delay: delay)
        return Netem(
            delay: delay,
            jitter: jitter(),
            delayCorrelation: Probability(clamping: section.value(NetemFields.correlation) ?? 0),
            distribution: distribution(delay: delay),
            loss: loss(),
            duplicate: chance(NetemFields.duplicate.key, NetemChanceFields.table).chance,
            corrupt: chance(NetemFields.corrupt.key, NetemChanceFields.table).chance,
            reorder: reorder,
            gap: gap,
            rate: rate(),
            slot: slot(),
            limit: section.value(NetemFields.limit) ?? Netem.usualLimit
        )
    }

    private func jitter() -> TimeDelta {
        let jitter = section.value(NetemFields.jitter) ?? .zero
        guard jitter > Netem.longestJitter else { return jitter }
        section.complain(
            "netem keeps jitter in 32 bits of nanoseconds: at most 2.147483647 s",
            hint: "jitter: { normal: … } of a link that is not netem's goes further",
            at: NetemFields.jitter.key
        )
        return .zero
    }

    private func distribution(delay: TimeDelta) -> Netem.Distribution {
        let keys = [NetemFields.distribution.key, NetemFields.tableFile.key].filter(section.has)
        guard let key = keys.last else { return .uniform }
        if keys.count > 1 { section.complain("delays have one law", hint: "leave one of the two out", at: key) }
        if delay == .zero || !section.has(NetemFields.jitter.key) {
            section.complain(
                "a distribution needs delay and jitter",
                hint: "write delay: 100 ms, jitter: 20 ms",
                at: key
            )
        }
        if key == NetemFields.tableFile.key {
            let table = LossDecoding.content(
                of: NetemFields.tableFile,
                section,
                byteCountMax: NetemTable.byteCountMax
            ) { (bytes) throws(TextFault) in try NetemTable(text: bytes) }
            return table.map(Netem.Distribution.table) ?? .uniform
        }
        return section.value(NetemFields.distribution)?.value ?? .uniform
    }

    /// A chance in its short or its long form, with the section of the long one.
    private func chance(_ key: String, _ table: Table) -> (chance: Netem.Chance, inner: Section?) {
        guard let tree = section.tree[key] else { return (Netem.Chance(.never), nil) }
        if case .scalar = tree.content {
            let rate = Section.value(
                NetemChanceFields.rate.scalar,
                of: tree,
                path: section.path(key),
                findings: section.findings
            )
            return (Netem.Chance(Probability(clamping: rate ?? 0)), nil)
        }
        guard let inner = section.section(key, table) else { return (Netem.Chance(.never), nil) }
        let rate = inner.value(NetemChanceFields.rate)
        let correlation = inner.value(NetemChanceFields.correlation)
        let hasChain = [NetemLossFields.gemodel, NetemLossFields.state].contains(where: inner.has)
        if !inner.has(NetemChanceFields.rate.key), !hasChain {
            inner.complain("rate is missing", hint: "write { rate: 1 % }")
        }
        return (
            Netem.Chance(Probability(clamping: rate ?? 0), correlation: Probability(clamping: correlation ?? 0)), inner
        )
    }

    private func reorder(delay: TimeDelta) -> (Netem.Chance, Int?) {
        let key = NetemFields.reorder.key
        let (chance, inner) = chance(key, NetemReorderFields.table)
        if chance.probability > .never, delay == .zero {
            section.complain("netem reorders by leaving the delay out, and there is none", hint: "add delay", at: key)
        }
        return (chance, inner.flatMap { $0.has(ReorderFields.gap.key) ? $0.value(ReorderFields.gap) : nil })
    }

    private func loss() -> Netem.Loss? {
        guard section.has(NetemFields.loss.key) else { return nil }
        let (chance, inner) = chance(NetemFields.loss.key, NetemLossFields.table)
        guard let inner else { return .random(chance) }
        let gemodel =
            inner.has(NetemLossFields.gemodel)
            ? inner.section(NetemLossFields.gemodel, NetemLossFields.gemodelTable) : nil
        let state =
            inner.has(NetemLossFields.state)
            ? inner.section(NetemLossFields.state, NetemLossFields.stateTable) : nil
        let forms = [
            inner.has(NetemChanceFields.rate.key), inner.has(NetemLossFields.gemodel),
            inner.has(NetemLossFields.state),
        ]
        if forms.count(where: { $0 }) > 1 {
            inner.complain("loss has one model", hint: "write rate, gemodel or state")
        }
        if let gemodel {
            let values = NetemLossFields.gemodelFields.map { gemodel.value($0) }
            if values[0] == nil, !gemodel.has("p") {
                gemodel.complain("p is missing", hint: "write { p: 1 %, r: 25 % }")
            }
            let p = values[0] ?? 0
            return .gemodel(
                Netem.LossStates(
                    leaveGood: Probability(clamping: p),
                    leaveBad: Probability(clamping: values[1] ?? 1 - p),
                    lossWhenBad: Probability(clamping: values[2] ?? 1),
                    lossWhenGood: Probability(clamping: values[3] ?? 0)
                )
            )
        }
        return state.flatMap(self.state) ?? .random(chance)
    }

    private func state(_ section: Section) -> Netem.Loss? {
        if !section.has("p13") { section.complain("p13 is missing", hint: "write { p13: 1 %, p31: 25 % }") }
        do {
            return .state(try FourStateDecoding.chain(FourStateFields.transitions.map { section.value($0) }))
        } catch {
            section.complain("in the kernel these would wrap around: \(error.rule)")
            return nil
        }
    }

    private func rate() -> Netem.Rate? {
        let key = NetemFields.rate.key
        guard let tree = section.tree[key] else { return nil }
        if case .scalar = tree.content {
            return Section.value(NetemFields.rateValue, of: tree, path: section.path(key), findings: section.findings)
                .map { Netem.Rate($0) }
        }
        guard let inner = section.section(key, NetemRateFields.table) else { return nil }
        let limit = inner.value(NetemRateFields.limit)
        let overhead = inner.value(NetemRateFields.overhead)
        let cell = inner.value(NetemRateFields.cell)
        let cellOverhead = inner.value(NetemRateFields.cellOverhead)
        return limit.map {
            Netem.Rate($0, packetOverhead: overhead ?? 0, cellSize: cell ?? 0, cellOverhead: cellOverhead ?? 0)
        }
    }

    private func slot() -> Netem.Slot? {
        let key = NetemFields.slot.key
        guard section.has(key), let inner = section.section(key, NetemSlotFields.table) else { return nil }
        if section.has(NetemFields.duplicate.key) {
            // A call forgets a packet with its fate, and a slot may hold a copy for longer.
            section.complain("slots and duplicates do not go together here", hint: "leave one out", at: key)
        }
        let (least, most) = (inner.value(NetemSlotFields.least), inner.value(NetemSlotFields.most))
        let distribution = inner.value(NetemSlotFields.distribution)
        let (delay, jitter) = (inner.value(NetemSlotFields.delay), inner.value(NetemSlotFields.jitter))
        let packets = inner.value(NetemSlotFields.packets)
        let bytes = inner.value(NetemSlotFields.bytes)
        let spacing: Netem.Slot.Spacing
        if let least, distribution == nil, delay == nil, jitter == nil {
            let most = most ?? least
            guard most >= least else {
                inner.complain("max is below min", at: NetemSlotFields.most.key)
                return nil
            }
            spacing = .uniform(least, most)
        } else if let table = distribution?.value.table, let delay, let jitter, least == nil, most == nil {
            spacing = .distributed(table, delay: delay, jitter: jitter)
        } else {
            inner.complain(
                "slots have one law",
                hint: "write { min: 10 ms, max: 20 ms }, or { distribution: normal, delay: 10 ms, jitter: 2 ms }"
            )
            return nil
        }
        return Netem.Slot(spacing: spacing, packets: packets ?? 0, bytes: bytes ?? 0)
    }
}
