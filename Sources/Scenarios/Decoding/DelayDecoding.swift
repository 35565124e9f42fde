import NetworkEmulation
import Units

/// Reads a link's jitter.
struct DelayDecoding {
    let section: Section

    /// The jitter, or `nil` where there is none or it is wrong.
    func jitter() -> Jitter? {
        let path = section.path(LinkFields.jitter.key)
        guard let tree = section.tree[LinkFields.jitter.key] else { return nil }
        if case .scalar = tree.content {
            return Section.value(JitterFields.deviation, of: tree, path: path, findings: section.findings)
                .map { Jitter(standardDeviation: $0) }
        }
        guard let inner = Section(tree, path: path, table: JitterFields.long, findings: section.findings) else {
            return nil
        }
        let laws = JitterFields.laws.filter(inner.has)
        guard let law = laws.first, laws.count == 1 else {
            inner.complain("jitter has one distribution", hint: "write { normal: 4 ms } or { uniform: 30 ms }")
            return nil
        }
        let memory = inner.value(JitterFields.memory)
        let spacing = inner.has(JitterFields.spacing.key) ? inner.value(JitterFields.spacing) : nil
        checkCompanions(of: law, inner)
        guard let memory, var jitter = jitter(law, inner, memory) else { return nil }
        if let spacing { jitter.keepsSpacing = spacing }
        return jitter
    }

    /// Keys that belong to other laws.
    private func checkCompanions(of law: String, _ inner: Section) {
        let shaped = [JitterFields.gamma.key, JitterFields.pareto.key, JitterFields.logNormal.key]
        if inner.has(JitterFields.shape.key), !shaped.contains(law) {
            inner.complain(
                "\(law) has no shape",
                hint: "only \(shaped.joined(separator: ", ")) do",
                at: JitterFields.shape.key
            )
        }
        let ownKey = JitterFields.ownDeviation.key
        if inner.has(ownKey), law != JitterFields.table, law != JitterFields.rfc8868.key {
            inner.complain("\(law) gives the standard deviation itself", hint: "leave deviation out", at: ownKey)
        }
    }

    private func jitter(_ law: String, _ inner: Section, _ memory: TimeDelta) -> Jitter? {
        switch law {
        case JitterFields.normal.key:
            return inner.value(JitterFields.normal).map { Jitter(standardDeviation: $0, memory: memory) }
        case JitterFields.uniform.key:
            return inner.value(JitterFields.uniform).map { Jitter(uniformWithin: $0, memory: memory) }
        case JitterFields.gamma.key:
            let shape = shape(of: inner, within: 0.1...1_000, usual: 2, "a gamma law has a shape from 0.1 to 1,000")
            return both(inner.value(JitterFields.gamma), shape).map {
                Jitter(.gamma(shape: $1), unit: $0, memory: memory)
            }
        case JitterFields.pareto.key:
            // The least number above 2.
            let shape = shape(
                of: inner,
                within: 2.0.nextUp...100,
                usual: 3,
                "a Pareto law has a standard deviation where its shape is above 2, and here one up to 100"
            )
            return both(inner.value(JitterFields.pareto), shape).map {
                Jitter(.pareto(shape: $1), unit: $0, memory: memory)
            }
        case JitterFields.logNormal.key:
            let shape = shape(
                of: inner,
                within: 0.01...1.5,
                usual: 0.5,
                "a log-normal law has a shape from 0.01 to 1.5, the standard deviation of the logarithm"
            )
            return both(inner.value(JitterFields.logNormal), shape).map {
                Jitter(.logNormal(shape: $1), unit: $0, memory: memory)
            }
        case JitterFields.paretoNormal.key:
            return inner.value(JitterFields.paretoNormal).map { Jitter(.paretoNormal, unit: $0, memory: memory) }
        case JitterFields.rfc8868.key:
            let deviation =
                inner.has(JitterFields.ownDeviation.key) ? inner.value(JitterFields.ownDeviation) : .milliseconds(5)
            return both(inner.value(JitterFields.rfc8868), deviation).map {
                .rfc8868($0 == .literal ? .literal : .signed, standardDeviation: $1, memory: memory)
            }
        default: return table(inner, memory)
        }
    }

    private func both<First, Second>(_ first: First?, _ second: Second?) -> (First, Second)? {
        guard let first, let second else { return nil }
        return (first, second)
    }

