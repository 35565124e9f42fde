import ClinicModel
import Units

/// Reads `clinic.attendance`.
struct AttendanceDecoding {
    private let section: Section?
    private let first: Double?
    private let followUp: Double?

    init(clinic: Section) {
        section = clinic.section(AttendanceFields.key, AttendanceFields.table)
        let both = section?.value(AttendanceFields.dna)
        first = section?.value(AttendanceFields.dnaFirst) ?? both
        followUp = section?.value(AttendanceFields.dnaFollowUp) ?? both
    }

    /// `nil` with an error where something is wrong.
    func settings() -> AttendanceSettings? {
        guard let section else { return nil }
        let concentration = section.value(AttendanceFields.concentration)
        let patients = section.value(AttendanceFields.patients)
        let lateCancel = section.value(AttendanceFields.lateCancel)
        let lead = section.value(AttendanceFields.lead)
        let refill = section.value(AttendanceFields.refill)
        let notice = section.value(AttendanceFields.notice)
        guard let concentration, let lateCancel, let lead, let refill, let notice else { return nil }
        return AttendanceSettings(
            concentration: concentration,
            patients: patients,
            lateCancellation: Probability(clamping: lateCancel),
            cancellationLead: lead,
            refill: Probability(clamping: refill),
            refillNotice: notice
        )
    }

    /// How many do not come to a session, by what it says itself, else by `attendance`, else as was seen of its mode.
    func noShow(of session: Section, mode: ConsultationMode) -> NoShow {
        let own = session.value(SessionFields.dna)
        let isInPerson = mode == .inPerson
        return NoShow(
            first: Probability(clamping: own ?? first ?? (isInPerson ? 0.092 : 0.125)),
            followUp: Probability(clamping: own ?? followUp ?? (isInPerson ? 0.107 : 0.104))
        )
    }
}
