import ClinicModel
import Units

/// Finds what makes a clinic's schedule impossible.
struct ScheduleCheck {
    /// The section of the clinic.
    let section: Section
    let settings: ClinicSettings

    /// What one group of clinicians is booked for on each day.
    private struct Duty {
        let clinic: String
        let clinician: String
        let site: String?
        let start: TimeDelta
        let end: TimeDelta
        let key: String
    }

    /// Whether the schedule can be; errors say what cannot, and how to mend it.
    func holds() -> Bool {
        let before = section.findings.errors.count
        let duties = duties
        for (place, duty) in duties.enumerated() {
            checkDay(duty)
            for earlier in duties[..<place] {
                checkOverlap(duty, earlier)
                checkSite(duty, earlier)
            }
        }
        checkSizes()
        return section.findings.errors.count == before
    }

    private var duties: [Duty] {
        var duties = settings.sessions.enumerated().map { place, session in
            Duty(
                clinic: session.name,
                clinician: session.clinician,
                site: session.site,
                start: session.start,
                end: session.end,
                key: "\(ClinicFields.sessions)[\(place)]"
            )
        }
        if let list = settings.onDemand {
            duties.append(
                Duty(
                    clinic: list.name,
                    clinician: list.clinician,
                    site: list.site,
                    start: list.start,
                    end: list.end,
                    key: ClinicFields.onDemand
                )
            )
        }
        return duties
    }

    private func checkDay(_ duty: Duty) {
        guard duty.end > .seconds(86_400) else { return }
        complain(
            "\(duty.clinic) would end after midnight",
            hint: "let it start earlier, or have fewer or shorter slots",
            at: duty
        )
    }

    private func checkOverlap(_ duty: Duty, _ earlier: Duty) {
        guard duty.clinician == earlier.clinician, duty.start < earlier.end, earlier.start < duty.end else { return }
        let latest = max(duty.start, earlier.start)
        complain(
            "\(duty.clinician) would hold \(earlier.clinic) (\(Self.span(earlier))) and \(duty.clinic) "
                + "(\(Self.span(duty))) at once, from \(TimeText.timeOfDay(latest)) on",
            hint: "start one of them when the other is over, or give it a group of clinicians of its own",
            at: duty
        )
    }

    private static func span(_ duty: Duty) -> String {
        "\(TimeText.timeOfDay(duty.start)) to \(TimeText.timeOfDay(duty.end))"
    }

    private func checkSite(_ duty: Duty, _ earlier: Duty) {
        guard duty.clinic == earlier.clinic, let site = duty.site, let other = earlier.site, site != other else {
            return
        }
        complain(
            "the clinic \(duty.clinic) would be at two sites, \(other) and \(site)",
            hint: "give one of them another name, such as \(duty.clinic)-\(site)",
            at: duty
        )
    }

    private func checkSizes() {
        var appointments = 0.0
        for (place, session) in settings.sessions.enumerated() {
            let booked = session.patientsPerSlot.reduce(0, +)
            appointments += Double(booked * session.count)
            guard booked > 255 else { continue }
            section.findings.add(
                Complaint("\(booked) patients are more than the 255 of one list", hint: "book fewer beyond the slots"),
                at: position("\(ClinicFields.sessions)[\(place)]"),
                path: section.path("\(ClinicFields.sessions)[\(place)]")
            )
        }
        appointments += settings.onDemand?.arrivals.total ?? 0
        guard appointments * Double(settings.days) > Double(ClinicDecoding.appointmentsMax) else { return }
        section.complain(
            "\(settings.days) days have more than the 200,000 appointments that a clinic may have",
            hint: "draw fewer days",
            at: section.has(ClinicFields.days.key) ? ClinicFields.days.key : nil
        )
    }

    private func complain(_ message: String, hint: String, at duty: Duty) {
        section.findings.add(
            Complaint(message, hint: hint),
            at: position(duty.key),
            path: section.path(duty.key)
        )
    }

    /// Where a session or the list on demand stands.
    private func position(_ key: String) -> YAMLTree.Position {
        let parts = key.split(whereSeparator: { "[]".contains($0) })
        guard parts.count == 2, let place = Int(parts[1]),
            case .sequence(let items)? = section.tree[String(parts[0])]?.content, items.indices.contains(place)
        else { return section.position(of: key) }
        return items[place].position
    }
}
