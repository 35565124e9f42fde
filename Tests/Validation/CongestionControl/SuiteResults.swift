import QualityModels
import Results
import Scenarios
import Units

/// The measures of a whole suite as JSON, from which its page is made.
enum SuiteResults {
    static func json(_ cases: [SuiteCase]) -> JSONValue { .array(cases.map { .object(object(of: $0)) }) }

    private static func object(of suiteCase: SuiteCase) -> JSONObject {
        var object: JSONObject = [
            "case": .string(suiteCase.name), "seed": .integer(suiteCase.scenario.seed),
            "question": .string(suiteCase.scenario.question),
        ]
        // Flows without a shared link go neither way of one.
        let hasWays = !suiteCase.links.isEmpty
        object.append(
            "epochs",
            .array(
                suiteCase.epochs.flatMap { span in
                    [true, false].compactMap { EpochMeasures(suiteCase, span: span, isForward: $0) }
                }.map { .object(Self.object(of: $0, hasWays: hasWays)) }
            )
        )
        object.append("flows", .array(suiteCase.flows.filter { $0.kind != "udp" }.map { .object(Self.object(of: $0)) }))
        object.append("links", .array(suiteCase.links.map { .object(Self.object(of: $0)) }))
        return object
    }

    private static func object(of epoch: EpochMeasures, hasWays: Bool) -> JSONObject {
        [
            "from_s": .score(epoch.span.lowerBound.seconds), "to_s": .score(epoch.span.upperBound.seconds),
            "direction": hasWays ? .string(epoch.isForward ? "up" : "down") : .null, "flows": .integer(epoch.flowCount),
            "available_bit_s": .score(epoch.available),
            "media_bit_s": .score(epoch.rate), "jain_index": .score(epoch.fairness),
            "convergence_s": .score(epoch.convergence?.seconds), "oscillations": .integer(epoch.oscillations),
        ]
    }

    private static func object(of flow: FlowRecord) -> JSONObject {
        var object: JSONObject = [
            "name": .string(flow.name), "kind": .string(flow.kind),
            "direction": .string(flow.isForward ? "forward" : "backward"),
        ]
        for (metric, value) in flow.metrics.pairs { object.append(metric.name, .score(value)) }
        return object
    }

    private static func object(of link: LinkRecord) -> JSONObject {
        var object: JSONObject = ["name": .string(link.name), "direction": .string(link.isUp ? "up" : "down")]
        for (metric, value) in link.metrics.pairs { object.append(metric.name, .score(value)) }
        return object
    }
}
