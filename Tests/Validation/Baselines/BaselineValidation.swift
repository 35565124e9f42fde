import Foundation
import QualityModels
import Results
import ValidationComparison

/// Counts how comparisons of panels come out where nothing has changed, and where something has.
@main
struct BaselineValidation {
    private static let realCount = 200
    private static let madeCount = 400

    static func main() async {
        guard CommandLine.arguments.count == 3 else {
            Files.tell("error: two baselines are due: as the scenario is, and changed for the worse")
            exit(ExitStatus.usage.rawValue)
        }
        do {
            let pools = try CommandLine.arguments.dropFirst().map { path in
                try RunPool(parsing: Files.read(path, hint: "Scripts/validate baselines makes it"))
            }
            let results = try await results(same: pools[0], worse: pools[1])
            let bytes = JSONValue.array(results.map(\.json)).prettyBytes
            try Files.write(bytes, to: BaselinePage.results)
            let old = (try? String(contentsOfFile: BaselinePage.page, encoding: .utf8)) ?? ""
            let text = PageSections.replacing(BaselinePage.section, with: BaselinePage.text(of: results), in: old)
            try Files.write(Array(text.utf8), to: BaselinePage.page)
            for result in results { print(result.line) }
            guard results.allSatisfy(\.isMet) else { exit(ExitStatus.thresholdFailed.rawValue) }
        } catch {
            Files.tell("error: \(error)")
            exit(ExitStatus.failure.rawValue)
        }
    }

    private static func results(same: RunPool, worse: RunPool) async throws -> [ValidationCase] {
        var results = [
            try await ValidationCase.counted(
                "real runs, other seeds, nothing changed",
                goal: .alarmsAtMost(0.05),
                count: realCount
            ) { index in try same.reshuffled(index) },
            try await ValidationCase.counted(
                "real runs, same seeds, loss to the clinician 8 % instead of 5 %",
                goal: .alarmsAtLeast(0.9),
                count: realCount
            ) { index in try same.paired(with: worse, index) },
        ]
        for shape in MadePanel.Shape.allCases {
            let made = MadePanel(like: same, shape: shape)
            results.append(
                try await ValidationCase.counted(
                    "made up, \(shape.rawValue), nothing changed",
                    goal: .alarmsAtMost(0.05),
                    count: madeCount
                ) { index in try made.panels(index, effect: .none) }
            )
            results.append(
                try await ValidationCase.counted(
                    "made up, \(shape.rawValue), MOS to the clinician lower by just its margin",
                    goal: .alarmsAndAllClearsAtMost(0.05),
                    count: madeCount
                ) { index in try made.panels(index, effect: .margin) }
            )
            results.append(
                try await ValidationCase.counted(
                    "made up, \(shape.rawValue), MOS to the clinician lower by its margin and 1.25 standard deviations",
                    goal: .alarmsAtLeast(0.9),
                    count: madeCount
                ) { index in try made.panels(index, effect: .marginAndDeviations(1.25)) }
            )
        }
        let made = MadePanel(like: same, shape: .normal)
        for deviations in [0.75, 1] {
            results.append(
                try await ValidationCase.counted(
                    "made up, normal, MOS to the clinician lower by its margin and \(deviations) standard deviations",
                    goal: .none,
                    count: madeCount
                ) { index in try made.panels(index, effect: .marginAndDeviations(deviations)) }
            )
        }
        return results
    }
}
