import ClinicModel
import Units

/// Reads `clinic.sessions` and `clinic.on_demand`.
struct SessionDecoding {
    let clinic: ClinicDecoding
    let attendance: AttendanceDecoding

    private var findings: Findings { clinic.section.findings }

    /// What can be read; what is wrong is left out, with an error.
    func sessions() -> [SessionTemplate] {
        guard let items = list(ClinicFields.sessions, of: clinic.section) else { return [] }
        let path = clinic.section.path(ClinicFields.sessions)
        if items.count > 64 {
            clinic.section.complain(
                "\(items.count) sessions are more than the 64 that a clinic may have",
                hint: "give sessions that are alike a count",
                at: ClinicFields.sessions
            )
            return []
        }
        return items.enumerated().compactMap { index, item in
            Section(item, path: "\(path)[\(index)]", table: SessionFields.table, findings: findings).flatMap(session)
        }
    }

    private func session(_ section: Section) -> SessionTemplate? {
        let name = section.value(SessionFields.name)
        let clinician = clinic.clinician(of: section)
        let count = section.value(SessionFields.count)
        let site = section.value(SessionFields.site)
        let start = section.value(SessionFields.start)
        let slots = section.value(SessionFields.slots)
        let slot = section.value(SessionFields.slot)
        let mode = section.value(SessionFields.mode)
        let firstVisits = section.value(SessionFields.firstVisits)
        let rule = rule(section)
        let overbooking = overbooking(section)
        let service = service(section)
        let wrapUp = wrapUp(section)
        guard let slots, let slot, isLong(section, slots: slots, slot: slot) else { return nil }
        let catchUp = catchUp(section, slots: slots)
        let pause = section.has(SessionFields.pause) ? pause(section, slots: slots) : nil
        guard let name, let clinician, let count, let start, let mode, let firstVisits, let rule, let overbooking,
            let service, let wrapUp, let catchUp, (pause == nil) != section.has(SessionFields.pause)
        else { return nil }
        var template = SessionTemplate(
            name: name,
            clinician: clinician,
            count: count,
            site: site,
            start: start,
            slots: slots,
            slot: slot,
            service: service,
            wrapUp: wrapUp
        )
        template.rule = rule
        template.overbooking = overbooking
        template.catchUp = catchUp
        template.pause = pause
        template.mode = mode
        template.firstVisits = Probability(clamping: firstVisits)
        template.noShow = attendance.noShow(of: section, mode: mode)
        return template
    }

    /// Whether the session has a length at all.
    private func isLong(_ section: Section, slots: Int, slot: TimeDelta) -> Bool {
        if slots == 0 {
            section.complain(
                "a session without slots sees nobody",
                hint: "write slots: 12",
                at: SessionFields.slots.key
            )
        }
        if slot < .seconds(60) {
            section.complain(
                "a slot of \(TimeText.text(of: slot)) is too short for anybody",
                hint: "write slot: 20 min; 1 min is the least",
                at: SessionFields.slot.key
            )
        }
        return slots > 0 && slot >= .seconds(60)
    }

    private func rule(_ section: Section) -> BookingRule? {
        let word = section.value(SessionFields.rule)
        let wave = section.value(SessionFields.wave)
        let dome = section.value(SessionFields.dome)
        guard let word, let wave, let dome else { return nil }
        for (field, own) in [(SessionFields.wave.key, RuleWord.wave), (SessionFields.dome.key, .dome)]
        where section.has(field) && word != own {
            section.complain(
                "the rule \(word.rawValue) has no \(field)",
                hint: "write rule: \(own.rawValue)",
                at: field
            )
            return nil
        }
        switch word {
        case .individual: return .individual
        case .baileyWelch: return .baileyWelch
        case .twoAtATime: return .twoAtATime
        case .wave: return .wave(wave)
        case .dome: return .dome(dome)
        }
    }

    private func overbooking(_ section: Section) -> Overbooking? {
        let count = section.value(SessionFields.overbook)
        let risk = section.value(SessionFields.overbookRisk)
        guard section.has(SessionFields.overbookRisk.key) else { return count.map { .patients($0) } }
        guard !section.has(SessionFields.overbook.key) else {
            section.complain(
                "overbook says how many already",
                hint: "leave one of both out",
                at: SessionFields.overbookRisk.key
            )
            return nil
        }
        return risk.map { .risk(Probability(clamping: $0)) }
    }

