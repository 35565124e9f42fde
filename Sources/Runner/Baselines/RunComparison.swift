import Foundation
public import QualityModels
public import Results

/// Two runs, or two baselines, from their files.
public struct RunComparison: Sendable {
    private let old: String
    private let new: String
    private let margins: [MarginRule]
    private let acrossSettings: Bool

    /// - Parameter acrossSettings: whether runs of other settings are held against each other all the same.
    public init(old: String, new: String, margins: [MarginRule], acrossSettings: Bool) {
        (self.old, self.new, self.margins, self.acrossSettings) = (old, new, margins, acrossSettings)
    }

    /// Compares; what cannot be compared is inconclusive and says why.
    ///
    /// - Throws: `RunError` for what cannot be read, is unfinished or damaged, or is of two kinds.
    public func perform() throws -> PairedComparison {
        for path in [old, new] where !FileManager.default.fileExists(atPath: path) {
            throw RunError(
                .usage,
                attempted: "compare \(old) with \(new)",
                happened: "there is no \(path)",
                advice: "name the output folders of two finished runs, or two baselines"
            )
        }
        switch (Self.isFolder(old), Self.isFolder(new)) {
        case (true, true): return try folders()
        case (false, false): return try baselines()
        default:
            throw RunError(
                .usage,
                attempted: "compare \(old) with \(new)",
                happened: "one is a run's folder and the other a file",
                advice: "name two folders or two baselines; run SCENARIO --baseline FILE holds a run against a baseline"
            )
        }
    }

    private static func isFolder(_ path: String) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
    }

    private func baselines() throws -> PairedComparison {
        let (before, after) = (try BaselineFile.read(old), try BaselineFile.read(new))
        if !acrossSettings, let mismatch = before.key.mismatch(with: after.key, old, new) {
            return PairedComparison(mismatch: mismatch)
        }
        let seeds = before.runs.map(\.seed).filter { seed in after.runs.contains { $0.seed == seed } }
        guard !seeds.isEmpty else { return PairedComparison(mismatch: "no seed is in both baselines") }
        func runs(_ baseline: Baseline) -> [PanelRun] {
            seeds.compactMap { seed in baseline.runs.first { $0.seed == seed } }
        }
        return PairedComparison(old: runs(before), new: runs(after), margins: margins, level: PairedComparison.alpha)
    }

    private func folders() throws -> PairedComparison {
        let (before, after) = (try ComparedFolder(at: old), try ComparedFolder(at: new))
        let difference = before.difference(to: after)
        if let difference, !acrossSettings || !difference.allowsPairs {
            return PairedComparison(mismatch: difference.words, unit: .calls)
        }
        let (old, new) = (try before.records(), try after.records())
        guard !old.calls.isEmpty || !new.calls.isEmpty else {
            return PairedComparison(
                mismatch: "the runs hold no calls that could be paired; run --baseline compares flows seed by seed",
                unit: .calls
            )
        }
        return PairedComparison(
            old: old,
            new: new,
            margins: margins,
            level: PairedComparison.alpha,
            seed: before.manifest.seed,
            remark: difference?.words
        )
    }
}
