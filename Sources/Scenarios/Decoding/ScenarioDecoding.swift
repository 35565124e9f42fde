import QualityModels
import Units
import VirtualTime

/// Reads the top of a scenario and puts its parts together.
struct ScenarioDecoding {
    private let section: Section
    private let findings: Findings

    /// `nil` with an error where the root is no mapping.
    init?(root: YAMLTree, findings: Findings) {
        guard let section = Section(root, path: "", table: RootFields.table, findings: findings) else { return nil }
        self.section = section
        self.findings = findings
    }

    /// The scenario, or `nil` where something is wrong; `findings` then has errors.
    func scenario() -> Scenario? {
        _ = section.value(RootFields.version)
        let name = section.value(RootFields.name)
        let question = section.value(RootFields.question)
        let tier = section.value(RootFields.tier)
        let seed = section.value(RootFields.seed)
        let mediaSample = mediaSample(tier)
        let hasCalls = section.has("patients") || !section.has("flows")
        if hasCalls, !section.has("patients") {
            section.complain("patients is missing", hint: "write patients: [{ name: home, network: fttc }], or flows")
        }
        let relays = RelayDecoding(findings: findings).relays(section.tree[RelayFields.key])
        let clinic = hasCalls ? clinic(seed) : noClinic()
        let consultations = hasCalls ? consultations(relays, clinic) : noConsultations()
        // Groups need the media's sources and the networks.
        let outcome = section.section("media", MediaFields.table).map { MediaDecoding(section: $0).outcome() }
        // Where there are flows, events may well fall after the last call.
        let lastEnd = section.has("flows") ? nil : consultations?.lastEnd
        var profiles = ProfileDecoding(findings: findings)
        profiles.read(section.tree["profiles"])
        var networks = NetworkDecoding(findings: findings, lastEnd: lastEnd, profiles: profiles)
        networks.read(section.tree["networks"])
        var links = NetworkDecoding(findings: findings, lastEnd: lastEnd, profiles: profiles, key: "links")
        links.read(section.tree["links"])
        let groups = GroupDecoding(
            findings: findings,
            networks: networks,
            links: links,
            relays: relays,
            sfu: consultations?.topology.server,
            audioSource: outcome?.audioSource,
            videoSource: outcome?.videoSource,
            hasVideo: outcome?.hasVideo ?? true
        )
        let clinicians =
            !hasCalls ? [] : groups.groups(section.tree["clinicians"], side: "clinicians", at: section.tree.position)
        let patients =
            !hasCalls ? [] : groups.groups(section.tree["patients"], side: "patients", at: section.tree.position)
        Self.checkSides(clinicians, patients, section)
        if let clinic { Self.check(clinic, clinicians: clinicians, links: links.networks, section) }
        let flows = FlowDecoding(
            findings: findings,
            networks: networks,
            links: links,
            lastEnd: hasCalls ? consultations?.lastEnd : nil
        ).flows(section.tree["flows"])
        let size = outcome?.media?.video?.size
        let usability =
            hasCalls
            ? section.section("usability", UsabilityFields.table).flatMap {
                UsabilityDecoding(section: $0, cameraLines: size.map { min($0.width, $0.height) }).settings()
            } : noUsability()
        let equity = equity()
        let thresholds = ThresholdDecoding(
            findings: findings,
            hasCalls: hasCalls,
            flows: flows.isEmpty && section.has("flows") ? nil : flows.map(\.name),
            links: links.names,
            relays: names(under: RelayFields.key),
            // Those of a clinic that is wrong have its own errors.
            clinics: clinic.map(\.names) ?? (section.has(ClinicFields.key) ? nil : []),
            // A link that is wrong has its own error.
            ratedLinks: links.names.filter { name in
                links.networks.first { $0.name == name }?.hasKnownRate ?? true
            },
            networks: patients.map(\.network.name),
            clinicianNames: clinicians.map(\.name),
            patientNames: patients.map(\.name),
            tags: (clinicians + patients).flatMap(\.tags),
            hasVideo: outcome?.hasVideo ?? true,
            arePatientsRight: !patients.isEmpty && !findings.errors.contains { $0.error.path.hasPrefix("patients") }
        ).rules(section.tree["thresholds"], at: section.tree.position)
        guard let name, let tier, let seed, let consultations, let media = outcome?.media, let usability, let equity,
            !hasCalls || (!clinicians.isEmpty && !patients.isEmpty)
        else { return nil }
        let scenario = Scenario(
            name: name,
            question: question ?? "",
            tier: tier,
            seed: seed,
            mediaSample: mediaSample,
            consultations: consultations,
            clinic: clinic,
            clinicians: clinicians,
            patients: patients,
            media: media,
            networks: networks.networks,
            profiles: profiles.profiles,
            links: links.networks,
            flows: flows,
            relays: relays,
            usability: usability,
            equity: equity,
            thresholds: thresholds.map(\.rule),
            usesDefaultThresholds: !section.has("thresholds")
        )
        guard findings.errors.isEmpty else { return nil }
        warn(of: scenario, thresholds, likes: networks.likes + links.likes)
        return scenario
    }

