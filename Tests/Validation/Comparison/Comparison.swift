public import Results
public import Statistics

/// One number of one condition at one end: what the browsers did, what the simulator did, and whether it fits.
public struct ComparedCell: Sendable {
    public let condition: String
    public let end: RecordedEnd
    public let metric: ComparedMetric
    /// The recordings' values, one a repeat that has it.
    public let chromium: [Double]
    /// The band of the repeats, widened: what decides.
    public let low: Double
    public let high: Double
    /// The simulator's values, one a seed that has it.
    public let simulated: [Double]
    /// `nil` where the simulator does not measure it: a miss.
    public let mean: Double?
    /// Of the mean, with 95 % confidence; `nil` below two seeds.
    public let interval: ConfidenceInterval?
    public let isInside: Bool
    /// Whether the browsers left their own band under `clean`.
    public let isInformative: Bool

    /// `bw500/A/video.psnr`.
    public var key: String { "\(condition)/\(end.rawValue)/\(metric.name)" }
}

/// Recordings and simulated calls, cell by cell.
public enum Comparison {
    /// The condition without impairment, from which the others must differ to say anything.
    public static let reference = "clean"

    /// The cells in order of condition, end and metric; a cell that no recording has is left out.
    ///
    /// - Parameter simulated: the simulated calls of each condition, one a seed.
    public static func cells(_ table: RecordingTable, simulated: [String: [CallMeasurements]]) -> [ComparedCell] {
        let conditions = table.conditions
        let clean = conditions.first { $0.name == reference }?.recordings ?? []
        return conditions.flatMap { condition -> [ComparedCell] in
            guard let set = condition.recordings.first?.set, let calls = simulated[condition.name] else { return [] }
            return RecordedEnd.allCases.flatMap { end in
                ComparedMetric.all.filter { $0.applies(to: set) }.compactMap { metric in
                    cell(metric, at: end, recorded: condition.recordings, clean: clean, simulated: calls)
                }
            }
        }
    }

    /// The band that the values of a condition's repeats span, or 5 % to either side of a single one; widened.
    static func band(_ values: [Double], _ metric: ComparedMetric, height: Int) -> (low: Double, high: Double)? {
        guard let least = values.min(), let most = values.max() else { return nil }
        let slack = values.count == 1 ? 0.05 * abs(least) : 0
        return metric.widening.widen(low: least - slack, high: most + slack, fullHeight: height)
    }

    private static func cell(
        _ metric: ComparedMetric,
        at end: RecordedEnd,
        recorded: [Recording],
        clean: [Recording],
        simulated: [CallMeasurements]
    ) -> ComparedCell? {
        func values(_ recordings: [Recording]) -> [Double] {
            recordings.compactMap { metric.value(of: $0.measurements, at: end, seconds: $0.set.seconds) }
        }
        guard let first = recorded.first else { return nil }
        let chromium = values(recorded)
        guard let band = band(chromium, metric, height: first.set.height) else { return nil }
        let ours = simulated.compactMap { metric.value(of: $0, at: end, seconds: first.set.seconds) }
        let mean = Moments(ours).mean
        var isInformative = false
        if first.condition != reference, let ordinary = self.band(values(clean), metric, height: first.set.height),
            let observed = Moments(chromium).mean
        {
            isInformative = observed < ordinary.low || observed > ordinary.high
        }
        return ComparedCell(
            condition: first.condition,
            end: end,
            metric: metric,
            chromium: chromium,
            low: band.low,
            high: band.high,
            simulated: ours,
            mean: mean,
            interval: ConfidenceInterval.ofMean(ours),
            isInside: mean.map { band.low <= $0 && $0 <= band.high } ?? false,
            isInformative: isInformative
        )
    }
}

extension Comparison {
    /// The array of `Results/validation/chromium.json`.
    public static func json(_ cells: [ComparedCell]) -> JSONValue {
        .array(
            cells.map { cell in
                .object([
                    "condition": .string(cell.condition),
                    "end": .string(cell.end.rawValue),
                    "metric": .string(cell.metric.name),
                    "chromium": .array(cell.chromium.map { .score($0) }),
                    "low": .score(cell.low),
                    "high": .score(cell.high),
                    "mean": .score(cell.mean),
                    "interval": cell.interval.map { .array([.score($0.lower), .score($0.upper)]) } ?? .null,
                    "inside": .boolean(cell.isInside),
                    "informative": .boolean(cell.isInformative),
                ])
            }
        )
    }
}
