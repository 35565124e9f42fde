public import QualityModels
import VirtualTime

/// The calls of a packet-tier run that were run again with codecs, and the strata that they were drawn from.
public struct MediaSample: Hashable, Sendable {
    /// Calls of a kind.
    public struct Stratum: Hashable, Sendable {
        /// What they have in common: `network`, `patient`, `clinician`, or fewer where the sample is small.
        public let tags: [ThresholdRule.Tag]
        /// The numbers of all calls of the kind, ascending.
        public let calls: [Int]
        /// The numbers of those that were drawn, ascending.
        public let drawn: [Int]

        public init(tags: [ThresholdRule.Tag], calls: [Int], drawn: [Int]) {
            (self.tags, self.calls, self.drawn) = (tags, calls, drawn)
        }
    }

    public let strata: [Stratum]
    /// As they came out with codecs, by number.
    public let calls: [CallRecord]

    public init(strata: [Stratum], calls: [CallRecord]) {
        self.strata = strata
        self.calls = calls.sorted { $0.call < $1.call }
    }

    /// What the calls of the sample came to, in one number, as a run's digest is made.
    public var digest: UInt64 { RunDigest(calls: calls.map { (UInt32($0.call), $0.digest) }).value }

    /// The bytes of `media_sample.ndjson`.
    public var ndjson: [UInt8] {
        var bytes: [UInt8] = []
        for call in calls { call.appendLines(to: &bytes) }
        return bytes
    }
}

extension RunRecords {
    /// The same records with a sample of the calls as codecs have it; its calls are among those of the run.
    public func adding(_ sample: MediaSample?) -> RunRecords {
        var records = self
        records.mediaSample = sample
        return records
    }
}
