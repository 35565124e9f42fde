import Results
import Scenarios
import Units
import ValidationComparison

/// How the media flows of one direction fared between two changes of a case.
struct EpochMeasures {
    let span: Range<Timestamp>
    let isForward: Bool
    let flowCount: Int
    /// What the bottleneck has beside datagrams, in bit/s; `nil` where no one rate tells.
    let available: Double?
    /// What media got of it in the epoch's second half, in bit/s.
    let rate: Double
    /// Jain's index over the second half; `nil` for one flow.
    let fairness: Double?
    /// From the epoch's start until the rate over 1 s stays within 20 % of its own mean of the second half, for 5 s.
    let convergence: TimeDelta?
    /// Between 70 % and 110 % of the second half's mean.
    let oscillations: Int

    static let half = 0.5

    /// `nil` where no media flow runs in this direction all through the epoch.
    init?(_ suiteCase: SuiteCase, span: Range<Timestamp>, isForward: Bool) {
        let settings = suiteCase.scenario.flows
        let running = suiteCase.media.filter { record in
            let flow = settings[record.flow - 1]
            return (record.isForward == flow.isUpwards) == isForward && flow.start <= span.lowerBound
                && flow.stop >= span.upperBound && !flow.pauses.contains { $0.overlaps(span) }
        }
        guard !running.isEmpty else { return nil }
        self.span = span
        self.isForward = isForward
        flowCount = running.count
        let rates = running.map { Self.values($0.series, "received_bit_s", span) }
        let total = rates[0].indices.map { index in rates.reduce(0) { $0 + $1[index] } }
        let secondHalf = total.count / 2..<total.count
        let cross = suiteCase.flows.filter { $0.kind == "udp" && settings[$0.flow - 1].isUpwards == isForward }
            .map { Self.values($0.series, "sent_bit_s", span) }
        let crossMean = cross.reduce(0) { $0 + Self.mean($1) }
        available = suiteCase.bottleneck(isUp: isForward).map { link in
            Self.mean(Self.values(link.series, "capacity_bit_s", span)) - crossMean
        }
        rate = Self.mean(Array(total[secondHalf]))
        fairness =
            running.count > 1
            ? CongestionMeasures.jainIndex(rates.map { Self.mean(Array($0[secondHalf])) }) : nil
        let perSecond = Int(TimeDelta.seconds(1).nanoseconds / RecordedSeries.interval.nanoseconds)
        let smooth = CongestionMeasures.smoothed(total, window: perSecond)
        convergence = CongestionMeasures.settling(smooth, into: rate * 0.8...rate * 1.2, hold: 5 * perSecond)
            .map { RecordedSeries.interval * Int64($0) }
        oscillations = CongestionMeasures.oscillations(
            Array(smooth[secondHalf]),
            low: rate * 0.7,
            high: rate * 1.1
        )
    }

    private static func values(_ series: [RecordedSeries], _ key: String, _ span: Range<Timestamp>) -> [Double] {
        let width = RecordedSeries.interval.nanoseconds
        let first = Int(span.lowerBound.nanoseconds / width)
        let last = Int(span.upperBound.nanoseconds / width)
        let all = series.first { $0.key == key }?.values ?? []
        return (first..<last).map { $0 < all.count ? all[$0] ?? 0 : 0 }
    }

    private static func mean(_ values: [Double]) -> Double {
        values.isEmpty ? 0 : values.reduce(0, +) / Double(values.count)
    }
}
