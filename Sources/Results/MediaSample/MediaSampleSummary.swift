public import QualityModels
public import Statistics
import Units

/// What the means of a packet-tier run would be with codecs, by a sample of its calls that were run with them.
public struct MediaSampleSummary: Hashable, Sendable {
    /// A kind of calls, and how many of it this run holds.
    public struct Stratum: Hashable, Sendable {
        public let tags: [ThresholdRule.Tag]
        public let calls: Int
        /// How many were run with codecs.
        public let sampled: Int
    }

    /// One metric's means, over all its samples and over what each party received.
    public struct Entry: Hashable, Sendable {
        public let metric: Metric
        public let all: CorrectedMean
        /// `nil` for a metric of whole calls, and where nothing was measured.
        public let toClinician: CorrectedMean?
        public let toPatient: CorrectedMean?
    }

    public let strata: [Stratum]
    /// How many calls were run with codecs.
    public let callCount: Int
    public let digest: UInt64
    /// In the catalogue's order, every metric of calls that the packet tier measured.
    public let entries: [Entry]

    init(of sample: MediaSample, in records: RunRecords) {
        let frame = SampleFrame(sample, records.calls)
        strata = zip(sample.strata, frame.strata).map { stratum, units in
            Stratum(tags: stratum.tags, calls: units.count, sampled: units.count { $0.codecs != nil })
        }
        (callCount, digest) = (sample.calls.count, sample.digest)
        func mean(_ metric: Metric, to receiver: Party? = nil) -> CorrectedMean? {
            SampledMetric(metric, to: receiver, of: frame).map { CorrectedMean(of: $0, metric) }
        }
        entries = MetricCatalogue.all.filter(\.sampling.isOfCalls).compactMap { metric in
            guard let all = mean(metric) else { return nil }
            let isOfCalls = metric.sampling == .call
            return Entry(
                metric: metric,
                all: all,
                toClinician: isOfCalls ? nil : mean(metric, to: .clinician),
                toPatient: isOfCalls ? nil : mean(metric, to: .patient)
            )
        }
    }

    /// The entry of a metric, `nil` where the packet tier did not measure it.
    public func entry(_ name: String) -> Entry? { entries.first { $0.metric.name == name } }
}

/// One mean of the packet tier, and what it would be with codecs.
public struct CorrectedMean: Hashable, Sendable {
    /// As the packet tier has it.
    public let packet: Double
    /// As codecs would have it; `nil` where a stratum has no call that was measured both ways.
    public let corrected: Double?
    /// Of that, at 95 %; `nil` where the sample is too small or showed no spread.
    public let interval: ConfidenceInterval?
    public let slope: Double?
    public let method: RegressionEstimate.Slope?
    public let standardError: Double?
    /// How far a call with codecs lies from what its packet-tier score says, within its stratum.
    public let residualDeviation: Double?
    /// How many calls of the sample were measured both ways.
    public let calls: Int
    /// How many were measured one way only.
    public let unknown: Int

    init(of sampled: SampledMetric, _ metric: Metric) {
        let estimate = RegressionEstimate(of: sampled.strata, estimatesSlope: !metric.isIndicator)
        let range = MetricRange(metric.unit)
        func possible(_ value: Double) -> Double { min(max(value, range.lowest), range.highest).roundedToSixDigits }
        packet = sampled.packetMean.roundedToSixDigits
        corrected = estimate.map { possible($0.mean) }
        var interval = estimate?.interval()
        if metric.isIndicator, let estimate, !estimate.isCensus {
            interval = ShareDifference.interval(of: sampled.strata).map { difference in
                ConfidenceInterval(
                    lower: difference.lower.map { sampled.packetMean + $0 },
                    upper: difference.upper.map { sampled.packetMean + $0 }
                )
            }
        }
        self.interval = interval.map {
            ConfidenceInterval(lower: $0.lower.map(possible), upper: $0.upper.map(possible))
        }
        (slope, method) = (estimate?.slope.roundedToSixDigits, estimate?.method)
        standardError = estimate?.standardError?.roundedToSixDigits
        residualDeviation = estimate?.residualDeviation?.roundedToSixDigits
        (calls, unknown) = (sampled.pairCount, sampled.unknown)
    }
}
