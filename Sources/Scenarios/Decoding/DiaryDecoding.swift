import ClinicModel
import Units

extension ClinicDecoding {
    /// The clinic of a diary, or `nil` with an error where something is wrong.
    func diary() -> ClinicPlan? {
        let own = [
            ClinicFields.diary.key, ClinicFields.diaryClinician.key, ClinicFields.rehearsedDays.key,
            ClinicFields.simulate.key,
        ]
        if case .mapping(let entries) = section.tree.content {
            for entry in entries where section.table.member(entry.key) != nil && !own.contains(entry.key) {
                section.complain(
                    "the diary says what took place",
                    hint: "leave \(entry.key) out, or the diary",
                    at: entry.key
                )
            }
        }
        let clinician = clinician(of: section, by: ClinicFields.diaryClinician)
        let days = section.value(ClinicFields.rehearsedDays)
        let simulate = section.value(ClinicFields.simulate)
        guard let clinician, let days, let diary = entries() else { return nil }
        return ClinicPlan(
            settings: ClinicSettings(sessions: []),
            schedule: ClinicSchedule(diary, clinician: clinician),
            rehearsedDays: days,
            lengthMax: simulate
        )
    }

    private func entries() -> Diary? {
        let key = ClinicFields.diary.key
        guard let path = section.value(ClinicFields.diary) else { return nil }
        let trace = NamedTrace(path: path, byteCountMax: Diary.byteCountMax)
        guard let bytes = section.findings.bytes(of: trace, at: section.position(of: key), path: section.path(key))
        else { return nil }
        do {
            return try Diary(parsing: bytes)
        } catch {
            let column = error.column.map { ", column \($0)" } ?? ""
            section.complain("\(path): row \(error.row)\(column): \(error.message)", hint: error.advice, at: key)
            return nil
        }
    }
}
