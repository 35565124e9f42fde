import Units

extension ClinicSchedule {
    /// The appointments of a diary as they took place, all held by clinicians of one kind.
    ///
    /// Entries of one clinic that overlap are different clinicians', as few as can be. Nobody's arrival is known, nor
    /// when sessions were to end.
    public init(_ diary: Diary, clinician: String) {
        let opens = diary.entries.map(\.start).min() ?? .zero
        var free: [String: [Timestamp]] = [:]
        let appointments = diary.entries.map { entry -> Appointment in
            let start = Timestamp.start + TimeDelta.seconds(86_400) * Int64(entry.day - 1) + entry.start - opens
            let isHeld = entry.outcome?.isHeld ?? true
            var clinicians = free[entry.clinic] ?? []
            var place: Int?
            if isHeld {
                let found = clinicians.firstIndex { $0 <= start } ?? clinicians.count
                if found == clinicians.count { clinicians.append(start) }
                clinicians[found] = start + entry.length
                free[entry.clinic] = clinicians
                place = found
            }
            let hasCall = isHeld && entry.mode == .video && entry.outcome == nil
            return Appointment(
                day: entry.day,
                clinic: entry.clinic,
                site: nil,
                clinician: clinician,
                clinicianNumber: place.map { $0 + 1 },
                mode: entry.mode,
                visit: .followUp,
                isOnDemand: false,
                isRefill: false,
                takesTestCall: false,
                slot: start,
                arrival: nil,
                began: isHeld ? start : nil,
                ended: isHeld ? start + entry.length : nil,
                wrappedUp: nil,
                calls: hasCall ? [Appointment.PlannedCall(start: start, length: entry.length)] : [],
                outcome: entry.outcome ?? entry.mode.outcome
            )
        }
        self.init(appointments: appointments, sessions: [])
    }
}
