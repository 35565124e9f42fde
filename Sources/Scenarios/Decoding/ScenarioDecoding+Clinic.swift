import ClinicModel
import Units

extension ScenarioDecoding {
    /// What a clinic's calls come to as consultations; `nil` with an error where the file gives both.
    static func consultations(
        of clinic: ClinicPlan?,
        _ section: Section,
        topology: Consultations.Topology?
    ) -> Consultations? {
        let fields = [
            ConsultationFields.count.key, ConsultationFields.concurrent.key, ConsultationFields.length.key, "starts",
        ]
        let given = fields.filter(section.has)
        for key in given {
            section.complain(
                "the clinic says how many consultations there are, how long and when",
                hint: key == ConsultationFields.length.key
                    ? "leave it out; clinic.simulate: 30 s simulates the beginning of each" : "leave it out",
                at: key
            )
        }
        guard given.isEmpty, let clinic, let topology else { return nil }
        guard clinic.calls.count <= ConsultationFields.countMax else {
            section.complain(
                "\(clinic.calls.count) calls are more than the 1,000,000 of a run",
                hint: "lower clinic.rehearsed_days"
            )
            return nil
        }
        return Consultations(
            count: clinic.calls.count,
            length: clinic.calls.map(\.length).max() ?? .zero,
            startsEvery: .zero,
            topology: topology,
            calls: clinic.calls
        )
    }

    /// Checks sessions against the groups that hold them, and warns of what was hardly meant.
    static func check(_ clinic: ClinicPlan, clinicians: [ParticipantGroup], links: [AccessNetwork], _ section: Section)
    {
        let findings = section.findings
        let path = section.path(ClinicFields.key)
        let position = section.position(of: ClinicFields.key)
        var duties = clinic.settings.sessions.map { ($0.name, $0.clinician, $0.site) }
        if let list = clinic.settings.onDemand { duties.append((list.name, list.clinician, list.site)) }
        for (name, clinician, site) in duties {
            guard let site, let group = clinicians.first(where: { $0.name == clinician }),
                let link = group.via.first.map({ links[$0].name }), link != site
            else { continue }
            findings.add(
                Complaint(
                    "\(name) would be at two sites: it is at \(site), and \(clinician) goes via \(link)",
                    hint: "write site: \(link), or let a group at \(site) hold it"
                ),
                at: position,
                path: path
            )
        }
        let holders = Set(duties.map(\.1) + (duties.isEmpty ? clinic.schedule.appointments.map(\.clinician) : []))
        for group in clinicians where !holders.contains(group.name) {
            findings.warn(
                Complaint("\(group.name) holds no session"),
                at: section.position(of: "clinicians"),
                path: "clinicians"
            )
        }
        if clinic.calls.isEmpty {
            findings.warn(
                Complaint("no appointment of the rehearsed days has a call", hint: "try another seed, or more slots"),
                at: position,
                path: path
            )
        }
        let isCut = section.tree[ClinicFields.key]?[ClinicFields.simulate.key] != nil
        if isCut, clinicians.contains(where: { !$0.via.isEmpty }) {
            findings.warn(
                Complaint(
                    "calls that share a link overlap less where only their beginnings are simulated",
                    hint: "leave clinic.simulate out to see the link as loaded as it would be"
                ),
                at: position,
                path: "\(path).\(ClinicFields.simulate.key)"
            )
        }
    }
}
