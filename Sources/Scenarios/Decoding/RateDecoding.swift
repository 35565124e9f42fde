import NetworkEmulation
import Units

/// Reads what sends a link's packets: `rate`, short or long, or `wifi`.
struct RateDecoding {
    let section: Section

    /// The wait that a mobile network's queue holds unless the file says otherwise.
    private static let cellularQueue = "1 s"

    /// Reads it into a link, which keeps what it has where neither key is given.
    func read(into link: inout LinkConfiguration) {
        if section.has(WiFiFields.key), section.has(LinkFields.rate.key) {
            section.complain("a link has a rate or a radio", hint: "leave one of them out", at: WiFiFields.key)
        }
        if section.has(WiFiFields.key), let radio = wifi() {
            link.rate = nil
            link.capacity = .contention(radio)
        }
        guard let tree = section.tree[LinkFields.rate.key] else { return }
        if case .scalar = tree.content {
            guard let rate = section.value(LinkFields.rate) else { return }
            link.rate = rate
            link.capacity = nil
            return
        }
        guard let inner = section.section(LinkFields.rate.key, RateFields.table) else { return }
        guard inner.has(RateFields.trace.key) != inner.has(RateFields.lte.key) else {
            return inner.complain(
                "a rate varies in one way",
                hint: "write { trace: capacity.csv } or { lte: 4g-driving }"
            )
        }
        let found = inner.has(RateFields.trace.key) ? trace(inner) : cellular(inner)
        guard let found else { return }
        link.rate = nil
        link.capacity = found
        if case .cellular = found, !section.has(LinkFields.queue.key) {
            section.findings.note(section.path(LinkFields.queue.key), Self.cellularQueue, .default)
            link.queue = try? Scalar<QueueLimit>.queueLimit.read(Self.cellularQueue)
            link.management = nil
        }
    }

    private func trace(_ inner: Section) -> Capacity? {
        refuse(RateFields.mean.key, in: inner, "only a mobile network has a mean to scale")
        let given = inner.value(RateFields.format)
        let name =
            (try? inner.tree[RateFields.trace.key].flatMap { tree throws(Complaint) -> String? in
                if case .scalar(let text) = tree.content { text } else { nil }
            }) ?? nil
        guard let format = given ?? name.flatMap(CapacityTraceFormat.init(fileName:)) else {
            if !inner.has(RateFields.format.key) {
                inner.complain(
                    "the name does not tell how the file is written",
                    hint: "add format: mahimahi, or csv, opennetlab or ucc",
                    at: RateFields.trace.key
                )
            }
            return nil
        }
        let isDownlink = section.path.hasSuffix("down")
        let key = "\(format) \(isDownlink) \(name ?? "")"
        if let known = section.findings.capacities[key] {
            _ = inner.value(RateFields.trace)
            return known
        }
        let found = TraceDecoding(section: inner).value(
            RateFields.trace,
            byteCountMax: Capacity.traceByteCountMax
        ) { (bytes) throws(TextFault) in
            if format == .openNetLab { try warnOfExtras(bytes, isDownlink: isDownlink, in: inner) }
            return try Capacity(trace: bytes, format: format, isDownlink: isDownlink)
        }
        section.findings.capacities[key] = found
        return found
    }

    private func warnOfExtras(_ bytes: [UInt8], isDownlink: Bool, in inner: Section) throws(TextFault) {
        let extras = try RateTrace.openNetLab(bytes, isDownlink: isDownlink).extras
        guard extras.hasLoss || extras.hasDelay else { return }
        inner.findings.warn(
            Complaint(
                "only the capacity of the trace is used, and it has loss, round trips or jitter too",
                hint: "give loss, delay and jitter of the link beside it"
            ),
            at: inner.position(of: RateFields.trace.key),
            path: inner.path(RateFields.trace.key)
        )
    }

    private func cellular(_ inner: Section) -> Capacity? {
        refuse(RateFields.format.key, in: inner, "only a trace has a format")
        guard let name = inner.value(RateFields.lte) else { return nil }
        guard inner.has(RateFields.mean.key) else { return .cellular(name.capacity) }
        guard let mean = inner.value(RateFields.mean) else { return nil }
        return name.capacity.scaled(toMean: mean).map(Capacity.cellular)
    }

    private func refuse(_ key: String, in inner: Section, _ message: String) {
        if inner.has(key) { inner.complain(message, hint: "leave \(key) out", at: key) }
    }

    private func wifi() -> WiFiContention? {
        guard let inner = section.section(WiFiFields.key, WiFiFields.table) else { return nil }
        let rate = inner.value(WiFiFields.rate)
        let retry = inner.value(WiFiFields.retry)
        guard inner.has(WiFiFields.contention.key) else {
            guard let rate, let retry else { return nil }
            return WiFiContention(rate: rate, retry: Probability(clamping: retry))
        }
        guard let busy = inner.section(WiFiFields.contention.key, WiFiFields.contentionTable) else { return nil }
        let share = busy.value(WiFiFields.share)
        let mean = busy.value(WiFiFields.meanBusy)
        let left = busy.value(WiFiFields.left)
        guard let rate, let retry, let share, let mean, let left else { return nil }
        return WiFiContention(
            rate: rate,
            retry: Probability(clamping: retry),
            busyShare: Probability(clamping: share),
            meanBusy: mean,
            shareLeft: Probability(clamping: left)
        )
    }

    /// In an event, only a link with a rate can get another.
    static func checkEvent(_ section: Section, of link: LinkConfiguration?) {
        guard section.has(LinkFields.rate.key), let link, !link.hasRate else { return }
        section.complain(
            "this link has no rate to change: opportunities or a radio send its packets",
            hint: "leave rate out, or give the link a rate or a trace of rates",
            at: LinkFields.rate.key
        )
    }
}
