import ClinicModel
import QualityModels
import Units

/// Reads `clinic`.
struct ClinicDecoding {
    let section: Section
    /// The names that stand under `clinicians`, right or wrong.
    let clinicians: [String]
    let seed: UInt64

    /// More are refused: they would not fit into memory.
    static let appointmentsMax = 200_000

    /// The clinic's plan, or `nil` with an error where something is wrong.
    func plan() -> ClinicPlan? {
        guard !section.has(ClinicFields.diary.key) else { return diary() }
        let errorsBefore = section.findings.errors.count
        let attendance = AttendanceDecoding(clinic: section)
        let settings = attendance.settings()
        let sessions = SessionDecoding(clinic: self, attendance: attendance)
        let templates = sessions.sessions()
        let onDemand = section.has(ClinicFields.onDemand) ? sessions.onDemand() : nil
        let punctuality = punctuality()
        let technical = technical(sites: templates.compactMap(\.site) + [onDemand?.site].compactMap { $0 })
        let order = section.value(ClinicFields.order)
        let lateness = section.value(ClinicFields.lateness)
        let days = section.value(ClinicFields.days)
        let rehearsed = section.value(ClinicFields.rehearsedDays)
        let patience = section.value(ClinicFields.patience)
        let grace = section.value(ClinicFields.grace)
        let overrunMax = section.value(ClinicFields.overrunMax)
        let simulate = section.value(ClinicFields.simulate)
        guard section.findings.errors.count == errorsBefore, let settings, let punctuality, let technical, let order,
            let lateness, let days, let rehearsed
        else { return nil }
        guard !templates.isEmpty || onDemand != nil else {
            section.complain(
                "the clinic has neither sessions nor patients on demand",
                hint: "write sessions: [{ name: diabetes, start: 09:00, slots: 12, slot: 20 min }]"
            )
            return nil
        }
        var clinic = ClinicSettings(sessions: templates, onDemand: onDemand)
        clinic.attendance = settings
        clinic.punctuality = punctuality
        clinic.technical = technical
        clinic.order = order
        clinic.clinicianLateness = lateness
        clinic.patience = patience
        clinic.grace = grace
        clinic.overrunMax = overrunMax
        clinic.days = max(days, rehearsed)
        guard ScheduleCheck(section: section, settings: clinic).holds() else { return nil }
        return ClinicPlan(
            settings: clinic,
            schedule: ClinicSchedule(clinic, seed: seed),
            rehearsedDays: rehearsed,
            lengthMax: simulate
        )
    }

    private func punctuality() -> PunctualityLaw? {
        guard let inner = section.section(PunctualityFields.key, PunctualityFields.table) else { return nil }
        let law = inner.value(PunctualityFields.law)
        let early = inner.value(PunctualityFields.early)
        let deviation = inner.value(PunctualityFields.deviation)
        let scale = inner.value(PunctualityFields.scale)
        let shape = inner.value(PunctualityFields.shape)
        guard let law, let early, let deviation, let scale, let shape else { return nil }
        switch law {
        case .logistic: return .generalisedLogistic(location: -early, scale: scale, shape: shape)
        case .normal: return .normal(mean: -early, deviation: deviation)
        case .onTime: return .onTime
        }
    }

