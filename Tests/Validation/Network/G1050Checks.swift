import NetworkEmulation
import Units
import ValidationComparison

/// Paths of ITU-T G.1050 by severity (network.md 7: 28).
enum G1050Checks {
    /// What g1050.json gives for a severity, and what that means.
    private struct Conditions {
        let severity: G1050.Severity
        /// Of the local networks and of the access links, in percent.
        let lan: Double
        let access: Double
        let coreLoss: Double
        /// How long the core fails in an hour, which all intervals divide.
        let failingShare: Double

        /// Losses by slices of 1 ms in a high state: its share, the loss in it, and the state's decay a slice.
        struct Segment {
            let high: Double
            let loss: Double
            let decay: Double

            var survival: Double { 1 - high * loss }

            /// E[S0 Sk] of two packets so many slices apart.
            func joint(_ slices: Int) -> Double {
                var power = 1.0
                for _ in 0..<slices { power *= decay }
                return survival * survival + loss * loss * high * (1 - high) * power
            }
        }

        private static func segment(enter: Double, leave: Double, loss: Double) -> Segment {
            Segment(high: enter / (enter + leave), loss: loss, decay: 1 - enter - leave)
        }

        var lanSegment: Segment { Self.segment(enter: 1e-4 * lan, leave: 0.1, loss: 2.5e-5 * lan) }
        var accessSegment: Segment {
            Self.segment(enter: 2e-4 * access, leave: 0.2 / (1 + access), loss: 5e-4 * access)
        }

        /// Without failures of the core.
        var survival: Double {
            let (lan, access) = (lanSegment.survival, accessSegment.survival)
            return lan * lan * access * access * (1 - coreLoss)
        }

        var lossRate: Double { 1 - survival * (1 - failingShare) }

        /// The variance of the loss rate among packets `spacing` slices apart, the failures known.
        ///
        /// Behind the core's jitter packets may meet one slice; as many as come in a slice on average do.
        func variance(count: Int, spacing: Int) -> Double {
            var sum = survival * (1 - survival)
            let shared = accessSegment.high * accessSegment.loss * (1 - accessSegment.loss)
            sum += survival * survival * shared / Double(spacing)
            for lag in 1..<2_000 {
                let (lan, access) = (lanSegment.joint(lag * spacing), accessSegment.joint(lag * spacing))
                let both = lan * lan * access * access * (1 - coreLoss) * (1 - coreLoss)
                sum += 2 * (both - survival * survival)
            }
            return (1 - failingShare) * sum / Double(count)
        }
    }

    private static let conditions = [
        Conditions(severity: .a, lan: 1, access: 0, coreLoss: 0, failingShare: 0),
        Conditions(severity: .b, lan: 2, access: 1, coreLoss: 1e-4, failingShare: 0.064 / 3_600),
        Conditions(severity: .c, lan: 3, access: 2, coreLoss: 2e-4, failingShare: 0.128 / 1_800),
        Conditions(severity: .d, lan: 5, access: 4, coreLoss: 4e-4, failingShare: 0.256 / 900),
        Conditions(severity: .e, lan: 8, access: 8, coreLoss: 1e-3, failingShare: 0.4 / 480),
        Conditions(severity: .f, lan: 12, access: 15, coreLoss: 2e-3, failingShare: 0.8 / 240),
        Conditions(severity: .g, lan: 16, access: 30, coreLoss: 5e-3, failingShare: 1.6 / 120),
        Conditions(severity: .h, lan: 20, access: 50, coreLoss: 1e-2, failingShare: 3.0 / 60),
    ]

    /// A packet each 10 ms for two hours, a whole number of intervals between failures.
    static func all() -> [NetworkCheck] {
        let (count, spacing) = (720_000, 10)
        return conditions.map { conditions in
            var link = Link(
                LinkConfiguration(
                    allowsReordering: true,
                    disturbances: DelayDisturbances(g1050: G1050(severity: conditions.severity))
                )
            )
            let record = link.losses(count: count, spacing: .milliseconds(Int64(spacing)))
            return .exact(
                "ITU-T G.1050 (2007)",
                "severity \(conditions.severity.rawValue): end-to-end loss over two hours",
                source: "segments, core and failures composed; g1050.json",
                promised: conditions.lossRate,
                measured: Double(record.count { $0 }) / Double(count),
                error: conditions.variance(count: count, spacing: spacing).squareRoot()
            )
        }
    }
}
