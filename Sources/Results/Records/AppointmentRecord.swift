public import ClinicModel
public import QualityModels
import Units

/// What one appointment of a clinic came to.
public struct AppointmentRecord: Hashable, Sendable {
    /// From 1, in the order of the clinic's schedule.
    public let number: Int
    public let appointment: Appointment
    /// The numbers of the calls that it led to, in order.
    public let calls: [Int]
    public let outcome: AppointmentOutcome

    /// An appointment whose simulated calls came to `judgements`; those that were not simulated are left out.
    public init(number: Int, appointment: Appointment, calls: [Int], judgements: [ConsultationOutcome]) {
        self.number = number
        self.appointment = appointment
        self.calls = calls
        outcome = appointment.outcome ?? Self.outcome(of: judgements)
    }

    /// The worst of what the calls came to.
    private static func outcome(of judgements: [ConsultationOutcome]) -> AppointmentOutcome {
        switch judgements.max(by: { $0.severity < $1.severity }) {
        case .completedVideo: .completedVideo
        case .completedAudioOnly: .completedAudioOnly
        case .fallbackPhone: .fallbackPhone
        case .failed: .technicalFailure
        case .unknown, nil: .completedUnscored
        }
    }
}

extension RunRecords {
    /// The same records with what became of a clinic's appointments and sessions.
    public func adding(appointments: [AppointmentRecord], sessions: [SessionAccount]) -> RunRecords {
        var records = self
        records.appointments = appointments
        records.sessions = sessions
        return records
    }
}

extension AppointmentRecord {
    /// Appends the appointment's line of `appointments.ndjson`; what did not happen is absent.
    public func appendLine(to bytes: inout [UInt8]) {
        var object: JSONObject = [
            "appointment": .integer(number), "day": .integer(appointment.day), "clinic": .string(appointment.clinic),
        ]
        object.append("site", ifKnown: appointment.site.map { .string($0) })
        object.append("clinician", .string(appointment.clinician))
        object.append("clinician_number", ifKnown: appointment.clinicianNumber.map { .integer($0) })
        object.append("mode", .string(appointment.mode.rawValue))
        object.append("visit", .string(appointment.visit.rawValue))
        if appointment.isOnDemand { object.append("on_demand", .boolean(true)) }
        if appointment.isRefill { object.append("refill", .boolean(true)) }
        if appointment.takesTestCall { object.append("test_call", .boolean(true)) }
        object.append("slot_at_s", time(appointment.slot))
        object.append("arrived_at_s", ifKnown: appointment.arrival.map(time))
        object.append("began_at_s", ifKnown: appointment.began.map(time))
        object.append("ended_at_s", ifKnown: appointment.ended.map(time))
        object.append("wrapped_up_at_s", ifKnown: appointment.wrappedUp.map(time))
        object.append(
            "wait_s",
            ifKnown: appointment.wait.map { .number(JSONNumber(secondsFromNanoseconds: $0.nanoseconds)) }
        )
        object.append("outcome", .string(outcome.rawValue))
        if !calls.isEmpty { object.append("calls", .array(calls.map { .integer($0) })) }
        JSONValue.object(object).appendLine(to: &bytes)
    }

    private func time(_ time: Timestamp) -> JSONValue {
        .number(JSONNumber(secondsFromNanoseconds: time.nanoseconds))
    }
}