    private func technical(sites: [String]) -> TechnicalSettings? {
        guard let inner = section.section(TechnicalFields.key, TechnicalFields.table) else { return nil }
        let failure = inner.value(TechnicalFields.setUpFailure)
        let drops = inner.value(TechnicalFields.drops)
        let retries = inner.value(TechnicalFields.retries)
        let shortest = inner.value(TechnicalFields.retryMin)
        let longest = inner.value(TechnicalFields.retryMax)
        let fallback = inner.value(TechnicalFields.fallback)
        let fallbackTime = inner.value(TechnicalFields.fallbackTime)
        let testCalls = inner.value(TechnicalFields.testCalls)
        let outages = outages(inner, sites: sites)
        guard let failure, let drops, let retries, let outages, let shortest, let longest, let fallback,
            let fallbackTime,
            let testCalls
        else { return nil }
        guard shortest <= longest else {
            inner.complain(
                "the shortest time to join again, \(TimeText.text(of: shortest)), is longer than the longest, "
                    + TimeText.text(of: longest),
                hint: "make retry_max \(TimeText.text(of: shortest)) or more, or retry_min less",
                at: inner.has(TechnicalFields.retryMax.key)
                    ? TechnicalFields.retryMax.key : TechnicalFields.retryMin.key
            )
            return nil
        }
        var settings = TechnicalSettings(
            setUpFailure: Probability(clamping: failure),
            dropsPerMinute: Probability(clamping: drops),
            retries: retries,
            retryAfter: shortest...longest,
            fallback: fallback,
            fallbackTime: fallbackTime,
            testCalls: Probability(clamping: testCalls)
        )
        settings.outages = outages
        return settings
    }

    private func outages(_ technical: Section, sites: [String]) -> [TechnicalSettings.Outage]? {
        let key = TechnicalFields.outages
        guard let tree = technical.tree[key] else { return [] }
        guard case .sequence(let items) = tree.content else {
            technical.complain("\(tree.kind) stands where a list is due", hint: "write [{ at: 10:30 }]", at: key)
            return nil
        }
        let outages = items.enumerated().compactMap { index, item -> TechnicalSettings.Outage? in
            let path = "\(technical.path(key))[\(index)]"
            guard let inner = Section(item, path: path, table: TechnicalFields.outage, findings: technical.findings)
            else { return nil }
            let site = inner.value(TechnicalFields.outageSite)
            if let site, !sites.contains(site) {
                inner.complain(
                    "no session says that it is at \(site)",
                    hint: Suggestion.nearest(to: site, among: sites).map { "did you mean \($0)?" }
                        ?? "write site: \(site) in the sessions there, or leave it out here",
                    at: TechnicalFields.outageSite.key
                )
                return nil
            }
            return inner.value(TechnicalFields.outageAt).map { TechnicalSettings.Outage(at: $0, site: site) }
        }
        return outages.count == items.count ? outages : nil
    }

    /// The group of clinicians that a session or list names, or the only one; `nil` with an error.
    func clinician(of section: Section, by field: Field<String> = SessionFields.clinician) -> String? {
        let key = field.key
        guard section.has(key) else {
            if clinicians.count == 1 { return clinicians[0] }
            section.complain(
                "it is not said who holds it, and there are \(clinicians.count) groups of clinicians",
                hint: "write \(key): \(clinicians.first ?? "consultant")"
            )
            return nil
        }
        guard let name = section.value(field) else { return nil }
        guard clinicians.contains(name) else {
            section.complain(
                "there is no group '\(YAMLTree.shortened(name))' among clinicians",
                hint: Suggestion.nearest(to: name, among: clinicians).map { "did you mean \($0)?" }
                    ?? "add it at the top: clinicians: [{ name: \(YAMLTree.shortened(name)), network: hospital-wifi-staff }]",
                at: key
            )
            return nil
        }
        return name
    }

    /// A law of durations under a key.
    static func law(
        _ section: Section,
        _ key: String,
        _ table: Table,
        _ mean: Field<TimeDelta>,
        _ variation: Field<Double>
    ) -> DurationLaw? {
        guard let inner = section.section(key, table) else { return nil }
        let law = inner.value(DurationFields.law)
        let mean = inner.value(mean)
        let spread = inner.value(variation)
        guard let law, let mean, let spread else { return nil }
        let hasSpread = law == .logNormal || law == .gamma
        if !hasSpread, inner.has(variation.key) {
            inner.complain("the \(law.rawValue) law has no cv of its own", hint: "leave cv out", at: variation.key)
            return nil
        }
        return DurationLaw(law, mean: mean, variation: hasSpread ? spread : 0)
    }
}
