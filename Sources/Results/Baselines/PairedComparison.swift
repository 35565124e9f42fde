import QualityModels
public import Statistics

/// Two runs or panels of runs held against each other, figure by figure, and what that says of the new one.
public struct PairedComparison: Hashable, Sendable {
    /// What is paired.
    public enum Unit: String, Hashable, Sendable {
        /// The runs of one seed each.
        case runs
        /// The calls of one number each, those that share links flipped together.
        case calls
    }

    public let unit: Unit
    public let pairCount: Int
    /// How many of the pairs are the same to the byte.
    public let identicalCount: Int
    /// The level at which the verdict was reached.
    public let level: Double
    /// Why nothing can be compared; `nil` where it can.
    public let mismatch: String?
    public let rows: [ComparisonRow]
    /// What stands over a comparison of runs that are not alike, such as another scenario's.
    public let remark: String?

    /// The answer: worse where any judged figure is, better or the same where all are, else inconclusive.
    ///
    /// That one figure is worse is claimed by p-values that Holm's method adjusts for looking at many; that none is needs
    /// no adjustment, since every figure has to show it (R. L. Berger, Technometrics 24, 1982, remembered).
    public let verdict: ComparisonVerdict

    /// Two runs that cannot be compared.
    public init(mismatch: String, unit: Unit = .runs) {
        self.unit = unit
        (pairCount, identicalCount, level) = (0, 0, 0)
        self.mismatch = mismatch
        (rows, remark, verdict) = ([], nil, .inconclusive)
    }

    init(
        unit: Unit,
        pairCount: Int,
        identicalCount: Int,
        level: Double,
        drafts: [ComparisonDraft],
        remark: String? = nil
    ) {
        self.unit = unit
        self.pairCount = pairCount
        self.identicalCount = identicalCount
        self.level = level
        self.remark = remark
        mismatch = nil
        rows = ComparisonDraft.rows(of: drafts, level: level)
        let verdicts = rows.compactMap(\.verdict)
        if verdicts.contains(.worse) {
            verdict = .worse
        } else if pairCount > 0, identicalCount == pairCount {
            verdict = .betterOrSame
        } else {
            verdict = !verdicts.isEmpty && verdicts.allSatisfy { $0 == .betterOrSame } ? .betterOrSame : .inconclusive
        }
    }

    /// Whether every pair is the same to the byte.
    public var isIdentical: Bool { pairCount > 0 && identicalCount == pairCount }

    /// Whether there are enough pairs to show that a figure is worse, were it ever so much worse in all of them.
    public var canShowWorse: Bool {
        let judged = rows.count { $0.verdict != nil }
        guard unit == .runs, judged > 0, pairCount <= SignFlipTest.exactCountMax else { return true }
        return Double(judged) / Double(1 << pairCount) <= level
    }

    /// Whether more pairs may turn the answer from inconclusive.
    public var needsMorePairs: Bool {
        verdict == .inconclusive && mismatch == nil
            && rows.contains { $0.verdict == .inconclusive && $0.doubt == .spread }
    }

    /// The finding that it makes of a run.
    public var finding: RunVerdict {
        switch verdict {
        case .betterOrSame: .passed
        case .worse: .regressed
        case .inconclusive: .inconclusive
        }
    }
}

public enum ComparisonVerdict: String, Hashable, Sendable, CaseIterable {
    case betterOrSame = "better_or_same"
    case worse
    case inconclusive
}

/// One figure of both sides.
public struct ComparisonRow: Hashable, Sendable {
    public let quantity: ComparedQuantity
    public let old: Side?
    public let new: Side?
    /// The mean of the pairs' differences, new less old, in the metric's unit; `nil` without a pair that both measured.
    public let difference: Double?
    /// At 95 %.
    public let interval: ConfidenceInterval?
    /// The two-sided p-value of there being no difference, adjusted by Holm's method for all rows that are judged, or that are not.
    public let pDifference: Double?
    /// In the metric's unit; `nil` where the figure is not judged.
    public let margin: Double?
    /// That it is no worse than by the margin, adjusted for all judged rows by Holm's method: small speaks for worse.
    public let pWorse: Double?
    /// That it is worse by the margin at least: small speaks for better or the same.
    public let pSame: Double?
    /// `nil` where the figure is not judged.
    public let verdict: ComparisonVerdict?
    /// Why a judged figure is inconclusive.
    public let doubt: Doubt?

    /// The mean over the pairs, and how sure it is.
    public struct Side: Hashable, Sendable {
        public let mean: Double
        /// Half the width of the 95 % interval of the mean, by Student's t; `nil` with one pair.
        public let halfWidth: Double?
    }

    public enum Doubt: Hashable, Sendable {
        /// The pairs are too few or too far apart.
        case spread
        /// Pairs that one side measured and the other did not, or samples that only the new side lacks.
        case unmeasured(Int)
    }

    /// Whether the difference is distinguishable from none.
    public var isSignificant: Bool { verdict == .worse || (pDifference ?? 1) <= 0.05 }

    /// Whether the figure is the same in every pair.
    public var isUnchanged: Bool { difference == 0 && interval?.lower == 0 && interval?.upper == 0 && doubt == nil }
}
