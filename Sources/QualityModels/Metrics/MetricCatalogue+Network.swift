extension MetricCatalogue {
    static let flow = [
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

    static let link = [
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

    static let relay = [
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
}