    /// The names that stand under a key, be what they name right or wrong.
    private func names(under key: String) -> [String] {
        guard case .mapping(let entries)? = section.tree[key]?.content else { return [] }
        return entries.map(\.key)
    }

    /// A scenario of flows alone; keys of consultations would mean nothing.
    private func noConsultations() -> Consultations? {
        for key in ["consultations", "clinicians", "equity"] where section.has(key) {
            section.complain("\(key) needs patients", hint: "give patients, or leave this out", at: key)
        }
        return Consultations(count: 0, length: .zero, startsEvery: .zero)
    }

    /// A tier that has codecs in every call takes no sample; one file may be run in both tiers, so that it is no error.
    private func mediaSample(_ tier: Scenario.Tier?) -> Int? {
        let key = RootFields.mediaSample.key
        guard section.has(key), let count = section.value(RootFields.mediaSample) else { return nil }
        guard section.has("patients") else {
            section.complain("\(key) needs patients", hint: "give patients, or leave this out", at: key)
            return nil
        }
        guard tier != .media else {
            findings.warn(
                Complaint(
                    "the media tier has codecs in every call, and takes no sample",
                    hint: "run it with --tier packet, or leave this out"
                ),
                at: section.position(of: key),
                path: section.path(key)
            )
            return nil
        }
        return count
    }

    /// Read only where the file has it, so that it is in effect nowhere else.
    private func equity() -> EquitySettings? {
        guard section.has(EquityFields.member.key) else { return EquitySettings() }
        return section.section(EquityFields.member.key, EquityFields.table)?.value(EquityFields.callsMin).map {
            EquitySettings(callsMin: $0, isStated: true)
        }
    }

    private func noUsability() -> UsabilitySettings {
        if section.has("usability") {
            section.complain("usability needs patients", hint: "give patients, or leave this out", at: "usability")
        }
        return UsabilitySettings()
    }

    /// The clinic that the file describes, if it does; `nil` with an error where it is wrong.
    private func clinic(_ seed: UInt64?) -> ClinicPlan? {
        guard section.has(ClinicFields.key), let inner = section.section(ClinicFields.key, ClinicFields.table) else {
            return nil
        }
        var names: [String] = []
        if case .sequence(let items)? = section.tree["clinicians"]?.content {
            names = items.compactMap { if case .scalar(let text)? = $0["name"]?.content { text } else { nil } }
        }
        // The group that there is where the file has none.
        if !section.has("clinicians") { names = [GroupDecoding.defaultClinicians.name] }
        return ClinicDecoding(section: inner, clinicians: names, seed: seed ?? 1).plan()
    }

    private func noClinic() -> ClinicPlan? {
        if section.has(ClinicFields.key) {
            section.complain("a clinic needs patients", hint: "give patients, or leave this out", at: ClinicFields.key)
        }
        return nil
    }

    private func consultations(_ relays: [RelaySettings], _ clinic: ClinicPlan?) -> Consultations? {
        let outer = self.section
        guard let section = section.section("consultations", ConsultationFields.table) else { return nil }
        if outer.has(ClinicFields.key) {
            return Self.consultations(of: clinic, section, topology: topology(section, relays))
        }
        let length = section.value(ConsultationFields.length)
        let (count, every) = countAndStarts(section, length: length)
        let topology = topology(section, relays)
        guard let count, let length, let every, let topology else { return nil }
        // A million starts a day apart are within 64 bits of seconds, though not of nanoseconds.
        let lastStart = Double(count - 1) * every.seconds
        guard lastStart <= 366 * 86_400 else {
            section.complain(
                "the last consultation would start after \(ValueText.plain((lastStart / 86_400).rounded())) days",
                hint: "at most 366 days; lower count or starts.every",
                at: section.has("starts") ? "starts" : ConsultationFields.count.key
            )
            return nil
        }
        return Consultations(count: count, length: length, startsEvery: every, topology: topology)
    }

    /// How many consultations there are, and the time from one start to the next.
    private func countAndStarts(_ section: Section, length: TimeDelta?) -> (count: Int?, every: TimeDelta?) {
        let key = ConsultationFields.concurrent.key
        guard section.has(key) else {
            let starts = section.section("starts", ConsultationFields.starts)
            return (section.value(ConsultationFields.count), starts?.value(ConsultationFields.every))
        }
        let concurrent = section.value(ConsultationFields.concurrent)
        if section.has(ConsultationFields.count.key) {
            section.complain("count and concurrent both say how many there are", hint: "leave one of them out", at: key)
        }
        guard !section.has("starts") else {
            let starts = section.section("starts", ConsultationFields.starts)
            return (concurrent, starts?.value(ConsultationFields.every))
        }
        guard let concurrent, let length else { return (concurrent, nil) }
        return (concurrent, TimeDelta(nanoseconds: length.nanoseconds / (10 * Int64(concurrent))))
    }

