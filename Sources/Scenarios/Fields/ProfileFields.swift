import NetworkEmulation
import Units

/// The keys of one of `profiles`.
enum ProfileFields {
    static let like = Field(
        "like",
        .name,
        "A built-in profile whose numbers and events hold where this one gives none.",
        examples: ["4g"]
    )
    static let description = Field("description", .sentence, "What it is, in one sentence.", fallbackMeaning: "none")
    static let meanLossRun = Field(
        "mean_loss_run",
        .packetRun,
        "How many packets 10 ms apart are lost in a row, on average.",
        fallbackMeaning: "1.5 packets, or as `like`",
        examples: ["2.5 packets"]
    )
    static let confidence = Field(
        "confidence",
        .sentence,
        "How far the numbers that it gives itself can be trusted, as `list profiles` shows it.",
        fallbackMeaning: "none stated"
    )
    static let sources = "sources"
    static let events = "events"
    static let queue = "queue"

    static let table = Table(
        title: "One of `profiles`",
        meaning:
            "A kind of access of your own, for `network` of a group: percentiles across lines, from which each "
            + "participant's own line is drawn. `rehearsal profile fit` writes one from measurements.",
        members: [
            like.member, description.member, ProfileRateFields.member("down", "To the participant."),
            ProfileRateFields.member("up", "From the participant."), ProfileSpreadFields.roundTrip,
            ProfileSpreadFields.jitter, ProfileSpreadFields.loss, meanLossRun.member,
            Member(
                key: queue,
                shape: .either([.scalar(ProfileQueueFields.limit.grammar), .table(ProfileQueueFields.table)]),
                meaning: "How long a packet can wait for the line: both directions, or each.",
                fallbackMeaning: "200 ms, or as `like`",
                examples: ["150 ms", "{ up: 250 ms, down: 100 ms }"]
            ),
            Member(
                key: events,
                shape: .table(ProfileEventFields.table),
                meaning: "What happens on the line now and then; `{}` for nothing.",
                fallbackMeaning: "nothing, or as `like`"
            ),
            confidence.member,
            Member(
                key: sources,
                shape: .list(of: .scalar(Scalar<String>.sentence.grammar)),
                meaning: "Where the numbers come from.",
                fallbackMeaning: "none",
                examples: ["[ping of 12 May 2026]"]
            ),
        ]
    )
}

/// `up` and `down` of a profile.
enum ProfileRateFields {
    static let rate = Scalar<DataRate>.rate(1_000...100_000_000_000)
    static let p5 = Field("p5", rate, "One line in twenty is slower.", fallbackMeaning: "as `p50`")
    static let p50 = Field("p50", rate, "The median.", isRequired: true, examples: ["20 Mbit/s"])
    static let p95 = Field("p95", rate, "One line in twenty is faster.", fallbackMeaning: "as `p50`")

    static let table = Table(
        title: "`up` and `down` of a profile",
        meaning: "Rates across lines.",
        members: [p5.member, p50.member, p95.member]
    )

    static func member(_ key: String, _ meaning: String) -> Member {
        Member(
            key: key,
            shape: .either([.scalar(rate.grammar), .table(table)]),
            meaning: "\(meaning) One rate for all lines, or percentiles; needed unless `like` is given.",
            examples: ["{ p5: 2 Mbit/s, p50: 20 Mbit/s, p95: 100 Mbit/s }"]
        )
    }
}

/// Numbers of a profile with a median and a 95th percentile.
enum ProfileSpreadFields {
    static let span = Scalar<TimeDelta>.time(.zero ... .seconds(60), example: "18 ms")
    static let deviation = JitterFields.deviation
    static let rate = Scalar<Double>.percentage(0...0.99)
    static let timeP50 = Field("p50", span, "The median.", isRequired: true, examples: ["18 ms"])
    static let timeP95 = Field("p95", span, "One line in twenty has more.", fallbackMeaning: "as `p50`")
    static let deviationP50 = Field("p50", deviation, "The median.", isRequired: true, examples: ["4 ms"])
    static let deviationP95 = Field("p95", deviation, "One line in twenty has more.", fallbackMeaning: "as `p50`")
    static let shareP50 = Field("p50", rate, "The median.", isRequired: true, examples: ["0.1 %"])
    static let shareP95 = Field("p95", rate, "One line in twenty has more.", fallbackMeaning: "as `p50`")

    static let roundTrip = member(
        "rtt",
        [timeP50.member, timeP95.member],
        span.grammar,
        "The round trip to a media server while nobody fills the line; each direction has half of it as its delay."
    )
    static let jitter = member(
        "jitter",
        [deviationP50.member, deviationP95.member],
        deviation.grammar,
        "The standard deviation of the delay in each direction."
    )
    static let loss = member(
        "loss",
        [shareP50.member, shareP95.member],
        rate.grammar,
        "The share of packets lost in each direction."
    )

