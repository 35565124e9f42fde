import NetworkEmulation
import Scenarios
import Testing
import Units
import VirtualTime

@testable import CallSimulation

@Suite("Who has which line")
struct DrawnLineTests {
    private func planner(_ groups: String, _ rest: String = "") throws -> CallPlanner {
        let text =
            "rehearsal: 1\nname: a\nseed: 3\nconsultations: { count: 40, length: 60 s }\n"
            + "media: { video: { codec: none } }\n\(groups)\n\(rest)\n"
        let scenario = try ScenarioReader.read(bytes: Array(text.utf8), file: "lines").scenario
        return CallPlanner(scenario, library: MediaLibrary(for: scenario))
    }

    @Test("Each patient on a profile has a line of their own, drawn by the call's number")
    func drawn() throws {
        let planner = try planner("patients: [{ name: p, network: 4g }]")
        let profile = try #require(AccessProfile["4g"])
        let plans = planner.callNumbers.map { planner.plan(of: $0) }
        // Two may meet at the end of the profile's range in one number, not in all.
        #expect(Set(plans.map { $0.patient.network.down.configuration }).count == plans.count)
        #expect(plans.allSatisfy { $0.patient.network.name == "4g" })
        for plan in plans {
            var random = RandomStream(seed: 3, owner: UInt32(plan.number), cause: .accessLine, leg: .patientUp)
            let line = profile.drawLine(using: &random)
            #expect(plan.patient.network.up.configuration == line.up)
            #expect(plan.patient.network.down.configuration == line.down)
            let events = plan.patient.network.up.schedule
            #expect(events.changes.allSatisfy { $0.at >= plan.startsAt })
            // A clinician's line comes from another stream.
            #expect(plan.clinician.network.name == "hospital-wifi-staff")
        }
        let clinicians = plans.map { $0.clinician.network.down.configuration.rate }
        #expect(Set(clinicians).count > plans.count / 2)
    }

    @Test("Typical lines are the profile's middle, without events")
    func typical() throws {
        let planner = try planner("patients: [{ name: p, network: 4g, line: typical }]")
        let links = try #require(AccessProfile["4g"]).links()
        for number in planner.callNumbers {
            let network = planner.plan(of: number).patient.network
            #expect(network.up.configuration == links.up && network.down.configuration == links.down)
            #expect(network.up.schedule == .none && network.down.schedule == .none)
        }
    }

    @Test("An outage of a network that is like a profile hits drawn lines too")
    func outages() throws {
        let planner = try planner(
            "patients: [{ name: p, network: n }]",
            "networks: { n: { like: fttc, at 70 s: { outage: 2 s } } }"
        )
        for number in planner.callNumbers {
            let schedule = planner.plan(of: number).patient.network.up.schedule
            #expect(schedule.outages.contains { $0.from <= .start + .seconds(70) && $0.end >= .start + .seconds(72) })
        }
    }

    @Test("Links that the file gives are as they are written, for every call")
    func written() throws {
        let planner = try planner(
            "patients: [{ name: p, network: n }]\nclinicians: [{ name: c, network: n }]",
            "networks: { n: { up: { rate: 1 Mbit/s }, down: { delay: 9 ms } } }"
        )
        let up = LinkConfiguration(rate: .kilobitsPerSecond(1_000), queue: .time(.milliseconds(200)))
        for number in planner.callNumbers {
            let plan = planner.plan(of: number)
            for party in [plan.patient, plan.clinician] {
                #expect(party.network.up.configuration == up)
                #expect(party.network.down.configuration == LinkConfiguration(delay: .milliseconds(9)))
                #expect(party.network.up.schedule == .none)
            }
        }
    }
}
