import NetworkEmulation
import Units

/// Reads where a link's packets wait: `queue`, short or long, `policer` and `shaper`.
struct QueueDecoding {
    let section: Section

    /// Reads it into a link that has its rate already; `isWhole` where nothing else stands behind a missing key.
    func read(into link: inout LinkConfiguration, isWhole: Bool) {
        if section.has(BucketFields.policerKey), let policer = policer() { link.policer = policer }
        if section.has(BucketFields.shaperKey), let shaper = shaper() { link.shaper = shaper }
        let sends = link.rate != nil || link.capacity != nil
        if !section.has(LinkFields.queue.key) {
            // A queue in front of an unlimited link would never fill.
            let isGiven = section.has(LinkFields.rate.key) || section.has(WiFiFields.key)
            if isWhole, isGiven, link.queue == nil { link.queue = section.value(LinkFields.queue) }
            return checkShaper(link)
        }
        readQueue(into: &link)
        if !sends, !section.has(LinkFields.rate.key), !section.has(WiFiFields.key) {
            section.complain(
                "a queue needs a rate at which it empties",
                hint: "add rate: 2 Mbit/s",
                at: LinkFields.queue.key
            )
        }
        checkShaper(link)
    }

    private func readQueue(into link: inout LinkConfiguration) {
        guard let tree = section.tree[LinkFields.queue.key] else { return }
        if case .scalar = tree.content {
            guard let limit = section.value(LinkFields.queue) else { return }
            link.queue = limit
            link.management = nil
            return Self.warn(ofSmall: limit, in: section, at: LinkFields.queue.key)
        }
        guard let inner = section.section(LinkFields.queue.key, QueueFields.table) else { return }
        let keys = [QueueFields.codel, QueueFields.fairCoDel, QueueFields.pie].filter(inner.has)
        guard keys.count == 1, let key = keys.first else {
            return inner.complain("a queue is managed in one way", hint: "write { codel: {} }, fq_codel or pie")
        }
        let found = key == QueueFields.pie ? pie(inner) : codel(inner, isFair: key == QueueFields.fairCoDel)
        guard let found else { return }
        link.management = found.management
        link.queue = found.limit
        Self.warn(ofSmall: found.limit, in: inner, at: key)
    }

    /// Warns of a queue that not one packet fits into.
    private static func warn(ofSmall limit: QueueLimit, in section: Section, at key: String) {
        guard case .size(let size) = limit, size < DataSize(bytes: 1_500) else { return }
        section.findings.warn(
            Complaint("a packet larger than the queue never passes", hint: "1500 B hold any packet of a call"),
            at: section.position(of: key),
            path: section.path(key)
        )
    }

    /// In an event, only a queue that there is can be changed.
    static func checkEvent(_ section: Section, of link: LinkConfiguration?) {
        guard section.has(LinkFields.queue.key), !section.has(LinkFields.rate.key), let link, link.rate == nil,
            link.capacity == nil
        else { return }
        section.complain(
            "this link has no queue to change, for it has no rate",
            hint: "give the link a rate, or leave queue out",
            at: LinkFields.queue.key
        )
    }

    private func codel(_ section: Section, isFair: Bool) -> (management: QueueManagement, limit: QueueLimit)? {
        let key = isFair ? QueueFields.fairCoDel : QueueFields.codel
        guard let inner = section.section(key, isFair ? CoDelFields.fairTable : CoDelFields.table) else { return nil }
        let target = inner.value(CoDelFields.target)
        let interval = inner.value(CoDelFields.interval)
        let limit = inner.value(isFair ? CoDelFields.fairLimit : CoDelFields.limit)
        let quantum = isFair ? inner.value(CoDelFields.quantum) : 0
        guard let target, let interval, let limit, let quantum else { return nil }
        guard target <= interval else {
            inner.complain("the target exceeds the interval", hint: "target: 5 ms, interval: 100 ms", at: "target")
            return nil
        }
        let codel = CoDel(target: target, interval: interval)
        guard isFair else { return (.codel(codel), limit) }
        return (.fairCoDel(FairQueueCoDel(codel: codel, quantum: DataSize(bytes: Int64(quantum)))), limit)
    }

    private func pie(_ section: Section) -> (management: QueueManagement, limit: QueueLimit)? {
        guard let inner = section.section(QueueFields.pie, PIEFields.table) else { return nil }
        let target = inner.value(PIEFields.target)
        let update = inner.value(PIEFields.update)
        let burst = inner.value(PIEFields.burst)
        let limit = inner.value(PIEFields.limit)
        guard let target, let update, let burst, let limit else { return nil }
        return (.pie(PIE(target: target, updateInterval: update, burstAllowance: burst)), limit)
    }

    private func policer() -> TokenBucketLimit? {
        section.section(BucketFields.policerKey, BucketFields.policerTable).flatMap(Self.bucket)
    }

    private static func bucket(_ inner: Section) -> TokenBucketLimit? {
        let rate = inner.value(BucketFields.rate)
        let burst = inner.value(BucketFields.burst)
        guard let rate, let burst else { return nil }
        guard let bucket = TokenBucketLimit(rate: rate, burst: burst) else {
            inner.complain("a bucket holds 288 MB at most", hint: "burst: 32 kB", at: BucketFields.burst.key)
            return nil
        }
        if burst < DataSize(bytes: 1_500) {
            inner.findings.warn(
                Complaint("a packet larger than the burst never passes", hint: "1500 B hold any packet of a call"),
                at: inner.position(of: BucketFields.burst.key),
                path: inner.path(BucketFields.burst.key)
            )
        }
        return bucket
    }

    private func shaper() -> Shaper? {
        guard let inner = section.section(BucketFields.shaperKey, BucketFields.shaperTable) else { return nil }
        let bucket = Self.bucket(inner)
        let latency = inner.value(BucketFields.latency)
        let limit = inner.value(BucketFields.limit)
        if inner.has(BucketFields.latency.key), inner.has(BucketFields.limit.key) {
            inner.complain(
                "a shaper's queue has one size",
                hint: "leave limit or latency out",
                at: BucketFields.limit.key
            )
        }
        guard let bucket else { return nil }
        if let limit {
            Self.warn(ofSmall: .size(limit), in: inner, at: BucketFields.limit.key)
            return Shaper(bucket: bucket, limit: limit)
        }
        return Shaper(bucket: bucket, latency: latency ?? .milliseconds(300))
    }

    private func checkShaper(_ link: LinkConfiguration) {
        switch link.management {
        case .codel where link.shaper != nil, .fairCoDel where link.shaper != nil:
            section.complain(
                "codel and fq_codel cannot stand behind a shaper, which has a queue of its own",
                hint: "give the link the shaper's rate instead",
                at: BucketFields.shaperKey
            )
        default: break
        }
    }
}
