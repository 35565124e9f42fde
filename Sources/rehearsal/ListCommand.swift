import ArgumentParser
import Foundation
import Results
import Units
import NetworkEmulation
import QualityModels
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

    @Option(help: "The folder that holds scenarios.", completion: .directory)
    var folder = "Scenarios"

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
                + MetricCatalogue.all.map { [$0.name, $0.unit.rawValue, $0.sampling.rawValue, $0.meaning] }
        )
    }

    private func profiles() -> String {
        let rows = AccessProfile.all.map { profile in
            [
                profile.id, number(profile.down.p50.kilobitsPerSecond / 1_000),
                number(profile.up.p50.kilobitsPerSecond / 1_000), number(profile.baseRoundTripTime.p50.milliseconds),
                number(profile.jitter.p50.milliseconds), number(profile.loss.p50.value * 100), profile.description,
                profile.confidence,
            ]
        }
        let heading = ["PROFILE", "DOWN Mbit/s", "UP Mbit/s", "RTT ms", "JITTER ms", "LOSS %", "WHAT", "CONFIDENCE"]
        return Table.aligned([heading] + rows)
            + "\nMedians across users or minutes; starting values with their sources in docs/models/README.md, "
            + "not measurements of any site."
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

    private func number(_ value: Double) -> String { value == value.rounded() ? String(Int(value)) : String(value) }
}
