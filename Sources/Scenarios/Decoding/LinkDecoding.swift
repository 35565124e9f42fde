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
        let delays = DelayDecoding(section: section)
        if let jitter = delays.jitter() { link.jitter = jitter }
        delays.readDisturbances(into: &link)
        delays.warnOfCut(link)
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
            jitter: DelayDecoding(section: section).jitter(),
            loss: loss()
        )
    }

    private func value<Value>(_ field: Field<Value>, _ base: LinkConfiguration?) -> Value? {
        base == nil ? section.value(field) : given(field)
    }

    private func given<Value>(_ field: Field<Value>) -> Value? {
        section.has(field.key) ? section.value(field) : nil
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
