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
