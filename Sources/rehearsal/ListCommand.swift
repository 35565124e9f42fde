import ArgumentParser
import Foundation
import Results
import Units
import NetworkEmulation
import QualityModels
import Runner
import Scenarios

struct ListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List access profiles, metrics, or the scenarios in a folder."
    )

    enum Subject: String, ExpressibleByArgument, CaseIterable {
        case profiles
        case metrics
        case scenarios
    }

    @Argument(help: "profiles, metrics or scenarios.")
    var subject: Subject

    @Argument(help: "One profile, to see all its numbers and events.")
    var name: String?

    @Flag(name: .customLong("sources"), help: "Say where each number of a profile comes from.")
    var withSources = false

    @Option(help: "A scenario whose own profiles to list as well.", completion: .file(extensions: ["yaml", "yml"]))
    var scenario: String?

    @Option(help: "The folder that holds scenarios.", completion: .directory)
    var folder = "Scenarios"

    func validate() throws {
        guard subject != .profiles, name != nil || withSources || scenario != nil else { return }
        throw ValidationError("only profiles have names, sources and --scenario")
    }

    func run() throws {
        try reportingErrors {
            switch subject {
            case .profiles: try Console.print(profiles())
            case .metrics: try Console.print(metrics())
            case .scenarios: try Console.print(scenarios())
            }
        }
    }

    private func metrics() -> String {
        Table.aligned(
            [["METRIC", "UNIT", "ONE SAMPLE A", "MEANING"]]
                + MetricCatalogue.all.map { [$0.name, $0.scale ?? $0.unit.rawValue, $0.sampling.rawValue, $0.meaning] }
        )
    }

    private func profiles() throws -> String {
        var known = AccessProfile.all
        if let scenario {
            let loaded = try LoadedScenario.load(ScenarioText(ofFile: scenario)) { _ in false }
            known = loaded.scenario.profiles + known
        }
        guard let name else {
            guard withSources else { return ProfileText.table(known) }
            return known.map { ProfileText.page($0, withSources: true) }.joined(separator: "\n\n")
        }
        if let profile = known.first(where: { $0.id == name }) {
            return ProfileText.page(profile, withSources: withSources)
        }
        let meant = Suggestion.nearest(to: name, among: known.map(\.id))
        throw CommandError(
            .usage,
            "list the profile \(name)",
            "there is no such profile",
            meant.map { "did you mean \($0)?" } ?? "list profiles names them"
        )
    }

    private func scenarios() throws -> String {
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: folder)
        } catch {
            throw CommandError(
                .usage,
                "list \(folder)",
                "it cannot be read as a folder",
                "name the folder that holds scenarios with --folder"
            )
        }
        let rows = names.filter { $0.hasSuffix(".yaml") || $0.hasSuffix(".yml") }.sorted().map { name in
            let path = "\(folder)/\(name)"
            let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
            let question = text.split(separator: "\n").first { $0.hasPrefix("question:") }
            return [
                path, question.map { $0.dropFirst(9).trimmingCharacters(in: CharacterSet(charactersIn: " \"'")) } ?? "",
            ].map(\.escapingControls)
        }
        return Table.aligned([["SCENARIO", "QUESTION"]] + rows)
    }
}
