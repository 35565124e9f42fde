extension MetricCatalogue {
    static let call = [
        metric(
            "call.av_offset",
            .milliseconds,
            .direction,
            .lowerIsBetter,
            "mean video delay minus audio delay at play-out, without its sign",
            "ours, from ground truth",
            needs: .pictures
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
            "modelled connectivity check and DTLS flights",
            margin: 0.1
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
            "ours, from ground truth",
            margin: 0.005
        ),
        metric(
            "call.lip_sync_lost",
            .ratio,
            .direction,
            .lowerIsBetter,
            "share of seconds in which pictures lagged or led the sound by more than the profile allows",
            "limits of ITU-R BT.1359 where the profile has no others",
            needs: [.pictures, .groundTruth],
            isDetail: true
        ),
        metric(
            "call.time_to_first_audio",
            .seconds,
            .direction,
            .lowerIsBetter,
            "from joining to the first sound of the other",
            "ours",
            isDetail: true
        ),
        metric(
            "call.time_to_first_video",
            .seconds,
            .direction,
            .lowerIsBetter,
            "from joining to the first picture of the other",
            "ours",
            needs: .pictures,
            isDetail: true
        ),
        metric(
            "call.media_gaps",
            .count,
            .direction,
            .lowerIsBetter,
            "times when neither sound nor pictures came for 5 s or more",
            "ours",
            isDetail: true
        ),
        metric(
            "call.one_way_silence",
            .seconds,
            .direction,
            .lowerIsBetter,
            "longest time that this party heard nothing while the other did",
            "ours",
            needs: .groundTruth,
            isDetail: true
        ),
        metric(
            "call.talk_collisions",
            .perMinute,
            .direction,
            .lowerIsBetter,
            "turns of the receiver that began while the other's words were still on their way",
            "ours; conversation after ITU-T P.59",
            needs: .groundTruth,
            isDetail: true
        ),
        metric(
            "call.multimedia_quality",
            .multimediaQuality,
            .direction,
            .higherIsBetter,
            "audiovisual quality with delay: a planning figure, no gate",
            "ITU-T G.1070 (06/2018), published coefficients of H.264",
            scale: PlanningCallScale.name,
            needs: .pictures,
            isDetail: true
        ),
    ]

    static let consultation = [
        metric(
            "consultation.usable",
            .ratio,
            .call,
            .higherIsBetter,
            "1 when both directions are usable for at least 95 % of the seconds",
            usabilitySource,
            isIndicator: true,
            margin: 0.02
        ),
        metric(
            "consultation.usable_time",
            .ratio,
            .direction,
            .higherIsBetter,
            "share of seconds that keep the receiver's usability profile",
            usabilitySource,
            margin: 0.01
        ),
        metric(
            "consultation.audio_only_time",
            .ratio,
            .direction,
            .lowerIsBetter,
            "share of seconds in which the sound was fit and the pictures were not",
            usabilitySource,
            isDetail: true
        ),
        metric(
            "consultation.unusable_time",
            .ratio,
            .direction,
            .lowerIsBetter,
            "share of seconds in which the sound was not fit",
            usabilitySource,
            isDetail: true
        ),
        metric(
            "consultation.completed_video",
            .ratio,
            .call,
            .higherIsBetter,
            "1 when the consultation was held by video throughout",
            usabilitySource,
            isIndicator: true,
            isDetail: true
        ),
        metric(
            "consultation.fallback_phone",
            .ratio,
            .call,
            .lowerIsBetter,
            "1 when the sound was unfit for so long that people reach for the phone",
            usabilitySource,
            isIndicator: true,
            isDetail: true
        ),
        metric(
            "consultation.failed",
            .ratio,
            .call,
            .lowerIsBetter,
            "1 when it never connected or one side never heard anything",
            usabilitySource,
            isIndicator: true,
            isDetail: true
        ),
    ]

    private static let usabilitySource = "ours: " + UsabilityProfile.disclaimer
}
