import NetworkEmulation
import Units

/// What disturbs a link now and then, apart from its jitter.
enum DisturbanceFields {
    static let interval = Scalar<TimeDelta>.time(.milliseconds(1) ... .seconds(86_400), example: "45 s")
    static let span = Scalar<TimeDelta>.time(.microseconds(1) ... .seconds(60), example: "120 ms")

    static let members = [
        Member(
            key: "handover",
            shape: .table(HandoverFields.table),
            meaning: "Gaps in which nothing comes out, as when a phone or a laptop changes its cell or access point.",
            examples: ["{ every: 45 s, median: 60 ms, p95: 150 ms }"]
        ),
        Member(
            key: "harq",
            shape: .either([.scalar(Scalar<HARQChoice>.choice.grammar), .table(HARQFields.table)]),
            meaning: "Packets that are sent again on the radio, and hold those behind them: `lte`, or the long form.",
            examples: ["lte"]
        ),
        Member(
            key: "spikes",
            shape: .table(SpikeFields.table),
            meaning: "Sudden delays that decay by 1 ms a ms.",
            examples: ["{ every: 20 s, exponential: 120 ms }"]
        ),
        Member(
            key: "route_change",
            shape: .table(RouteChangeFields.table),
            meaning: "A route that becomes longer, and shorter again.",
            examples: ["{ every: 10 min, step: 20 ms }"]
        ),
    ]
}

/// The keys of `handover`.
enum HandoverFields {
    static let every = Field(
        "every",
        DisturbanceFields.interval,
        "The mean time from one to the next; they come at random.",
        isRequired: true,
        examples: ["45 s"]
    )
    static let median = Field(
        "median",
        DisturbanceFields.span,
        "Half of the gaps are shorter than this.",
        isRequired: true,
        examples: ["60 ms"]
    )
    static let p95 = Field(
        "p95",
        DisturbanceFields.span,
        "95 % of the gaps are shorter than this; they are distributed log-normally.",
        isRequired: true,
        examples: ["150 ms"]
    )
    static let loss = Field(
        "loss",
        .percentage(0...1),
        "The share of gaps that lose what comes in during them; the others hold it, and then it comes out at the "
            + "link's rate.",
        fallback: "0 %",
        examples: ["20 %"]
    )
    static let table = Table(
        title: "`handover`",
        meaning: "Gaps at random times, the same for all flows of the link.",
        members: [every.member, median.member, p95.member, loss.member]
    )
}

/// How a scheme of retransmission on the radio is written in short.
enum HARQChoice: String, CaseIterable, Sendable {
    case lte
}

/// The keys of `harq`.
enum HARQFields {
    static let roundTrip = Field(
        "round_trip",
        .time(.zero ... .seconds(1), example: "8 ms"),
        "How long one more try takes.",
        fallback: "8 ms"
    )
    static let failure = Field("failure", .percentage(0...0.99), "The chance that a try fails.", fallback: "10 %")
    static let tries = Field(
        "tries",
        .integer(1...16),
        "How often a packet is tried before the layer above recovers it.",
        fallback: "4"
    )
    static let recoveryMin = Field(
        "recovery_min",
        .time(.zero ... .seconds(10), example: "30 ms"),
        "How long that takes at least.",
        fallback: "30 ms"
    )
    static let recoveryMax = Field(
        "recovery_max",
        .time(.zero ... .seconds(10), example: "80 ms"),
        "How long that takes at most.",
        fallback: "80 ms"
    )
    static let table = Table(
        title: "`harq`, in the long form",
        meaning: "Hybrid ARQ, in order. The defaults are LTE's, from memory.",
        members: [roundTrip.member, failure.member, tries.member, recoveryMin.member, recoveryMax.member]
    )
}

/// The keys of `spikes`.
enum SpikeFields {
    static let every = Field(
        "every",
        DisturbanceFields.interval,
        "The mean time from one to the next; they come at random.",
        isRequired: true,
        examples: ["20 s"]
    )
    static let fixed = Field("fixed", DisturbanceFields.span, "The height of every spike.", examples: ["120 ms"])
    static let exponential = Field(
        "exponential",
        DisturbanceFields.span,
        "The mean height, where heights are exponential.",
        examples: ["120 ms"]
    )
    static let pareto = Field(
        "pareto",
        DisturbanceFields.span,
        "The mean height, where heights are Pareto's, cut where that has one in a million left.",
        examples: ["120 ms"]
    )
    static let shape = Field(
        "shape",
        .plainNumber(1...100),
        "With `pareto`: its shape, above 1.",
        fallbackMeaning: "2.5",
        examples: ["1.8"]
    )
    static let table = Table(
        title: "`spikes`",
        meaning:
            "Spikes at random times, the same for all flows of the link, with one of `fixed`, `exponential` and "
            + "`pareto`. What meets one comes out in order once it is over.",
        members: [every.member, fixed.member, exponential.member, pareto.member, shape.member]
    )
}

/// The keys of `route_change`.
enum RouteChangeFields {
    static let every = Field(
        "every",
        DisturbanceFields.interval,
        "The mean time from one change to the next; they come at random.",
        isRequired: true,
        examples: ["10 min"]
    )
    static let step = Field(
        "step",
        DisturbanceFields.span,
        "How much longer the other route is.",
        isRequired: true,
        examples: ["20 ms"]
    )
    static let table = Table(
        title: "`route_change`",
        meaning: "Each second change leads back. A link that may not reorder holds packets on the shorter route back.",
        members: [every.member, step.member]
    )
}

/// The keys of `g1050`.
enum G1050Fields {
    static let key = "g1050"
    static let severity = Field(
        "severity",
        Scalar<SeverityChoice>.choice,
        "How bad the path is, from A, the best, to H.",
        isRequired: true,
        examples: ["D"]
    )
    static let core = Field(
        "core",
        Scalar<CoreChoice>.choice,
        "How far the core reaches.",
        fallback: CoreChoice.regional.rawValue
    )
    static let edition = Field(
        "edition",
        Scalar<Int>.integer(2_005...2_007),
        "2007, or 2005: whose constants the local networks and access links have.",
        fallback: "2007"
    )
    static let lan = Field(
        "lan",
        .rate(1_000...100_000_000_000),
        "The rate of both local networks, which makes the height of what others' traffic adds.",
        fallback: "100 Mbit/s"
    )
    static let access = Field(
        "access",
        .rate(1_000...100_000_000_000),
        "The same of both access links; packets take their time there, too. No queue: give `rate` for one.",
        fallback: "10 Mbit/s"
    )
    static let member = Member(
        key: key,
        shape: .table(table),
        meaning:
            "A path of five segments by ITU-T G.1050, in each direction, after what `up` and `down` do; these may then "
            + "be left out.",
        examples: ["{ severity: D, core: regional }"]
    )
    static let table = Table(
        title: "`g1050`",
        meaning:
            "Local network, access link, core, access link and local network, from ITU-T G.1050 (TIA-921) as others "
            + "quote it; only the core may reorder, and only where the link may.",
        members: [severity.member, core.member, edition.member, lan.member, access.member]
    )
}

/// How a severity of G.1050 is written.
enum SeverityChoice: String, CaseIterable, Sendable {
    case a = "A"
    case b = "B"
    case c = "C"
    case d = "D"
    case e = "E"
    case f = "F"
    case g = "G"
    case h = "H"
}

/// How a core of G.1050 is written.
enum CoreChoice: String, CaseIterable, Sendable {
    case regional
    case intercontinental
}
