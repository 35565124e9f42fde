import NetworkEmulation
import Units

/// The long forms of `queue`, and the buckets before it.
enum QueueFields {
    static let member = Member(
        key: LinkFields.queue.key,
        shape: .either([.scalar(LinkFields.queue.scalar.grammar), .table(table)]),
        meaning: "How much may wait for the link, as a time at its rate, in bytes or in packets, more being dropped; "
            + "or how the queue is managed.",
        fallback: "200 ms",
        examples: ["200 ms", "64 kB", "50 packets", "{ codel: {} }"]
    )
    static let codel = "codel"
    static let fairCoDel = "fq_codel"
    static let pie = "pie"

    static let table = Table(
        title: "`queue`, in the long form",
        meaning: "A queue that drops before it is full. One of the keys, with nothing under it for the usual values.",
        members: [
            Member(
                key: codel,
                shape: .table(CoDelFields.table),
                meaning: "CoDel (RFC 8289): drops what leaves after waiting above the target for an interval.",
                examples: ["{}", "{ target: 5 ms, interval: 100 ms }"]
            ),
            Member(
                key: fairCoDel,
                shape: .table(CoDelFields.fairTable),
                meaning: "FQ-CoDel (RFC 8290): flows in turn, each under CoDel.",
                examples: ["{}"]
            ),
            Member(
                key: pie,
                shape: .table(PIEFields.table),
                meaning: "PIE (RFC 8033): drops what comes, as likely as keeps the wait at the target.",
                examples: ["{}"]
            ),
        ],
        isChoice: true
    )

    static func limit(_ fallback: String) -> Field<QueueLimit> {
        Field(
            "limit",
            .queueLimit,
            "What may wait at most, as in the short form.",
            fallback: fallback,
            examples: ["1000 packets"]
        )
    }
}

/// The keys of `codel` and `fq_codel`.
enum CoDelFields {
    static let target = Field(
        "target",
        .time(.microseconds(10) ... .seconds(10), example: "5 ms"),
        "The wait that is always fine; at low rates no less than a packet takes.",
        fallback: "5 ms",
        examples: ["5 ms"]
    )
    static let interval = Field(
        "interval",
        .time(.milliseconds(1) ... .seconds(60), example: "100 ms"),
        "How long waits must exceed the target; about the longest round trip.",
        fallback: "100 ms",
        examples: ["100 ms"]
    )
    static let limit = QueueFields.limit("1000 packets")
    static let fairLimit = QueueFields.limit("10240 packets")
    static let quantum = Field(
        "quantum",
        .integer(64...65_536, unit: "bytes"),
        "What a flow may send in its turn.",
        fallback: "1514 bytes",
        examples: ["300 bytes"]
    )
    static let table = Table(
        title: "`codel`",
        meaning: "Controlled delay, RFC 8289. Marks (ECN) are left out: every signal is a drop.",
        members: [target.member, interval.member, limit.member]
    )
    static let fairTable = Table(
        title: "`fq_codel`",
        meaning: "Flow queues with controlled delay, RFC 8290, 1024 of them.",
        members: [target.member, interval.member, quantum.member, fairLimit.member]
    )
}

/// The keys of `pie`.
enum PIEFields {
    static let target = Field(
        "target",
        .time(.milliseconds(1) ... .seconds(10), example: "15 ms"),
        "The wait that is aimed at.",
        fallback: "15 ms",
        examples: ["15 ms"]
    )
    static let update = Field(
        "update",
        .time(.milliseconds(1) ... .seconds(1), example: "15 ms"),
        "How often the drop probability is reckoned.",
        fallback: "15 ms",
        examples: ["15 ms"]
    )
    static let burst = Field(
        "burst",
        .time(.zero ... .seconds(10), example: "150 ms"),
        "How long a first burst passes without drops.",
        fallback: "150 ms",
        examples: ["150 ms"]
    )
    static let limit = QueueFields.limit("1000 packets")
    static let table = Table(
        title: "`pie`",
        meaning: "Proportional integral controller enhanced, RFC 8033.",
        members: [target.member, update.member, burst.member, limit.member]
    )
}

/// The keys of `policer` and `shaper`.
enum BucketFields {
    static let policerKey = "policer"
    static let shaperKey = "shaper"
    static let policer = Member(
        key: policerKey,
        shape: .table(policerTable),
        meaning: "Drops what exceeds a rate and a burst, before the queue.",
        examples: ["{ rate: 2 Mbit/s, burst: 32 kB }"]
    )
    static let shaper = Member(
        key: shaperKey,
        shape: .table(shaperTable),
        meaning: "Delays what exceeds a rate and a burst, in a queue of its own before the other.",
        examples: ["{ rate: 2 Mbit/s, burst: 10 kB, latency: 300 ms }"]
    )
    static let rate = Field(
        "rate",
        .rate(1_000...100_000_000_000),
        "How fast the bucket fills.",
        isRequired: true,
        examples: ["2 Mbit/s"]
    )
    static let burst = Field(
        "burst",
        .byteCount,
        "What the bucket holds, full at first; a larger packet never passes.",
        isRequired: true,
        examples: ["32 kB"]
    )
    static let latency = Field(
        "latency",
        .time(.milliseconds(1) ... .seconds(60), example: "300 ms"),
        "How long a packet may wait: the queue holds rate times latency, and the burst, as in Linux's tbf.",
        fallbackMeaning: "300 ms unless `limit` is given",
        examples: ["300 ms"]
    )
    static let limit = Field(
        "limit",
        .byteCount,
        "What the queue holds, instead of `latency`.",
        examples: ["64 kB"]
    )
    static let policerTable = Table(
        title: "`policer`",
        meaning: "A token bucket that drops.",
        members: [rate.member, burst.member]
    )
    static let shaperTable = Table(
        title: "`shaper`",
        meaning: "A token bucket that delays.",
        members: [rate.member, burst.member, latency.member, limit.member]
    )
}