    private func topology(_ section: Section, _ relays: [RelaySettings]) -> Consultations.Topology? {
        let word = section.value(ConsultationFields.topology)
        let key = ConsultationFields.sfu.key
        guard section.has(key) else { return word.map { $0 == .sfu ? .sfu(server: nil) : .direct } }
        guard let word, let name = section.value(ConsultationFields.sfu) else { return nil }
        guard word == .sfu else {
            section.complain(
                "a forwarding unit that no call uses",
                hint: "write topology: sfu, or leave sfu out",
                at: key
            )
            return nil
        }
        if let place = relays.firstIndex(where: { $0.name == name }) { return .sfu(server: place) }
        // One that is wrong has its own error.
        guard !names(under: RelayFields.key).contains(name) else { return nil }
        section.complain(
            "there is no server '\(YAMLTree.shortened(name))' among relays",
            hint: Suggestion.nearest(to: name, among: relays.map(\.name)).map { "did you mean \($0)?" }
                ?? "define it at the top: relays: { \(YAMLTree.shortened(name)): { like: sfu } }",
            at: key
        )
        return nil
    }

    private func warn(
        of scenario: Scenario,
        _ thresholds: [(rule: ThresholdRule, position: YAMLTree.Position)],
        likes: [String]
    ) {
        let sizes = SampleSizes(scenario: scenario)
        for (rule, position) in thresholds {
            guard var complaint = sizes.complaint(about: rule) else { continue }
            guard scenario.usesDefaultThresholds else {
                findings.warn(complaint, at: position, path: "thresholds.\(rule.key)")
                continue
            }
            // The file does not state it, so there is no place in the file to show.
            complaint.message = "the default threshold \(rule.key): " + complaint.message
            findings.warn(complaint, at: .outside(shown: findings.file, origin: .default), path: "")
        }
        for (side, groups) in [("clinicians", scenario.clinicians), ("patients", scenario.patients)] {
            let quotas = Quotas.largestRemainder(shares: groups.map(\.share), count: scenario.consultations.count)
            // Sessions say which clinicians hold how many.
            guard scenario.clinic == nil || side == "patients" else { continue }
            for (index, quota) in quotas.enumerated() where quota == 0 {
                findings.warn(
                    Complaint(
                        "\(groups[index].name) has a share of \(ValueText.plain(groups[index].share * 100)) %"
                            + " of \(scenario.consultations.count) consultations, which makes none"
                    ),
                    at: position(side, index),
                    path: "\(side)[\(index)]"
                )
            }
        }
        warnOfUnusedFEC(scenario)
        let groups = scenario.clinicians + scenario.patients
        let ends = scenario.flows.flatMap { [$0.from, $0.to] }.compactMap { $0?.name }
        warnOfUnused("networks", used: groups.map(\.network.name) + ends, "nobody is on this network")
        warnOfUnused("profiles", used: groups.map(\.network.name) + ends + likes, "nobody is on this profile")
        let via = groups.flatMap(\.via) + scenario.flows.flatMap(\.via)
        let servers = groups.compactMap(\.relay) + [scenario.consultations.topology.server].compactMap { $0 }
        warnOfUnused("relays", used: servers.map { scenario.relays[$0].name }, "no route uses this relay")
        warnOfUnused("links", used: via.map { scenario.links[$0].name }, "nobody goes via this link")
    }

    private func warnOfUnusedFEC(_ scenario: Scenario) {
        let path = "media.video.\(VideoFields.fec.key)"
        guard scenario.media.video?.fec == true, scenario.consultations.topology != .direct,
            let tree = section.tree["media"]?["video"]?[VideoFields.fec.key]
        else { return }
        let complaint = Complaint(
            "calls over a forwarding unit have no forward error correction of video",
            hint: "leave it out, or write topology: direct"
        )
        findings.warn(complaint, at: tree.position, path: path)
    }

    private func warnOfUnused(_ key: String, used: [String], _ message: String) {
        guard case .mapping(let entries)? = section.tree[key]?.content else { return }
        for entry in entries where !used.contains(entry.key) {
            findings.warn(Complaint(message), at: entry.position, path: "\(key).\(entry.key)")
        }
    }

    private func position(_ side: String, _ index: Int) -> YAMLTree.Position {
        guard case .sequence(let items)? = section.tree[side]?.content, items.indices.contains(index) else {
            return section.tree.position
        }
        return items[index].position
    }
}
