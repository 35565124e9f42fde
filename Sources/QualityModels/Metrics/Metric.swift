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
    public let meaning: String
    /// The model or standard behind it, with its section and edition, or "ours".
    public let source: String
}

extension Metric {
    /// Whether a call without pictures cannot have it.
    public var needsPictures: Bool {
        let others = ["call.av_offset", "call.lip_sync_lost", "call.time_to_first_video", "call.multimedia_quality"]
        return name.hasPrefix("video.") || others.contains(name)
    }

    /// Whether the summary on a terminal shows it though no threshold asks for it; the files have all.
    public var isHeadline: Bool {
        let others = [
            "audio.dropouts", "audio.time_stretch", "audio.missed_speech", "audio.level_loss", "video.freezes",
            "video.pauses", "video.resolution_changes", "video.ms_ssim", "video.parametric_score",
            "call.time_to_first_audio",
            "call.time_to_first_video", "call.media_gaps", "call.one_way_silence", "call.talk_collisions",
            "call.multimedia_quality", "call.lip_sync_lost", "consultation.audio_only_time",
            "consultation.unusable_time", "consultation.completed_video", "consultation.fallback_phone",
            "consultation.failed",
        ]
        return !others.contains(name)
    }

    /// Whether it takes recorded sound or pictures, which a run does not keep.
    public var needsRecordings: Bool {
        ["audio.level_loss", "audio.missed_speech", "video.vmaf", "video.vmaf_neg"].contains(name)
    }
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

    /// Whether the sample belongs to a call.
    public var isOfCalls: Bool { self == .window || self == .direction || self == .call }
}

/// Which way a metric is better.
public enum MetricDirection: String, Hashable, Sendable {
    case higherIsBetter
    case lowerIsBetter
}
