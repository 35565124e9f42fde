/// Every metric that Rehearsal knows, in the order of reports.
public enum MetricCatalogue {
    public static let all: [Metric] = audio + video + call + consultation

    /// The metric of this name, or `nil` where there is none.
    public static func metric(named name: String) -> Metric? { all.first { $0.name == name } }

    private static let audio = [
        metric(
            "audio.mos",
            .meanOpinionScore,
            .window,
            .higherIsBetter,
            "listening and conversational quality on the wideband scale, 1 to 4.5",
            "ITU-T G.107.1 (06/2019) with a provisional Opus table of ours"
        ),
        metric(
            "audio.concealed_ratio",
            .ratio,
            .direction,
            .lowerIsBetter,
            "share of play-out samples that concealment made up, leaving out concealment within DTX",
            "ours"
        ),
        metric(
            "audio.mouth_to_ear",
            .milliseconds,
            .direction,
            .lowerIsBetter,
            "mean time from capture to play-out, everything counted once",
            "ours"
        ),
    ]

    private static let video = [
        metric(
            "video.freeze_ratio",
            .ratio,
            .direction,
            .lowerIsBetter,
            "share of the time in freezes, the open interval to the end included",
            "W3C webrtc-stats freeze rule; open interval ours"
        ),
        metric(
            "video.longest_freeze",
            .seconds,
            .direction,
            .lowerIsBetter,
            "the longest single freeze",
            "W3C webrtc-stats freeze rule; open interval ours"
        ),
        metric(
            "video.frame_rate",
            .framesPerSecond,
            .direction,
            .higherIsBetter,
            "harmonic rate of shown frames",
            "sum of intervals over sum of their squares, as W3C webrtc-stats allows"
        ),
        metric(
            "video.psnr",
            .decibels,
            .direction,
            .higherIsBetter,
            "mean luma PSNR of shown frames against their own source frames, capped at 60 dB",
            "ours"
        ),
        metric(
            "video.ssim",
            .ratio,
            .direction,
            .higherIsBetter,
            "mean luma SSIM of shown frames, 8x8 windows at a step of 4, K 0.01 and 0.03",
            "Wang et al. 2004, windows ours"
        ),
        metric(
            "video.bitrate",
            .bitsPerSecond,
            .direction,
            .higherIsBetter,
            "video media sent",
            "W3C webrtc-stats bytesSent"
        ),
    ]

    private static let call = [
        metric(
            "call.av_offset",
            .milliseconds,
            .direction,
            .lowerIsBetter,
            "mean video delay minus audio delay at play-out, without its sign",
            "ours, from ground truth"
        ),
        metric(
            "call.round_trip_time",
            .milliseconds,
            .call,
            .lowerIsBetter,
            "mean round-trip time of reports",
            "RFC 3550, 6.4.1"
        ),
        metric(
            "call.setup_time",
            .seconds,
            .call,
            .lowerIsBetter,
            "from joining to media flowing at both ends",
            "modelled connectivity check and DTLS flights"
        ),
        metric(
            "call.packet_loss",
            .ratio,
            .direction,
            .lowerIsBetter,
            "media packets lost before repair",
            "ours, from ground truth"
        ),
        metric(
            "call.residual_loss",
            .ratio,
            .direction,
            .lowerIsBetter,
            "media packets still missing after repair",
            "ours, from ground truth"
        ),
    ]

    private static let consultation = [
        metric(
            "consultation.usable",
            .ratio,
            .call,
            .higherIsBetter,
            "1 when both directions are usable for at least 95 % of the seconds",
            "ours",
            isIndicator: true
        )
    ]

    private static func metric(
        _ name: String,
        _ unit: MetricUnit,
        _ sampling: MetricSampling,
        _ direction: MetricDirection,
        _ meaning: String,
        _ source: String,
        isIndicator: Bool = false
    ) -> Metric {
        Metric(
            name: name,
            unit: unit,
            sampling: sampling,
            direction: direction,
            isIndicator: isIndicator,
            meaning: meaning,
            source: source
        )
    }
}