    private static func member(
        _ key: String,
        _ members: [Member],
        _ grammar: ScalarGrammar,
        _ meaning: String
    ) -> Member {
        Member(
            key: key,
            shape: .either([
                .scalar(grammar),
                .table(Table(title: "`\(key)` of a profile", meaning: "Percentiles across lines.", members: members)),
            ]),
            meaning: "\(meaning) One value for all lines, or percentiles; needed unless `like` is given.",
            examples: members[0].examples.map { "{ p50: \($0) }" }
        )
    }

    static func table(_ member: Member) -> Table? {
        guard case .either(let shapes) = member.shape, case .table(let table)? = shapes.last else { return nil }
        return table
    }
}

/// `queue` of a profile.
enum ProfileQueueFields {
    static let limit = Scalar<TimeDelta>.time(.milliseconds(1) ... .seconds(60), example: "150 ms")
    static let up = Field("up", limit, "From the participant.", isRequired: true, examples: ["250 ms"])
    static let down = Field("down", limit, "To the participant.", isRequired: true, examples: ["100 ms"])
    static let table = Table(
        title: "`queue` of a profile",
        meaning: "How long a packet can wait, by direction.",
        members: [up.member, down.member]
    )
}

/// `events` of a profile.
enum ProfileEventFields {
    static let stalls = "stalls"
    static let outages = "outages"
    static let zeroSeconds = Field(
        "zero_seconds",
        .percentage(0...0.99),
        "The share of seconds in which nothing passes.",
        fallbackMeaning: "none",
        examples: ["1 %"]
    )
    static let busyUpload = Field(
        "busy_upload",
        .percentage(0...0.99),
        "The share of the time in which somebody else fills the way up, for a minute on average.",
        fallbackMeaning: "none",
        examples: ["10 %"]
    )
    private static let interval = Scalar<TimeDelta>.time(.milliseconds(100) ... .seconds(31_536_000), example: "20 min")
    static let every = Field(
        "every",
        interval,
        "The mean time from one to the next.",
        isRequired: true,
        examples: ["20 min"]
    )
    static let everyMoving = Field(
        "every_moving",
        interval,
        "The same for who walks or drives (`mobility: moving`).",
        fallbackMeaning: "as `every`",
        examples: ["47 s"]
    )
    private static let length = Scalar<TimeDelta>.time(.milliseconds(1) ... .seconds(600), example: "50 ms")
    static let p50 = Field("p50", length, "The median length.", isRequired: true, examples: ["50 ms"])
    static let p95 = Field(
        "p95",
        length,
        "One in twenty is longer; at most a hundred times `p50`, and shorter than `every` and `every_moving`.",
        fallbackMeaning: "as `p50`",
        examples: ["200 ms"]
    )

    static let event = Table(
        title: "`stalls` and `outages` of a profile",
        meaning: "Events at random times, of lognormal lengths.",
        members: [every.member, everyMoving.member, p50.member, p95.member]
    )
    static let table = Table(
        title: "`events` of a profile",
        meaning: "What happens on its lines now and then.",
        members: [
            Member(
                key: stalls,
                shape: .table(event),
                meaning: "Nothing passes for a while, and what waited bursts out then, such as a handover.",
                examples: ["{ every: 20 min, every_moving: 47 s, p50: 50 ms, p95: 200 ms }"]
            ),
            Member(
                key: outages,
                shape: .table(event),
                meaning: "All is lost for a while.",
                examples: ["{ every: 10 min, p50: 2 s, p95: 5 s }"]
            ),
            zeroSeconds.member, busyUpload.member,
        ]
    )
}

extension Scalar where Value == Double {
    /// A mean number of packets such as `2.5 packets`.
    static let packetRun = Scalar(
        ScalarGrammar(
            name: "packets",
            form: .pattern("^[+]?[0-9]+(\\.[0-9]*)?([eE][+-]?[0-9]+)? *packets?$"),
            range: "1 to 1,000 packets"
        )
    ) { (text) throws(Complaint) in
        let quantity = try QuantityText(text, example: "2.5 packets")
        guard ["packet", "packets"].contains(quantity.unit) else {
            throw Complaint("'\(YAMLTree.shortened(text))' is no number of packets", hint: "write 2.5 packets")
        }
        guard (1...1_000).contains(quantity.number) else { throw Complaint("\(text) is outside 1 to 1,000 packets") }
        return quantity.number
    }
}
