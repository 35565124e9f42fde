import ClinicModel
import QualityModels
import Results
import Scenarios

extension AppointmentRecord {
    /// What became of every appointment of a clinic, given the calls that were simulated.
    static func records(of clinic: ClinicPlan, calls: [CallRecord]) -> [AppointmentRecord] {
        var outcomes: [Int: ConsultationOutcome] = [:]
        for call in calls { outcomes[call.call] = call.outcome }
        var numbers: [Int: [Int]] = [:]
        for (place, call) in clinic.calls.enumerated() { numbers[call.appointment, default: []].append(place + 1) }
        return clinic.schedule.appointments.enumerated().map { place, appointment in
            let own = numbers[place] ?? []
            return AppointmentRecord(
                number: place + 1,
                appointment: appointment,
                calls: own,
                judgements: own.compactMap { outcomes[$0] }
            )
        }
    }
}

extension RunRecords {
    /// The same records with what became of every appointment of a clinic, whether a call came of it or not.
    ///
    /// Merged shards need it again: each of them has the outcomes of its own calls only.
    func adding(_ clinic: ClinicPlan?) -> RunRecords {
        guard let clinic else { return self }
        return adding(
            appointments: AppointmentRecord.records(of: clinic, calls: calls),
            sessions: clinic.schedule.sessions
        )
    }
}

extension RunFolder {
    /// Writes `appointments.ndjson`, where there is a clinic.
    func writeAppointments(of records: RunRecords) throws {
        guard !records.appointments.isEmpty else { return }
        var lines: [UInt8] = []
        for appointment in records.appointments { appointment.appendLine(to: &lines) }
        try write(lines, to: "appointments.ndjson")
    }
}
