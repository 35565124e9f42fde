/// Something a run measures, as thresholds and result files name it.
public struct Metric: Hashable, Sendable {
    public let name: String
    public let unit: MetricUnit
    public let sampling: MetricSampling
    public let direction: MetricDirection
    /// Whether every sample is 0 or 1, so that `share` alone has a meaning.
    public let isIndicator: Bool
    /// The scale that stands beside every value, where the metric is an opinion score; those of two scales are never averaged.
    public let scale: String?
    public let needs: MetricNeeds
    /// Whether the summary on a terminal shows it only where a threshold asks for it; the files have all.
    public let isDetail: Bool
    /// How much worse the mean of a run may be than that of a baseline and still count as the same, in its own unit.
    ///
    /// `nil` where a comparison does not judge the metric unless it is told to. Ours; docs/baselines.md says why.
    public let margin: Double?
    public let meaning: String
    /// The model or standard behind it, with its section and edition, or "ours".
    public let source: String
}

extension Metric {
    /// Whether a call without pictures cannot have it.
    public var needsPictures: Bool { needs.contains(.pictures) }

    /// Whether it takes recorded sound or pictures, which a run does not keep.
    public var needsRecordings: Bool { needs.contains(.recordings) }
}

/// What a metric cannot be measured without.
public struct MetricNeeds: OptionSet, Hashable, Sendable {
    public let rawValue: UInt8

    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// A call with pictures.
    public static let pictures = MetricNeeds(rawValue: 1)
    /// Recorded sound or pictures of both ends.
    public static let recordings = MetricNeeds(rawValue: 2)
    /// A simulated call, or recordings: no counter of one end tells it.
    public static let groundTruth = MetricNeeds(rawValue: 4)
}

/// The unit in which a metric's numbers are written to files.
public enum MetricUnit: String, Hashable, Sendable {
    case ratio = "1"
    case meanOpinionScore = "MOS"
    case milliseconds = "ms"
    case seconds = "s"
    case bitsPerSecond = "bit/s"
    case framesPerSecond = "fps"
    case decibels = "dB"
    case count
    case perMinute = "1/min"
    case lines
    /// VMAF, 0 to 100.
    case vmaf = "VMAF"
    /// Audiovisual quality of ITU-T G.1070, 1 to 5.
    case multimediaQuality = "MMq"
    /// The project's video score, 1 to 5.
    case videoScore = "score"
}

/// What one sample of a metric stands for.
public enum MetricSampling: String, Hashable, Sendable {
    /// A full 10 s window of one direction (a last piece of 5 s or more counts).
    case window
    /// One call in one direction.
    case direction
    /// One call.
    case call
    /// One direction of one flow of a scenario's `flows`.
    case flow
    /// One direction of one link of a scenario's `links`.
    case link
    /// One server of a scenario's `relays`.
    case relay
    /// One appointment, or one session of one clinician, of a scenario's `clinic`.
    case clinic

    /// Whether the sample belongs to a call.
    public var isOfCalls: Bool { self == .window || self == .direction || self == .call }
}

/// Which way a metric is better.
public enum MetricDirection: String, Hashable, Sendable {
    case higherIsBetter
    case lowerIsBetter
}