    private func shape(
        of inner: Section,
        within range: ClosedRange<Double>,
        usual: Double,
        _ rule: String
    ) -> Double? {
        guard inner.has(JitterFields.shape.key) else { return usual }
        guard let shape = inner.value(JitterFields.shape) else { return nil }
        guard range.contains(shape) else {
            inner.complain(rule, hint: "write shape: \(ValueText.plain(usual))", at: JitterFields.shape.key)
            return nil
        }
        return shape
    }

    /// A table of times, with their own standard deviation, or of plain numbers with the one given.
    private func table(_ inner: Section, _ memory: TimeDelta) -> Jitter? {
        let key = JitterFields.table
        guard let tree = inner.tree[key] else { return nil }
        guard case .sequence(let items) = tree.content, items.count >= 2 else {
            inner.complain("a table is a list of two values or more", hint: "write [11 ms, 12 ms, 30 ms]", at: key)
            return nil
        }
        var (times, numbers): ([Double], [Double]) = ([], [])
        for item in items {
            guard case .scalar(let text) = item.content else {
                let complaint = Complaint("\(item.kind) stands where one value of a table is due")
                inner.findings.add(complaint, at: item.position, path: inner.path(key))
                return nil
            }
            do {
                switch try JitterFields.tableValue.read(text) {
                case .time(let time): times.append(Double(time.nanoseconds))
                case .number(let number): numbers.append(number)
                }
            } catch {
                inner.findings.add(error, at: item.position, path: inner.path(key))
                return nil
            }
        }
        inner.findings.note(inner.path(key), "\(items.count) values", tree.origin)
        guard times.isEmpty || numbers.isEmpty else {
            inner.complain("some of the values have a unit and some have none", at: key)
            return nil
        }
        let hasDeviation = inner.has(JitterFields.ownDeviation.key)
        guard hasDeviation || numbers.isEmpty else {
            inner.complain("numbers without a unit need a standard deviation", hint: "add deviation: 8 ms", at: key)
            return nil
        }
        let values = times.isEmpty ? numbers : times
        guard let law = DelayDistribution.table(values) else {
            inner.complain("all values of the table are the same", hint: "leave jitter out", at: key)
            return nil
        }
        if hasDeviation {
            return inner.value(JitterFields.ownDeviation).map { Jitter(law, unit: $0, memory: memory) }
        }
        let own = DelayDistribution.standardDeviation(of: values) ?? 0
        return Jitter(law, unit: TimeDelta(nanoseconds: Int64(own.rounded())), memory: memory)
    }

    /// Warns where the delay would often be cut at zero, so that it is longer and varies less than it is asked to.
    func warnOfCut(_ link: LinkConfiguration) {
        guard let jitter = link.jitter, section.has(LinkFields.jitter.key) else { return }
        let reach =
            switch jitter.deviation {
            // It has no end; 2.3 % of it lie beyond.
            case .normal(let deviation, _): 2 * deviation.milliseconds
            case .uniform(let halfWidth): halfWidth.milliseconds
            case .distributed(let law, let unit, _): -law.least * unit.milliseconds
            }
        guard reach > link.delay.milliseconds, reach > 0 else { return }
        let delay = TimeText.text(of: link.delay)
        section.findings.warn(
            Complaint(
                "the jitter reaches \(ValueText.plain((reach * 10).rounded() / 10)) ms below a delay of \(delay): "
                    + "what would come out before it went in comes out at once, and the delay is longer and varies less than asked",
                hint: "give the link a longer delay"
            ),
            at: section.position(of: LinkFields.jitter.key),
            path: section.path(LinkFields.jitter.key)
        )
    }

    /// Warns where spacing is to be kept by a rate that the link has not.
    func warnOfSpacing(_ link: LinkConfiguration) {
        guard link.rate == nil, link.capacity == nil, let inner = section.tree[LinkFields.jitter.key],
            let tree = inner[JitterFields.spacing.key], link.jitter?.keepsSpacing == true
        else { return }
        section.findings.warn(
            Complaint(
                "without a rate no packet takes time to send, so that nr_bpdv keeps the order and nothing else",
                hint: "give the link with the bottleneck's rate the jitter"
            ),
            at: tree.position,
            path: section.path(LinkFields.jitter.key) + "." + JitterFields.spacing.key
        )
    }
}
