import NetworkEmulation
import Scenarios
import Testing
import Units

@testable import CallSimulation

@Suite("Calls of a clinic")
struct ClinicCallTests {
    private func planner(_ clinic: String, _ rest: String = "") throws -> (CallPlanner, Scenario) {
        let text =
            "rehearsal: 1\nname: a\nseed: 3\nmedia: { video: { codec: none } }\n"
            + "patients: [{ name: p, share: 40 %, network: 4g }, { name: q, network: fttc }]\n"
            + "clinicians: [{ name: doctor, network: fttc }, { name: nurse, network: lan, via: [uplink] }]\n"
            + "networks: { lan: { up: { rate: 9 Mbit/s }, down: { rate: 9 Mbit/s } } }\n"
            + "links: { uplink: { up: { rate: 9 Mbit/s }, down: { rate: 9 Mbit/s } } }\n"
            + "clinic: { \(clinic) }\n\(rest)\n"
        let scenario = try ScenarioReader.read(bytes: Array(text.utf8), file: "clinic").scenario
        return (CallPlanner(scenario, library: MediaLibrary(for: scenario)), scenario)
    }

    private static let sessions =
        "sessions: [{ name: dia, clinician: doctor, count: 3, site: north, start: 09:00, slots: 8, slot: 20 min }, "
        + "{ name: foot, clinician: nurse, start: 09:30, slots: 5, slot: 20 min }]"

    @Test("Calls begin and last as the schedule says, with its clinicians and at its sites")
    func plans() throws {
        let (planner, scenario) = try planner(Self.sessions)
        let calls = try #require(scenario.clinic?.calls)
        #expect(planner.callCount == calls.count && calls.count > 20)
        for (number, call) in zip(planner.callNumbers, calls) {
            let plan = planner.plan(of: number)
            #expect(plan.startsAt == call.start && plan.length == call.length)
            #expect(plan.clinician.name == call.clinician)
            #expect(plan.site == (call.clinician == "nurse" ? "uplink" : "north"))
            #expect((plan.partition != nil) == (call.clinician == "nurse"))
        }
    }

    @Test("A clinician has the same line all day, and another one another")
    func lines() throws {
        let (planner, scenario) = try planner(Self.sessions)
        let calls = try #require(scenario.clinic?.calls)
        var rates: [Int: Set<Int64>] = [:]
        for (number, call) in zip(planner.callNumbers, calls) where call.clinician == "doctor" {
            let rate = planner.plan(of: number).clinician.network.down.configuration.rate?.bitsPerSecond ?? 0
            rates[call.clinicianNumber, default: []].insert(rate)
        }
        #expect(rates.count == 3 && rates.values.allSatisfy { $0.count == 1 })
        #expect(Set(rates.values.flatMap { $0 }).count == 3)
    }

    @Test("Patients keep their networks when others do not come")
    func networks() throws {
        let (all, whole) = try planner(Self.sessions + ", attendance: { dna: 0 % }")
        let (some, part) = try planner(Self.sessions + ", attendance: { dna: 40 % }")
        func networks(_ planner: CallPlanner, _ scenario: Scenario) -> [Int: String] {
            var names: [Int: String] = [:]
            for (number, call) in zip(planner.callNumbers, scenario.clinic?.calls ?? []) {
                names[call.appointment] = planner.plan(of: number).patient.name
            }
            return names
        }
        let (before, after) = (networks(all, whole), networks(some, part))
        #expect(after.count < before.count)
        for (appointment, name) in after { #expect(before[appointment] == name) }
        // 29 appointments, 40 % of which is 11.6: largest remainders make it 12.
        #expect(before.values.count { $0 == "p" } == 12)
    }
}
