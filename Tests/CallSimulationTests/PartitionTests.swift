import Results
import Scenarios
import Testing
import Units

@testable import CallSimulation

/// Calls that meet on links, and those that do not.
@Suite("Partitions")
struct PartitionTests {
    private static func planner(_ scenario: String) throws -> CallPlanner {
        let scenario = try ScenarioReader.read(bytes: Array(scenario.utf8), file: "shared").scenario
        return CallPlanner(scenario, library: MediaLibrary(for: scenario))
    }

    private static func scenario(
        count: Int = 3,
        clinicians: String = "[{ name: c, network: lan, via: [uplink] }]",
        links: String = "uplink: { up: { rate: 600 kbit/s, queue: 200 ms }, down: { rate: 10 Mbit/s } }"
    ) -> String {
        """
        rehearsal: 1
        name: shared
        seed: 5
        consultations: { count: \(count), length: 6 s, starts: { every: 1 s } }
        clinicians: \(clinicians)
        patients: [{ name: p, network: lan }]
        media:
          video: { codec: vp8, size: 96x64, frame_rate: 15, bitrate: { start: 150 kbit/s, max: 300 kbit/s }, source: calm }
        networks:
          lan: { up: { rate: 20 Mbit/s, delay: 5 ms, jitter: 1 ms }, down: { rate: 20 Mbit/s, delay: 5 ms } }
        links: { \(links) }
        """
    }

    private static func run(_ planner: CallPlanner, _ partition: Int = 0) throws -> PartitionResult {
        let plan = try #require(planner.partitionPlan(partition))
        let partition = Partition(plan, call: planner.plan(of:), keepsSeries: { _ in false })
        return try #require(try partition.run(continues: { true }))
    }

    @Test("At a relay only those calls meet that drew a way over it")
    func relayedCalls() throws {
        let planner = try Self.planner(
            """
            rehearsal: 1
            name: relayed
            seed: 5
            consultations: { count: 40, length: 2 s, starts: { every: 1 s } }
            clinicians: [{ name: c, network: fttp, relay: hub, route: { relay: 50 %, tcp: 0 % } }]
            patients: [{ name: p, network: fttp }]
            relays: { hub: { like: turn } }
            media: { video: { size: 96x64, bitrate: { start: 150 kbit/s, max: 300 kbit/s } } }
            """
        )
        let met = planner.callNumbers.filter { planner.plan(of: $0).partition != nil }
        #expect((10...30).contains(met.count))
        #expect(planner.partitionCount == 40 - met.count + 1)
        for number in planner.callNumbers {
            let plan = planner.plan(of: number)
            #expect((plan.clinician.relay != nil || plan.patient.relay != nil) == met.contains(number))
        }
    }

    @Test("Calls that go via one link are one partition, others are by themselves")
    func components() throws {
        let mixed = Self.scenario(
            count: 40,
            clinicians: """
                [{ name: a, network: lan, via: [one], share: 25 % }, { name: b, network: lan, via: [two, three], share: 25 % },
                 { name: c, network: lan, via: [three], share: 25 % }, { name: d, network: lan, share: 25 % }]
                """,
            links: "one: { up: {}, down: {} }, two: { up: {}, down: {} }, three: { up: {}, down: {} }"
        )
        let planner = try Self.planner(mixed)
        // Ten calls each: those of a meet on one, those of b and c on three, those of d nowhere.
        #expect(planner.partitionCount == 12)
        var sizes: [Int] = []
        for partition in 0..<planner.partitionCount {
            let calls = planner.callNumbers.filter { planner.partition(ofCall: $0) == partition }
            sizes.append(calls.count)
            guard let plan = planner.partitionPlan(partition) else { continue }
            #expect(plan.calls == calls)
            #expect(plan.links.map(\.name) == (calls.count == 10 ? ["one"] : ["two", "three"]))
            for number in calls {
                #expect(planner.plan(of: number).clinician.via.allSatisfy { plan.links.indices.contains($0) })
            }
        }
        #expect(sizes.sorted() == Array(repeating: 1, count: 10) + [10, 20])
        // The first member of each comes in the order of the partitions.
        let firsts = (0..<planner.partitionCount).map { partition in
            planner.callNumbers.first { planner.partition(ofCall: $0) == partition } ?? 0
        }
        #expect(firsts == firsts.sorted())
    }

    @Test("A shared link that takes nothing leaves each call as it is by itself")
    func transparency() throws {
        let open = Self.scenario(links: "uplink: { up: {}, down: {} }")
        let shared = try Self.run(Self.planner(open))
        let alone = try Self.planner(open.replacing(", via: [uplink]", with: ""))
        #expect(shared.calls.count == 3)
        for result in shared.calls {
            let call = try MediaCall(alone.plan(of: result.record.call), keepsSeries: false)
            let expected = try #require(try call.run { _ in true }).record
            #expect(result.record.metrics == expected.metrics)
            #expect(result.record.directions == expected.directions)
            #expect(result.record.site == "uplink")
            #expect(result.record.partition == 0)
        }
    }

    @Test("Calls behind a narrow link take from each other what they need")
    func contention() throws {
        let many = try Self.run(Self.planner(Self.scenario(count: 5)))
        let one = try Self.run(Self.planner(Self.scenario(count: 1)))
        func rate(_ result: PartitionResult) -> Double {
            let rates = result.calls.compactMap { $0.record.direction(to: .patient)?.metrics["video.bitrate"] }
            return rates.reduce(0, +) / Double(rates.count)
        }
        #expect(rate(many) < rate(one))
        let up = try #require(many.links.first { $0.isUp })
        let down = try #require(many.links.first { !$0.isUp })
        #expect(try #require(up.metrics["link.utilisation"]) > (try #require(down.metrics["link.utilisation"])))
        #expect(try #require(up.metrics["link.wait_p95"]) > (try #require(down.metrics["link.wait_p95"])))
    }

    @Test("A recorded call comes out as it does among the others unrecorded")
    func recording() throws {
        let planner = try Self.planner(Self.scenario())
        let plan = try #require(planner.partitionPlan(0))
        let recorded = Partition(plan, call: planner.plan(of:), keepsSeries: { _ in false }, recording: (2, .ivf))
        let result = try #require(try recorded.run(continues: { true }))
        #expect(result.calls.map(\.record) == (try Self.run(planner)).calls.map(\.record))
        #expect(recorded.recordedCall != nil)
    }

    @Test("A partition that is given up has no result")
    func givenUp() throws {
        let planner = try Self.planner(Self.scenario())
        let plan = try #require(planner.partitionPlan(0))
        var seconds = 0
        let partition = Partition(plan, call: planner.plan(of:), keepsSeries: { _ in false })
        let result = try partition.run(continues: {
            seconds += 1
            return seconds < 4
        })
        #expect(result == nil)
        #expect(seconds == 4)
    }
}