    private func catchUp(_ section: Section, slots: Int) -> [Int]? {
        guard section.has(SessionFields.catchUp) else { return [] }
        guard let items = list(SessionFields.catchUp, of: section) else { return nil }
        let numbers = items.enumerated().compactMap { index, item in
            Section.value(
                SessionFields.catchUpSlot,
                of: item,
                path: section.path("\(SessionFields.catchUp)[\(index)]"),
                findings: findings
            )
        }
        guard numbers.count == items.count else { return nil }
        if let wrong = numbers.first(where: { $0 > slots }) {
            section.complain(
                "there is no slot \(wrong): the session has \(slots)",
                hint: "slots count from 1",
                at: SessionFields.catchUp
            )
            return nil
        }
        guard Set(numbers).count < slots else {
            section.complain("all slots are left free", hint: "leave fewer", at: SessionFields.catchUp)
            return nil
        }
        return Set(numbers).sorted()
    }

    private func pause(_ section: Section, slots: Int) -> SessionTemplate.Pause? {
        guard let inner = section.section(SessionFields.pause, SessionFields.pauseTable) else { return nil }
        let after = inner.value(SessionFields.afterSlot)
        guard let length = inner.value(SessionFields.pauseLength), let after else { return nil }
        guard after < slots else {
            inner.complain(
                "no slot follows a break after slot \(after) of \(slots)",
                hint: "let it follow an earlier slot, or leave it out",
                at: SessionFields.afterSlot.key
            )
            return nil
        }
        return SessionTemplate.Pause(afterSlot: after, length: length)
    }

    func service(_ section: Section) -> DurationLaw? {
        ClinicDecoding.law(
            section,
            "service",
            DurationFields.service,
            DurationFields.serviceMean,
            DurationFields.serviceVariation
        )
    }

    func wrapUp(_ section: Section) -> DurationLaw? {
        ClinicDecoding.law(
            section,
            "wrap_up",
            DurationFields.wrapUp,
            DurationFields.wrapUpMean,
            DurationFields.wrapUpVariation
        )
    }

    /// The list of patients on demand; `nil` with an error where something is wrong.
    func onDemand() -> OnDemandTemplate? {
        guard let section = clinic.section.section(ClinicFields.onDemand, OnDemandFields.table) else { return nil }
        let name = section.value(SessionFields.name)
        let clinician = clinic.clinician(of: section)
        let count = section.value(OnDemandFields.count)
        let start = section.value(OnDemandFields.start)
        let every = section.value(OnDemandFields.every)
        let variation = section.value(OnDemandFields.dayVariation)
        let patience = section.value(OnDemandFields.patience)
        let service = service(section)
        let wrapUp = wrapUp(section)
        guard let rates = rates(section), let name, let clinician, let count, let start, let every, let variation,
            let patience, let service, let wrapUp
        else { return nil }
        var template = OnDemandTemplate(
            name: name,
            clinician: clinician,
            count: count,
            start: start,
            arrivals: RateProfile(step: every, counts: rates),
            service: service,
            wrapUp: wrapUp
        )
        template.site = section.value(SessionFields.site)
        template.dayVariation = variation
        template.patience = patience
        return template
    }

    private func rates(_ section: Section) -> [Double]? {
        guard section.has(OnDemandFields.arrivals), let items = list(OnDemandFields.arrivals, of: section) else {
            return nil
        }
        let rates = items.enumerated().compactMap { index, item in
            Section.value(
                OnDemandFields.rate,
                of: item,
                path: section.path("\(OnDemandFields.arrivals)[\(index)]"),
                findings: findings
            )
        }
        guard rates.count == items.count else { return nil }
        let total = rates.reduce(0, +)
        guard total > 0, total <= 20_000, rates.count <= 1_440 else {
            section.complain(
                total > 0 ? "so many arrivals are more than the 20,000 of a day" : "nobody would come",
                hint: "write the mean arrivals of each step: [30, 24, 12]",
                at: OnDemandFields.arrivals
            )
            return nil
        }
        return rates
    }

    /// The items under a key; `nil` where it is missing, or with an error.
    private func list(_ key: String, of section: Section) -> [YAMLTree]? {
        guard let tree = section.tree[key] else { return nil }
        guard case .sequence(let items) = tree.content, !items.isEmpty else {
            let example = section.table.member(key)?.examples.first
            section.complain("a list is due", hint: example.map { "write \(key): \($0)" }, at: key)
            return nil
        }
        section.findings.note(section.path(key), "\(items.count) items", tree.origin)
        return items
    }
}
