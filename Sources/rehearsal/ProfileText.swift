import NetworkEmulation
import Scenarios
import Units

/// Access profiles as `list profiles` prints them.
enum ProfileText {
    /// One line for each profile: its medians.
    static func table(_ profiles: [AccessProfile]) -> String {
        let rows = profiles.map { profile in
            [
                profile.id, number(profile.down.p50.kilobitsPerSecond / 1_000),
                number(profile.up.p50.kilobitsPerSecond / 1_000), number(profile.baseRoundTripTime.p50.milliseconds),
                number(profile.jitter.p50.milliseconds), percent(profile.loss.p50), profile.description,
                profile.confidence,
            ].map(\.escapingControls)
        }
        let heading = ["PROFILE", "DOWN Mbit/s", "UP Mbit/s", "RTT ms", "JITTER ms", "LOSS %", "WHAT", "CONFIDENCE"]
        return Table.aligned([heading] + rows)
            + "\nMedians; each participant draws a line of their own around them. Starting values, not measurements of "
            + "any site: list profiles NAME --sources shows where each number comes from."
    }

    /// All that is known of one profile, with where each number comes from where asked.
    static func page(_ profile: AccessProfile, withSources: Bool) -> String {
        var lines = [
            profile.description.isEmpty ? profile.id : "\(profile.id): \(profile.description)",
            "confidence: \(profile.confidence)", "",
        ]
        let heading = ["NUMBER", "VALUE", "MARK"] + (withSources ? ["SOURCE"] : [])
        let rows = ProfileNumber.allCases.map { number in
            let evidence = profile.evidence(of: number)
            return [number.rawValue, value(number, of: profile), mark(number, evidence, profile)]
                + (withSources ? [evidence.source.isEmpty ? "none named" : evidence.source] : [])
        }
        lines.append(Table.aligned([heading] + rows))
        if let route = profile.onlyRoute {
            lines += ["", "WAY OUT", "  \(route.rawValue) alone: the route of groups that give none"]
        }
        lines += ["", "QUEUE AS DESCRIBED", "  \(profile.queueDescription)", "", "EVENTS"]
        if profile.events.isEmpty { lines.append("  none") }
        for event in profile.events {
            lines.append("  \(event.sentence)")
            let state = event.models.isEmpty ? "not emulated" : "emulated"
            lines.append("    \(state)" + (event.note.map { ": \($0)" } ?? ""))
        }
        if withSources {
            lines += ["", "SOURCES"]
            lines += profile.sources.isEmpty ? ["  none named"] : profile.sources.map { "  \($0)" }
            lines += ["", "MARKS"] + marks.map { "  " + $0 }
        }
        return lines.map(\.escapingControls).joined(separator: "\n")
    }

    private static let marks = Table.aligned([
        ["published", "a published figure, seen at least as an excerpt, or computed from published data"],
        ["derived", "made from published figures that are near it"],
        ["remembered", "known to the profile's author, without a source in hand (REM)"],
        ["assumed", "chosen by the profile's author"],
        ["given", "from the scenario"],
    ]).split(separator: "\n")

    private static func mark(_ number: ProfileNumber, _ evidence: NumberEvidence, _ profile: AccessProfile) -> String {
        switch number {
        case .upQueue where profile.upQueue.isAssumed: "assumed"
        case .downQueue where profile.downQueue.isAssumed: "assumed"
        default: evidence.mark.rawValue
        }
    }

    private static func value(_ number: ProfileNumber, of profile: AccessProfile) -> String {
        switch number {
        case .downP5: rate(profile.down.p5)
        case .downP50: rate(profile.down.p50)
        case .downP95: rate(profile.down.p95)
        case .upP5: rate(profile.up.p5)
        case .upP50: rate(profile.up.p50)
        case .upP95: rate(profile.up.p95)
        case .roundTripP50: time(profile.baseRoundTripTime.p50)
        case .roundTripP95: time(profile.baseRoundTripTime.p95)
        case .jitterP50: time(profile.jitter.p50)
        case .jitterP95: time(profile.jitter.p95)
        case .lossP50: percent(profile.loss.p50) + " %"
        case .lossP95: percent(profile.loss.p95) + " %"
        case .meanLossRun: Self.number(profile.meanLossRun) + " packets"
        case .upQueue: time(profile.upQueue.limit)
        case .downQueue: time(profile.downQueue.limit)
        }
    }

    private static func rate(_ rate: DataRate) -> String { number(rate.kilobitsPerSecond / 1_000) + " Mbit/s" }

    private static func time(_ time: TimeDelta) -> String { number(time.milliseconds) + " ms" }

    private static func percent(_ share: Probability) -> String { number((share.value * 1e8).rounded() / 1e6) }

    private static func number(_ value: Double) -> String {
        value == value.rounded() ? String(Int(value)) : String(value)
    }
}
