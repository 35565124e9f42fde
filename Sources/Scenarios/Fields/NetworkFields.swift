import QualityModels
import Units

/// The keys of one network under `networks`.
enum NetworkFields {
    static let like = Field(
        "like",
        .name,
        "A built-in profile to start from; `up`, `down` and events then change it.",
        examples: ["4g"]
    )
    static let eventTime = Scalar<TimeDelta>.time(.zero ... .seconds(14_400))
    static let eventPrefix = "at "

    static let table = table(
        "One of `networks`",
        "What connects a participant: a link in each direction, and what happens to them during the run.",
        extra: []
    )
    static let sharedTable = table(
        "One of `links`",
        "A link in each direction that everybody shares who goes `via` it, and what happens to it during the run; or a "
            + "Wi-Fi cell.",
        extra: [CellFields.member]
    )

    private static func table(_ title: String, _ meaning: String, extra: [Member]) -> Table {
        Table(
            title: title,
            meaning: meaning,
            members: [
                like.member,
                Member(
                    key: "up",
                    shape: .table(LinkFields.table),
                    meaning: "From the participant; needed unless `like` or `g1050` is given."
                ),
                Member(
                    key: "down",
                    shape: .table(LinkFields.table),
                    meaning: "To the participant; needed unless `like` or `g1050` is given."
                ),
                G1050Fields.member,
            ] + extra,
            pattern: KeyPattern(
                prefix: eventPrefix,
                rest: eventTime.grammar,
                values: .table(EventFields.table),
                meaning: "What changes this long after the run began, for every call that is up then."
            )
        )
    }
}

/// The keys of an event, `at 30 s`.
enum EventFields {
    static let outage = Field(
        "outage",
        .time(.milliseconds(1) ... .seconds(3_600)),
        "Everything offered to the link or in service is lost for this long.",
        examples: ["2 s"]
    )
    static let link = Table(
        title: "`up` and `down` of an event",
        meaning: "What changes on one link and stays so until another event.",
        members: [
            LinkFields.rate.member, LinkFields.queue.member, LinkFields.delay.member, LinkFields.jitter,
            LinkFields.loss, LinkFields.duplicate.member, LinkFields.corrupt.member, LinkFields.overtaking,
            NetemFields.member,
        ].map { $0.falling(backTo: "stays as it was") } + [outage.member]
    )
    static let table = Table(
        title: "An event, such as `at 30 s`",
        meaning:
            "The time counts from the start of the run, so that an event hits every call that is up then; with "
            + "`starts: { every: 0 s }` that is the time of each call. An `outage` beside `up` and `down` is one of "
            + "both links.",
        members: [
            outage.member,
            Member(key: "up", shape: .table(link), meaning: "What changes from the participant."),
            Member(key: "down", shape: .table(link), meaning: "What changes to the participant."),
        ]
    )
}

/// The keys of one link, `up` or `down`.
enum LinkFields {
    static let rate = Field(
        "rate",
        .rate(1_000...100_000_000_000),
        "How fast packets leave the queue.",
        fallbackMeaning: "no limit: packets pass at once",
        examples: ["2 Mbit/s"]
    )
    static let queue = Field(
        "queue",
        .queueLimit,
        "How much may wait for the link, as a time at its rate, in bytes or in packets; more is dropped.",
        fallback: "200 ms",
        examples: ["200 ms", "64 kB", "50 packets"]
    )
    static let delay = Field(
        "delay",
        .time(.zero ... .seconds(60), example: "18 ms"),
        "Propagation, one way.",
        fallback: "0 ms",
        examples: ["18 ms"]
    )
    static let reorder = Field(
        "reorder",
        .boolean,
        "Whether jitter may change the order of packets; or, in the long form, how many overtake.",
        fallback: "false",
        examples: ["true", "{ rate: 25 %, gap: 5 }"]
    )
    /// `reorder` with both its forms.
    static let order = Member(
        key: reorder.key,
        shape: .either([.scalar(reorder.scalar.grammar), .table(ReorderFields.table)]),
        meaning: reorder.member.meaning,
        fallback: reorder.member.fallback,
        examples: reorder.member.examples
    )
    /// `reorder` in an event.
    static let overtaking = Member(
        key: reorder.key,
        shape: .table(ReorderFields.table),
        meaning: "How many packets overtake; only a rate of 0 % and the long form can be set while the link is in use.",
        examples: ["{ rate: 25 %, gap: 5 }"]
    )
    static let duplicate = Field(
        "duplicate",
        .percentage(0...1),
        "The share of the packets that come out which come out twice.",
        fallbackMeaning: "none does",
        examples: ["1 %"]
    )
    static let corrupt = Field(
        "corrupt",
        .percentage(0...1),
        "The share of packets whose bits change on the way: the receiver discards them, as SRTP does.",
        fallbackMeaning: "none changes",
        examples: ["0.1 %"]
    )
    static let lossPosition = Field(
        "loss_position",
        Scalar<LossPositionChoice>.choice,
        "Where packets are lost: `after_queue`, as on a radio, or `before_queue`, as in recordings made with netem.",
        fallback: "after_queue"
    )
    static let lossScope = Field(
        "loss_scope",
        Scalar<LossScopeChoice>.choice,
        "What can be lost: `everything`, or `media`, which is RTP and RTCP, so that connections always come up.",
        fallback: "everything"
    )
    static let jitter = Member(
        key: "jitter",
        shape: .either([.scalar(JitterFields.deviation.grammar), .table(JitterFields.long)]),
        meaning: "How the delay varies: its standard deviation, or the long form.",
        fallback: "0 ms",
        examples: ["4 ms", "{ normal: 4 ms, memory: 200 ms }", "{ gamma: 12 ms, shape: 2 }"]
    )
    static let loss = Member(
        key: "loss",
        shape: .either([.scalar(LossFields.rate.grammar), .table(LossFields.table)]),
        meaning: "Which packets are lost: a share of them at random, or the long form for bursts.",
        fallback: "0 %",
        examples: ["2 %", "{ gilbert: { rate: 5 %, burst: 80 ms } }"]
    )
    static let table = Table(
        title: "`up` and `down` of a network",
        meaning:
            "One link. A packet meets rate and queue, loss, then disturbances, delay and jitter. "
            + "With `like`, what is missing stays as in the profile.",
        members: [
            RateFields.member, WiFiFields.member, QueueFields.member, BucketFields.policer, BucketFields.shaper,
            delay.member, jitter, loss, duplicate.member, corrupt.member, order,
            lossPosition.member, lossScope.member, NetemFields.member,
        ] + DisturbanceFields.members
    )
}

/// How a link's loss position is written.
enum LossPositionChoice: String, CaseIterable, Sendable {
    case afterQueue = "after_queue"
    case beforeQueue = "before_queue"
}

/// How the scope of a link's loss is written.
enum LossScopeChoice: String, CaseIterable, Sendable {
    case everything
    case media
}
