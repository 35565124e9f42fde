import CallSimulation
import Foundation
import NetworkEmulation
import Results
import Scenarios
import Units
import ValidationComparison

/// One scenario of a suite, run.
struct SuiteCase {
    let file: String
    let scenario: Scenario
    let flows: [FlowRecord]
    let links: [LinkRecord]

    init(file: String) throws {
        let bytes = [UInt8](try Data(contentsOf: URL(filePath: file)))
        scenario = try ScenarioReader.read(bytes: bytes, file: file).scenario
        self.file = file
        let planner = CallPlanner(scenario, library: MediaLibrary(for: scenario))
        var (flows, links): ([FlowRecord], [LinkRecord]) = ([], [])
        for number in 0..<planner.partitionCount {
            guard let plan = planner.partitionPlan(number) else {
                throw ValidationError(file, "has calls", hint: "let it have flows alone")
            }
            let partition = Partition(plan, call: planner.plan(of:), keepsSeries: { _ in false })
            let result = try partition.run(continues: { true })
            flows += result?.flows ?? []
            links += result?.links ?? []
        }
        self.flows = flows
        self.links = links
    }

    var name: String { String(file.split(separator: "/").last?.dropLast(".yaml".count) ?? "") }

    /// The flows under our congestion control.
    var media: [FlowRecord] { flows.filter { $0.kind == "media" } }

    /// One direction of the link that the case names as its bottleneck.
    func bottleneck(isUp: Bool) -> LinkRecord? { links.first { $0.isUp == isUp && $0.name == "bottleneck" } }

    /// The spans between what changes: the rate of the link, and the starts, stops and pauses of media flows.
    var epochs: [Range<Timestamp>] {
        let settings = scenario.flows.filter { $0.kind.name == "media" }
        var times = settings.flatMap { flow in
            [flow.start, flow.stop] + flow.pauses.flatMap { [$0.lowerBound, $0.upperBound] }
        }
        times += scenario.links.flatMap { $0.upSchedule.changes + $0.downSchedule.changes }.map(\.at)
        times += scenario.flows.filter { $0.kind.name == "udp" }.flatMap { [$0.start, $0.stop] }
        let last = settings.map(\.stop).max() ?? .start
        let inOrder = Set(times.filter { $0 <= last }.map(\.nanoseconds)).sorted().map { Timestamp(nanoseconds: $0) }
        return zip(inOrder, inOrder.dropFirst()).map { $0..<$1 }.filter { $0.upperBound - $0.lowerBound >= .seconds(5) }
    }
}
