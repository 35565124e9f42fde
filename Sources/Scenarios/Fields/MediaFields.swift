/// The keys of `media`.
enum MediaFields {
    static let table = Table(
        title: "`media`",
        meaning: "Both sides send the same kinds of media.",
        members: [
            Member(key: "audio", shape: .table(AudioFields.table), meaning: "The voices."),
            Member(key: "video", shape: .table(VideoFields.table), meaning: "The pictures."),
        ].map { $0.falling(backTo: "each key's own") }
    )
}

enum AudioFields {
    static let codec = Field("codec", Scalar<AudioCodec>.choice, "The audio codec.", fallback: "opus")
    static let bitrate = Field(
        "bitrate",
        .rate(6_000...510_000),
        "What the encoder aims for (RFC 6716, 2.1.1).",
        fallback: "32 kbit/s"
    )
    static let fec = Field(
        "fec",
        .boolean,
        "Whether packets carry a copy of the one before (RFC 6716, 2.1.7).",
        fallback: "true"
    )
    static let dtx = Field("dtx", .boolean, "Whether silence is not sent (RFC 6716, 2.1.9).", fallback: "false")
    static let red = Field(
        "red",
        .boolean,
        "Whether each packet carries the one before as well, at the cost of twice the rate (RFC 2198).",
        fallback: "false"
    )
    static let nack = Field(
        "nack",
        .boolean,
        "Whether lost packets are asked for and sent again (RFC 4585); browsers do not by default.",
        fallback: "false"
    )
    static let concealment = Field(
        "concealment",
        Scalar<ConcealmentMethod>.choice,
        "What fills gaps: `expand`, repeated pitch periods that fade, as in browsers, or `codec`, libopus's own "
            + "concealment.",
        fallback: "expand"
    )
    static let complexity = Field(
        "complexity",
        .integer(0...10),
        "The encoder's effort; desktop browsers use 9.",
        fallback: "9"
    )
    static let source = Field(
        "source",
        .audioSource,
        "What is said: two people taking turns, or a file.",
        fallback: "synthetic",
        examples: ["synthetic", "media/consultation.wav"]
    )

    static let repetition = Field(
        "repeat",
        Scalar<SourceRepetition>.choice,
        "How a file that is too short goes on: `there-and-back`, backwards and forwards without a cut, or `loop`.",
        fallback: "there-and-back"
    )

    static let table = Table(
        title: "`media.audio`",
        meaning: "The voices.",
        members: [
            codec.member, bitrate.member, fec.member, dtx.member, red.member, nack.member, concealment.member,
            complexity.member, source.member, repetition.member,
        ]
    )
}

enum VideoFields {
    static let codec = Field(
        "codec",
        Scalar<VideoCodecChoice>.choice,
        "The video codec, or `none` for consultations by voice alone.",
        fallback: "vp8"
    )
    static let size = Field(
        "size",
        .pictureSize,
        "The size of the camera's pictures, which may be encoded smaller; a file of another size is scaled.",
        fallback: "640x360"
    )
    static let frameRate = Field(
        "frame_rate",
        .integer(1...120, unit: "fps"),
        "Frames per second.",
        fallback: "30",
        examples: ["30", "15 fps"]
    )
    static let speed = Field(
        "speed",
        .integer(-16...9),
        "libvpx's `cpu-used`: -16 to -1 for VP8, where 0 and more would make the result "
            + "depend on the machine's speed; 0 to 9 for VP9.",
        fallbackMeaning: "chosen by the codec and size"
    )
    static let fec = Field(
        "fec",
        .boolean,
        "Whether parity packets go with the pictures while packets are lost (RFC 2198, RFC 5109).",
        fallback: "true"
    )
    static let nackRetries = Field(
        "nack_retries",
        .integer(1...1_000),
        "How often a lost packet is asked for: 100 in today's browsers, 10 in those of 2024 and in mediasoup.",
        fallback: "100",
        examples: ["10"]
    )
    static let keyFrameRequest = Field(
        "key_frame_request",
        Scalar<KeyFrameRequestKind>.choice,
        "How a receiver asks for a key frame: picture loss indication (RFC 4585) or full intra request (RFC 5104).",
        fallback: "pli"
    )
    static let feedback = Field(
        "feedback",
        Scalar<FeedbackKind>.choice,
        "Who estimates the path for sound and pictures: the sender, from reports of each packet's arrival "
            + "(`transport-cc`), or the receiver, which tells its estimate (`remb`).",
        fallback: "transport-cc"
    )
    static let source = Field(
        "source",
        .videoSource,
        "What is shown: a drawn head of some liveliness, or a file.",
        fallback: "calm",
        examples: ["calm", "media/patient.y4m"]
    )

    static let degradation = Field(
        "degradation",
        Scalar<Degradation>.choice,
        "What gives way when pictures are too good for their rate: their size, their number (which browsers leave to "
            + "the encoder's own frame drops), both in turn, or nothing.",
        fallback: "maintain-framerate"
    )
    static let repetition = AudioFields.repetition

    static let start = Field(
        "start",
        .rate(1_000...100_000_000),
        "Where congestion control starts.",
        fallbackMeaning: "300 kbit/s, or the nearest within `min` and `max`",
        examples: ["300 kbit/s"]
    )
    static let min = Field(
        "min",
        .rate(1_000...100_000_000),
        "What the encoder is never asked to go below; nor is the estimate ever below it and the audio together.",
        fallbackMeaning: "30 kbit/s, or `max` or `start` where that is less",
        examples: ["50 kbit/s"]
    )
    static let max = Field(
        "max",
        .rate(1_000...100_000_000),
        "What video never goes above.",
        fallbackMeaning: "as in browsers, by the size encoded: 600 kbit/s up to 320x240, 1700 kbit/s up to 640x480, "
            + "2000 kbit/s up to 960x540, else 2500 kbit/s",
        examples: ["500 kbit/s"]
    )

    static let bitrate = Table(
        title: "`media.video.bitrate`",
        meaning: "The range of congestion control: `min` <= `start` <= `max`.",
        members: [start.member, min.member, max.member]
    )
    static let table = Table(
        title: "`media.video`",
        meaning: "The pictures.",
        members: [
            codec.member, size.member, frameRate.member,
            Member(
                key: "bitrate",
                shape: .table(bitrate),
                meaning: "The range of congestion control.",
                fallbackMeaning: "each key's own"
            ),
            degradation.member, fec.member, nackRetries.member, keyFrameRequest.member, feedback.member, speed.member,
            source.member, repetition.member,
        ]
    )
}
