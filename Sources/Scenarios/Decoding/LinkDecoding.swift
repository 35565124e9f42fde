import NetworkEmulation
import Units

/// Reads one link, or what an event changes on it.
struct LinkDecoding {
    let section: Section

    /// The whole link; keys that are missing have the value of `base`, or their default where there is none.
    func configuration(base: LinkConfiguration?) -> LinkConfiguration? {
        var link = base ?? LinkConfiguration()
        if let rate = value(LinkFields.rate, base) { link.rate = rate }
        // A queue in front of an unlimited link would never fill.
        if base != nil || section.has(LinkFields.rate.key) || section.has(LinkFields.queue.key),
            let queue = value(LinkFields.queue, base)
        {
            link.queue = queue
        }
        if section.has(LinkFields.queue.key), !section.has(LinkFields.rate.key), link.rate == nil {
            section.complain(
                "a queue needs a rate at which it empties",
                hint: "add rate: 2 Mbit/s",
                at: LinkFields.queue.key
            )
        }
        if let delay = value(LinkFields.delay, base) { link.delay = delay }
        if let jitter = jitter() { link.jitter = jitter }
        if let loss = loss() { link.loss = loss }
        if let reorder = value(LinkFields.reorder, base) { link.allowsReordering = reorder }
        if let position = value(LinkFields.lossPosition, base) {
            link.lossPosition = position == .afterQueue ? .afterQueue : .beforeQueue
        }
        if let scope = value(LinkFields.lossScope, base) {
            link.lossScope = scope == .everything ? .everything : .media
        }
        return link
    }

    /// What an event changes at a time.
    func change(at time: Timestamp) -> LinkChange {
        LinkChange(
            at: time,
            rate: given(LinkFields.rate),
            queue: given(LinkFields.queue),
            delay: given(LinkFields.delay),
            jitter: jitter(),
            loss: loss()
        )
    }

    private func value<Value>(_ field: Field<Value>, _ base: LinkConfiguration?) -> Value? {
        base == nil ? section.value(field) : given(field)
    }

    private func given<Value>(_ field: Field<Value>) -> Value? {
        section.has(field.key) ? section.value(field) : nil
    }

    private func jitter() -> Jitter? {
        let path = section.path(LinkFields.jitter.key)
        guard let tree = section.tree[LinkFields.jitter.key] else { return nil }
        if case .scalar = tree.content {
            return Section.value(JitterFields.deviation, of: tree, path: path, findings: section.findings)
                .map { Jitter(standardDeviation: $0) }
        }
        guard let inner = Section(tree, path: path, table: JitterFields.table, findings: section.findings) else {
            return nil
        }
        guard inner.has(JitterFields.normal.key) != inner.has(JitterFields.uniform.key) else {
            inner.complain("jitter has one distribution", hint: "write { normal: 4 ms } or { uniform: 30 ms }")
            return nil
        }
        if inner.has(JitterFields.uniform.key) {
            if inner.has(JitterFields.memory.key) {
                inner.complain(
                    "only a normal distribution remembers",
                    hint: "leave memory out, or write normal",
                    at: JitterFields.memory.key
                )
            }
            return inner.value(JitterFields.uniform).map { Jitter(uniformWithin: $0) }
        }
        let deviation = inner.value(JitterFields.normal)
        let memory = inner.value(JitterFields.memory)
        guard let deviation, let memory else { return nil }
        return Jitter(standardDeviation: deviation, memory: memory)
    }

    private func loss() -> Loss? {
        let path = section.path(LinkFields.loss.key)
        guard let tree = section.tree[LinkFields.loss.key] else { return nil }
        if case .scalar = tree.content {
            return Section.value(LossFields.rate, of: tree, path: path, findings: section.findings)
                .map { .bernoulli(Probability(clamping: $0)) }
        }
        guard let inner = Section(tree, path: path, table: LossFields.table, findings: section.findings) else {
            return nil
        }
        let gilbert = inner.has(LossFields.gilbert) ? inner.section(LossFields.gilbert, GilbertFields.table) : nil
        let elliott =
            inner.has(LossFields.gilbertElliott)
            ? inner.section(LossFields.gilbertElliott, GilbertElliottFields.table) : nil
        if inner.has(LossFields.gilbert) == inner.has(LossFields.gilbertElliott) {
            inner.complain("loss has one model", hint: "write gilbert: { rate: 5 %, burst: 80 ms }")
        }
        return gilbert.flatMap(Self.gilbert) ?? elliott.flatMap(Self.gilbertElliott)
    }

    private static func gilbert(_ section: Section) -> Loss? {
        let rate = section.value(GilbertFields.rate)
        let burst = section.value(GilbertFields.burst)
        guard let rate, let burst else { return nil }
        guard let loss = Loss.gilbert(rate: Probability(clamping: rate), meanBurst: burst) else {
            section.complain(
                "no Gilbert model loses \(ValueText.plain(rate * 100)) % in bursts so short",
                hint: "bursts of b packets can lose at most b / (b + 1) of all",
                at: GilbertFields.burst.key
            )
            return nil
        }
        return loss
    }

    private static func gilbertElliott(_ section: Section) -> Loss? {
        let leaveGood = section.value(GilbertElliottFields.leaveGood)
        let leaveBad = section.value(GilbertElliottFields.leaveBad)
        let badShare = section.value(GilbertElliottFields.badShare)
        let badSpell = section.value(GilbertElliottFields.badSpell)
        let lossGood = section.value(GilbertElliottFields.lossGood)
        let lossBad = section.value(GilbertElliottFields.lossBad)
        let keys = [
            GilbertElliottFields.leaveGood.key, GilbertElliottFields.leaveBad.key, GilbertElliottFields.badShare.key,
            GilbertElliottFields.badSpell.key,
        ].map(section.has)
        guard keys == [true, true, false, false] || keys == [false, false, true, true] else {
            section.complain(
                "the state needs one way to change",
                hint: "give leave_good and leave_bad, or bad_share and bad_spell"
            )
            return nil
        }
        guard let lossGood, let lossBad else { return nil }
        let pace: GilbertElliott.Pace
        if let leaveGood, let leaveBad {
            guard leaveGood > 0 || leaveBad > 0 else {
                section.complain("the state can never change", at: GilbertElliottFields.leaveGood.key)
                return nil
            }
            pace = .packets(
                leaveGood: Probability(clamping: leaveGood),
                leaveBad: Probability(clamping: leaveBad)
            )
        } else if let badShare, let badSpell {
            pace = .time(badShare: Probability(clamping: badShare), meanBad: badSpell)
        } else {
            return nil
        }
        return .gilbertElliott(
            GilbertElliott(
                pace: pace,
                lossWhenGood: Probability(clamping: lossGood),
                lossWhenBad: Probability(clamping: lossBad)
            )
        )
    }
}
