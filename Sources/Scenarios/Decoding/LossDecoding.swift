import NetworkEmulation
import Units

/// Reads `loss`, short or long.
enum LossDecoding {
    /// The loss that a link's section gives; `nil` where it gives none, or a wrong one.
    static func loss(of section: Section) -> Loss? {
        let path = section.path(LinkFields.loss.key)
        guard let tree = section.tree[LinkFields.loss.key] else { return nil }
        if case .scalar = tree.content {
            return Section.value(LossFields.rate, of: tree, path: path, findings: section.findings)
                .map { .bernoulli(Probability(clamping: $0)) }
        }
        guard let inner = Section(tree, path: path, table: LossFields.table, findings: section.findings) else {
            return nil
        }
        let models: [(key: String, table: Table, read: (Section) -> Loss?)] = [
            (LossFields.gilbert, GilbertFields.table, gilbert),
            (LossFields.gilbertElliott, GilbertElliottFields.table, gilbertElliott),
            (LossFields.fourState, FourStateFields.table, FourStateDecoding.loss),
            (LossFields.trace, LossTraceFields.table, trace),
        ]
        let given = models.filter { inner.has($0.key) }
        if given.count != 1 {
            inner.complain("loss has one model", hint: "write gilbert: { rate: 5 %, burst: 80 ms }")
        }
        let losses = given.map { model in inner.section(model.key, model.table).flatMap(model.read) }
        return losses.first ?? nil
    }

    private static func trace(_ section: Section) -> Loss? {
        let atEnd = section.value(LossTraceFields.atEnd)
        guard let atEnd else { return nil }
        return content(of: LossTraceFields.file, section, byteCountMax: LossTrace.byteCountMax) {
            (bytes) throws(TextFault) in .trace(try LossTrace(text: bytes, atEnd: atEnd.value))
        }
    }

    /// What a file under a key holds; errors name its line and the place in the scenario.
    static func content<Value>(
        of field: Field<String>,
        _ section: Section,
        byteCountMax: Int,
        _ parse: ([UInt8]) throws(TextFault) -> Value
    ) -> Value? {
        guard let file = section.value(field) else { return nil }
        let (position, path) = (section.position(of: field.key), section.path(field.key))
        let trace = NamedTrace(path: file, byteCountMax: byteCountMax)
        guard let bytes = section.findings.bytes(of: trace, at: position, path: path) else { return nil }
        do {
            return try parse(bytes)
        } catch {
            section.findings.add(Complaint("\(file):\(error.line): \(error.message)"), at: position, path: path)
            return nil
        }
    }

    private static func gilbert(_ section: Section) -> Loss? {
        let rate = section.value(GilbertFields.rate)
        let burst = section.value(GilbertFields.burst)
        let ratio = section.value(GilbertFields.burstRatio)
        let spacing = section.value(GilbertFields.spacing)
        guard section.has(GilbertFields.burst.key) != section.has(GilbertFields.burstRatio.key) else {
            section.complain("a Gilbert model has one of burst and burst_ratio", hint: "write burst: 80 ms")
            return nil
        }
        if section.has(GilbertFields.spacing.key), !section.has(GilbertFields.burstRatio.key) {
            section.complain(
                "spacing belongs to burst_ratio",
                hint: "leave it out: a burst in ms is one of time by itself",
                at: GilbertFields.spacing.key
            )
        }
        guard let rate else { return nil }
        let probability = Probability(clamping: rate)
        if let ratio {
            return model(rate: probability, burstRatio: ratio, spacing: spacing, section)
        }
        guard let burst else { return nil }
        guard let loss = Loss.gilbert(rate: probability, meanBurst: burst) else {
            section.complain(
                "no Gilbert model loses \(ValueText.plain(rate * 100)) % in bursts so short",
                hint: "bursts of b packets can lose at most b / (b + 1) of all",
                at: GilbertFields.burst.key
            )
            return nil
        }
        return loss
    }

    private static func model(
        rate: Probability,
        burstRatio: Double,
        spacing: TimeDelta?,
        _ section: Section
    ) -> Loss? {
        if rate == .never { return .bernoulli(.never) }
        let percent = ValueText.plain(rate.value * 100)
        if let spacing {
            if let model = GilbertElliott(rate: rate, burstRatio: burstRatio, spacing: spacing) {
                return .gilbertElliott(model)
            }
            section.complain(
                "no fade in time gives packets a burst ratio of \(ValueText.plain(burstRatio))",
                hint: "with spacing the ratio is above 1; independent losses are loss: \(percent) %",
                at: GilbertFields.burstRatio.key
            )
            return nil
        }
        if let model = GilbertElliott(rate: rate, burstRatio: burstRatio) { return .gilbertElliott(model) }
        let least = max(rate.value, 1 - rate.value)
        section.complain(
            "no Gilbert model loses \(percent) % at a burst ratio of \(ValueText.plain(burstRatio)): "
                + "at \(percent) % the least is \(ValueText.plain(least))",
            hint: "a burst ratio is at least the loss rate and at least 1 minus the loss rate",
            at: GilbertFields.burstRatio.key
        )
        return nil
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
            guard leaveBad > 0 else {
                section.complain(
                    "the bad state is never left",
                    hint: "give leave_bad more than 0 %, or one loss of that rate",
                    at: GilbertElliottFields.leaveBad.key
                )
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
