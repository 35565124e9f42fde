import NetworkEmulation
import Units

/// Reads the numbers of one profile: one value for all lines, or percentiles.
struct ProfileNumberDecoding {
    let section: Section

    /// `nil` where the key is missing, or with an error where it is wrong.
    func rates(_ key: String) -> AccessProfile.Rates? {
        if let rate = plain(key, ProfileRateFields.rate) { return AccessProfile.Rates(p5: rate, p50: rate, p95: rate) }
        guard let inner = table(key, ProfileRateFields.table), let p50 = inner.value(ProfileRateFields.p50) else {
            return nil
        }
        guard let p5 = given(inner, ProfileRateFields.p5, else: p50),
            let p95 = given(inner, ProfileRateFields.p95, else: p50)
        else { return nil }
        guard p5 <= p50, p50 <= p95 else {
            inner.complain("the percentiles have to rise from p5 over p50 to p95")
            return nil
        }
        return AccessProfile.Rates(p5: p5, p50: p50, p95: p95)
    }

    /// A round trip or a jitter.
    func times(_ key: String, _ scalar: Scalar<TimeDelta>, _ member: Member) -> AccessProfile.Spread<TimeDelta>? {
        if let time = plain(key, scalar) { return AccessProfile.Spread(p50: time, p95: time) }
        let (p50Field, p95Field) =
            key == "rtt"
            ? (ProfileSpreadFields.timeP50, ProfileSpreadFields.timeP95)
            : (ProfileSpreadFields.deviationP50, ProfileSpreadFields.deviationP95)
        guard let table = ProfileSpreadFields.table(member), let inner = self.table(key, table),
            let p50 = inner.value(p50Field), let p95 = given(inner, p95Field, else: p50), rise(p50, p95, inner)
        else { return nil }
        return AccessProfile.Spread(p50: p50, p95: p95)
    }

    func losses() -> AccessProfile.Spread<Probability>? {
        let key = "loss"
        if let share = plain(key, ProfileSpreadFields.rate).map({ Probability(clamping: $0) }) {
            return AccessProfile.Spread(p50: share, p95: share)
        }
        guard let table = ProfileSpreadFields.table(ProfileSpreadFields.loss), let inner = self.table(key, table),
            let p50 = inner.value(ProfileSpreadFields.shareP50),
            let p95 = given(inner, ProfileSpreadFields.shareP95, else: p50), rise(p50, p95, inner)
        else { return nil }
        return AccessProfile.Spread(p50: Probability(clamping: p50), p95: Probability(clamping: p95))
    }

    func queues() -> (up: AccessProfile.Queue, down: AccessProfile.Queue)? {
        let key = ProfileFields.queue
        if let limit = plain(key, ProfileQueueFields.limit) {
            return (AccessProfile.Queue(limit: limit), AccessProfile.Queue(limit: limit))
        }
        guard let inner = table(key, ProfileQueueFields.table), let up = inner.value(ProfileQueueFields.up),
            let down = inner.value(ProfileQueueFields.down)
        else { return nil }
        return (AccessProfile.Queue(limit: up), AccessProfile.Queue(limit: down))
    }

    func sources() -> [String] {
        guard let tree = section.tree[ProfileFields.sources] else { return [] }
        guard case .sequence(let items) = tree.content else {
            section.complain(
                "\(tree.kind) stands where a list is due",
                hint: "write [ping of 12 May]",
                at: ProfileFields.sources
            )
            return []
        }
        let path = section.path(ProfileFields.sources)
        return items.compactMap { Section.value(.sentence, of: $0, path: path, findings: section.findings) }
    }

    private func plain<Value>(_ key: String, _ scalar: Scalar<Value>) -> Value? {
        guard let tree = section.tree[key], case .scalar = tree.content else { return nil }
        return Section.value(scalar, of: tree, path: section.path(key), findings: section.findings)
    }

    private func table(_ key: String, _ table: Table) -> Section? {
        guard let tree = section.tree[key] else { return nil }
        if case .scalar = tree.content { return nil }
        return Section(tree, path: section.path(key), table: table, findings: section.findings)
    }

    private func given<Value>(_ inner: Section, _ field: Field<Value>, else usual: Value) -> Value? {
        inner.has(field.key) ? inner.value(field) : usual
    }

    private func rise<Value: Comparable>(_ p50: Value, _ p95: Value, _ inner: Section) -> Bool {
        if p50 <= p95 { return true }
        inner.complain("p95 has to be at least p50", at: "p95")
        return false
    }
}

/// Reads `events` of one profile.
struct ProfileEventDecoding {
    let section: Section

    /// `nil` where the key is missing.
    func events() -> [ProfileEvent]? {
        guard section.has(ProfileFields.events),
            let inner = section.section(ProfileFields.events, ProfileEventFields.table)
        else { return nil }
        var events: [ProfileEvent] = []
        if let (frequency, length) = event(inner, ProfileEventFields.stalls) {
            events.append(ProfileEvent("stalls", [.stalls(frequency, length: length)]))
        }
        if let (frequency, length) = event(inner, ProfileEventFields.outages) {
            events.append(ProfileEvent("outages", [.outages(frequency, length: length)]))
        }
        if let share = inner.value(ProfileEventFields.zeroSeconds), share > 0 {
            events.append(ProfileEvent("seconds without data", [.zeroSeconds(share: Probability(clamping: share))]))
        }
        if let share = inner.value(ProfileEventFields.busyUpload), share > 0 {
            events.append(
                ProfileEvent(
                    "uploads by others",
                    [.competingUpload(share: share * 100)],
                    note: AccessEvent.uploadNote
                )
            )
        }
        return events
    }

    private func event(_ outer: Section, _ key: String) -> (AccessEvent.Frequency, EventLength)? {
        guard outer.has(key), let inner = outer.section(key, ProfileEventFields.event) else { return nil }
        let moving = inner.value(ProfileEventFields.everyMoving)
        let p95 = inner.value(ProfileEventFields.p95)
        guard let every = inner.value(ProfileEventFields.every), let p50 = inner.value(ProfileEventFields.p50) else {
            return nil
        }
        let longest = p95 ?? p50
        guard p50 <= longest, longest <= p50 * 100, longest < min(every, moving ?? every) else {
            inner.complain(
                "p95 lies between p50 and a hundred times that, and below every and every_moving",
                hint: p95 == nil ? "without a p95 it is p50" : "make the time between them longer than they last"
            )
            return nil
        }
        let frequency = AccessEvent.Frequency(
            seatedPerHour: 3_600 / every.seconds,
            movingPerHour: 3_600 / (moving ?? every).seconds
        )
        return (frequency, .lognormal(p50: p50, p95: longest))
    }
}
