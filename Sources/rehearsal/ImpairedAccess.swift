import Foundation
import NetworkEmulation
import QualityModels
import Results
import Runner
import Scenarios

/// The two links that `impair` puts datagrams through, and what happens to them.
struct ImpairedAccess {
    let up: LinkConfiguration
    let down: LinkConfiguration
    let upSchedule: LinkSchedule
    let downSchedule: LinkSchedule

    /// The network or shared link of this name in the scenario, its own profile, or a built-in one.
    ///
    /// Profiles have their typical line. What the scenario's reader warns of goes to stderr, as `validate` prints it.
    static func named(_ name: String, scenario file: String?) throws -> ImpairedAccess {
        let scenario = try file.map { try read($0) }
        let networks = (scenario?.networks ?? []) + (scenario?.links ?? [])
        if let network = networks.first(where: { $0.name == name }) { return try access(through: network) }
        let own = scenario?.profiles ?? []
        guard let profile = own.first(where: { $0.id == name }) ?? AccessProfile[name] else {
            throw unknown(name, file, among: networks.map(\.name) + own.map(\.id))
        }
        let links = profile.links()
        return ImpairedAccess(up: links.up, down: links.down, upSchedule: .none, downSchedule: .none)
    }

    private static func read(_ file: String) throws -> Scenario {
        let loaded = try LoadedScenario.load(ScenarioText(ofFile: file)) { _ in false }
        for warning in loaded.warnings { Console.note(warning.description) }
        return loaded.scenario
    }

    private static func access(through network: AccessNetwork) throws -> ImpairedAccess {
        guard network.cell == nil else {
            throw CommandError(
                .usage,
                "impair by \(network.name)",
                "it is a Wi-Fi cell, whose stations contend for one medium: the relay has a link each way",
                "name a network, a link with up and down, or a profile such as good-home-wifi"
            )
        }
        return ImpairedAccess(
            up: network.up,
            down: network.down,
            upSchedule: network.upSchedule,
            downSchedule: network.downSchedule
        )
    }

    private static func unknown(_ name: String, _ file: String?, among own: [String]) -> CommandError {
        let meant = Suggestion.nearest(to: name, among: own + AccessProfile.all.map(\.id))
        guard let file else {
            return CommandError(
                .usage,
                "impair by \(name)",
                "there is no such profile",
                meant.map { "did you mean \($0)?" }
                    ?? "rehearsal list profiles names them; networks of your own need --scenario FILE"
            )
        }
        return CommandError(
            .usage,
            "impair by \(name)",
            "\(file) has no such network, link or profile, and no built-in profile has this name",
            meant.map { "did you mean \($0)?" }
                ?? (own.isEmpty
                    ? "rehearsal list profiles names the built-in ones" : "it has \(own.joined(separator: ", "))")
        )
    }
}
