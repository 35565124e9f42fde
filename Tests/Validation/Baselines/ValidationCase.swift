import Foundation
import QualityModels
import Results

/// Many comparisons of one kind, and how they came out.
struct ValidationCase {
    enum Goal {
        case alarmsAtMost(Double)
        case alarmsAtLeast(Double)
        case alarmsAndAllClearsAtMost(Double)
        /// Counted to be known.
        case none
    }

    let name: String
    let goal: Goal
    let verdicts: [ComparisonVerdict]
    let pairCounts: [Int]

    /// Looks first at ten seeds, then at twenty, as a run does where nobody says otherwise.
    static let (firstCount, cap) = (10, 20)

    static func counted(
        _ name: String,
        goal: Goal,
        count: Int,
        _ panels: @escaping @Sendable (Int) throws -> (old: Baseline, new: Baseline)
    ) async throws -> ValidationCase {
        let width = ProcessInfo.processInfo.activeProcessorCount
        let answers = try await withThrowingTaskGroup(of: [(Int, PairedComparison)].self) { group in
            for worker in 0..<width {
                group.addTask {
                    var answers: [(Int, PairedComparison)] = []
                    for index in stride(from: worker, to: count, by: width) {
                        let (old, new) = try panels(index)
                        let comparison = try await PairedComparison.byLooks(
                            old: old.runs,
                            first: firstCount,
                            cap: cap,
                            margins: MarginRule.standard
                        ) { Array(new.runs.prefix($0)) }
                        if let comparison { answers.append((index, comparison)) }
                    }
                    return answers
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }.sorted { $0.0 < $1.0 }.map(\.1)
        return ValidationCase(
            name: name,
            goal: goal,
            verdicts: answers.map(\.verdict),
            pairCounts: answers.map(\.pairCount)
        )
    }

    func share(_ verdict: ComparisonVerdict) -> Double {
        Double(verdicts.count { $0 == verdict }) / Double(max(verdicts.count, 1))
    }

    var meanPairCount: Double { Double(pairCounts.reduce(0, +)) / Double(max(pairCounts.count, 1)) }

    var isMet: Bool {
        switch goal {
        case .alarmsAtMost(let most): share(.worse) <= most
        case .alarmsAtLeast(let least): share(.worse) >= least
        case .alarmsAndAllClearsAtMost(let most): share(.worse) <= most && share(.betterOrSame) <= most
        case .none: true
        }
    }

    var goalText: String {
        switch goal {
        case .alarmsAtMost(let most): "worse in at most \(Self.percent(most))"
        case .alarmsAtLeast(let least): "worse in at least \(Self.percent(least))"
        case .alarmsAndAllClearsAtMost(let most): "worse, and better or same, in at most \(Self.percent(most)) each"
        case .none: "none"
        }
    }

    var line: String {
        "\(isMet ? "met" : "MISSED")  \(name): worse \(Self.percent(share(.worse))), better or same "
            + "\(Self.percent(share(.betterOrSame))), inconclusive \(Self.percent(share(.inconclusive)))"
    }

    static func percent(_ share: Double) -> String { JSONNumber(score: (share * 1_000).rounded() / 10).literal + " %" }

    var json: JSONValue {
        .object([
            "case": .string(name), "goal": .string(goalText), "met": .boolean(isMet),
            "comparisons": .integer(verdicts.count),
            "worse": .integer(verdicts.count { $0 == .worse }),
            "better_or_same": .integer(verdicts.count { $0 == .betterOrSame }),
            "inconclusive": .integer(verdicts.count { $0 == .inconclusive }),
            "mean_seeds": .score(meanPairCount),
        ])
    }
}
