import NetworkEmulation
import Units

/// Reads one link, or what an event changes on it.
struct LinkDecoding {
    let section: Section

    /// The whole link; keys that are missing have the value of `base`, or their default where there is none.
    func configuration(base: LinkConfiguration?) -> LinkConfiguration? {
        if section.has(NetemFields.key) { return NetemDecoding.link(of: section) }
        var link = base ?? LinkConfiguration()
        RateDecoding(section: section).read(into: &link)
        QueueDecoding(section: section).read(into: &link, isWhole: base == nil)
        if let delay = value(LinkFields.delay, base) { link.delay = delay }
        let delays = DelayDecoding(section: section)
        if let jitter = delays.jitter() { link.jitter = jitter }
        delays.readDisturbances(into: &link)
        delays.warnOfCut(link)
        delays.warnOfSpacing(link)
        if let loss = LossDecoding.loss(of: section) { link.loss = loss }
        if let duplicate = probability(LinkFields.duplicate) { link.duplication = duplicate }
        if let corrupt = probability(LinkFields.corrupt) { link.corruption = corrupt }
        ReorderDecoding.read(section, into: &link, isWhole: base == nil)
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
            loss: LossDecoding.loss(of: section),
            duplication: probability(LinkFields.duplicate),
            corruption: probability(LinkFields.corrupt),
            reordering: section.has(LinkFields.overtaking.key) ? ReorderDecoding.reordering(of: section) : nil,
            netem: NetemDecoding.netem(of: section)
        )
    }

    private func value<Value>(_ field: Field<Value>, _ base: LinkConfiguration?) -> Value? {
        base == nil ? section.value(field) : given(field)
    }

    private func given<Value>(_ field: Field<Value>) -> Value? {
        section.has(field.key) ? section.value(field) : nil
    }

    private func probability(_ field: Field<Double>) -> Probability? {
        given(field).map { Probability(clamping: $0) }
    }
}
