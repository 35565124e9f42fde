import ClinicModel
import Scenarios
import VirtualTime

/// Which group of clinicians and of patients each call draws from.
struct GroupAssignment {
    let clinicians: [Int]
    let patients: [Int]

    init(_ scenario: Scenario) {
        guard let clinic = scenario.clinic else {
            let count = scenario.consultations.count
            clinicians = Self.assignment(of: scenario.clinicians, count: count, scenario.seed, leg: .clinicianUp)
            patients = Self.assignment(of: scenario.patients, count: count, scenario.seed, leg: .patientUp)
            return
        }
        // Patients have their networks whether they come or not, so that nobody's changes with who else comes.
        let all = Self.assignment(
            of: scenario.patients,
            count: clinic.schedule.appointments.count { $0.day <= clinic.rehearsedDays },
            scenario.seed,
            leg: .patientUp
        )
        patients = clinic.calls.map { all[$0.appointment] }
        let names = scenario.clinicians.map(\.name)
        clinicians = clinic.calls.map { names.firstIndex(of: $0.clinician) ?? 0 }
    }

    /// The owner of a clinician's line, which is the same in all of the clinician's calls; numbers count from 1.
    static func lineOwner(group: Int, _ number: Int) -> UInt32 {
        RandomStream.firstSharedOwner + UInt32(group) << 12 + UInt32(number)
    }

    /// Exact quotas, in an order that only the seed decides.
    private static func assignment(of groups: [ParticipantGroup], count: Int, _ seed: UInt64, leg: Leg) -> [Int] {
        let quotas = Quotas.largestRemainder(shares: groups.map(\.share), count: count)
        let inOrder = quotas.enumerated().flatMap { group, count in Array(repeating: group, count: count) }
        var random = RandomStream(seed: seed, owner: 0, cause: .assignment, leg: leg)
        let order = Permutation(count: inOrder.count, random: &random).order
        return order.map { inOrder[$0] }
    }
}
