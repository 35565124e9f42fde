/// Every metric that Rehearsal knows, in the order of reports.
public enum MetricCatalogue {
    public static let all: [Metric] = audio + video + call + consultation + flow + link + relay

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
            "media packets still missing after repair, and those that a forwarding unit dropped",
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

    private static let flow = [
        metric("flow.rate", .bitsPerSecond, .flow, .higherIsBetter, "what arrived from start to stop", rfc8868("4.1")),
        metric("flow.delay", .milliseconds, .flow, .lowerIsBetter, "mean one-way delay of packets", rfc8868("4.1")),
        metric(
            "flow.delay_p95",
            .milliseconds,
            .flow,
            .lowerIsBetter,
            "95th percentile of the one-way delay of packets",
            rfc8868("4.1")
        ),
        metric(
            "flow.frame_delay_p95",
            .milliseconds,
            .flow,
            .lowerIsBetter,
            "95th percentile from capture of a video frame to its last missing packet",
            rfc8868("4.1")
        ),
        metric(
            "flow.packet_loss",
            .ratio,
            .flow,
            .lowerIsBetter,
            "packets that had not arrived 2 s after the stop",
            rfc8868("4.1")
        ),
        metric(
            "flow.rate_variation",
            .ratio,
            .flow,
            .lowerIsBetter,
            "coefficient of variation of the rate over 200 ms",
            "RFC 8868, section 4.1; measure ours"
        ),
        metric(
            "flow.feedback_rate",
            .bitsPerSecond,
            .flow,
            .lowerIsBetter,
            "reports that went the other way",
            "RFC 8867, section 4.1"
        ),
    ]

    private static let link = [
        metric(
            "link.utilisation",
            .ratio,
            .link,
            .higherIsBetter,
            "what was sent over what rate, shaper and policer allowed, from the first packet to the end",
            "RFC 8867, section 4.1"
        ),
        metric(
            "link.wait_p95",
            .milliseconds,
            .link,
            .lowerIsBetter,
            "95th percentile of the wait in the queue",
            "RFC 8867, section 4.1"
        ),
        metric("link.packet_drops", .ratio, .link, .lowerIsBetter, "packets that the link did not pass on", "ours"),
    ]

    private static let relay = [
        metric(
            "relay.utilisation",
            .ratio,
            .relay,
            .lowerIsBetter,
            "share of its workers' time that the server worked, from the first to the last thing it was given",
            "ours"
        ),
        metric(
            "relay.wait_p95",
            .milliseconds,
            .relay,
            .lowerIsBetter,
            "95th percentile of the wait before a worker was free",
            "ours"
        ),
        metric(
            "relay.packets_refused",
            .ratio,
            .relay,
            .lowerIsBetter,
            "packets that the backlog had no room for",
            "ours"
        ),
        metric(
            "relay.set_ups_refused",
            .ratio,
            .relay,
            .lowerIsBetter,
            "set-ups that the backlog had no room for",
            "ours"
        ),
    ]

    private static func rfc8868(_ section: String) -> String { "RFC 8868, section \(section)" }

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
