import NetworkEmulation
import Units

/// The long form of `jitter`: one law, perhaps with its shape and with memory.
enum JitterFields {
    static let deviation = Scalar<TimeDelta>.time(.zero ... .seconds(10), example: "4 ms")
    static let normal = Field(
        "normal",
        deviation,
        "The standard deviation of a normal distribution.",
        examples: ["4 ms"]
    )
    static let uniform = Field(
        "uniform",
        deviation,
        "Anywhere as far to either side of `delay`.",
        examples: ["30 ms"]
    )
    static let gamma = Field(
        "gamma",
        deviation,
        "The standard deviation of a gamma distribution, Erlang's where `shape` is whole.",
        examples: ["12 ms"]
    )
    static let pareto = Field(
        "pareto",
        deviation,
        "The standard deviation of a Pareto distribution, cut where it has one in a million left.",
        examples: ["8 ms"]
    )
    static let paretoNormal = Field(
        "pareto_normal",
        deviation,
        "The standard deviation of a quarter normal and three quarters Pareto; netem's own has less than it is asked.",
        examples: ["8 ms"]
    )
    static let logNormal = Field(
        "lognormal",
        deviation,
        "The standard deviation of a log-normal distribution.",
        examples: ["8 ms"]
    )
    static let rfc8868 = Field(
        "rfc8868",
        Scalar<RFC8868Choice>.choice,
        "The clipped normal delay of RFC 8868, 4.5, on top of `delay`: `literal` with the bars of its formula, `signed` "
            + "without.",
        examples: ["literal"]
    )
    static let table = "table"
    static let tableValue = Scalar<TableValue>.tableValue
    static let ownDeviation = Field(
        "deviation",
        deviation,
        "With `table`: what its standard deviation becomes. With `rfc8868`: the one before the clip.",
        fallbackMeaning: "the table's own; 5 ms with `rfc8868`",
        examples: ["8 ms"]
    )
    static let shape = Field(
        "shape",
        .plainNumber(0.01...1_000),
        "The shape of `gamma` (0.1 to 1,000), of `pareto` (above 2, to 100) or of `lognormal` (to 1.5).",
        fallbackMeaning: "2 for gamma, 3 for Pareto, 0.5 for log-normal",
        examples: ["3"]
    )
    static let memory = Field(
        "memory",
        .time(.zero ... .seconds(60), example: "200 ms"),
        "How long the delay remembers: packets dt apart have normal scores of the correlation exp(-dt/memory).",
        fallback: "0 ms",
        examples: ["200 ms"]
    )
    static let spacing = Field(
        "nr_bpdv",
        .boolean,
        "Whether a packet comes out no sooner than the one before takes to send at the link's rate (RFC 8868, 4.5.2).",
        fallbackMeaning: "false; true with `rfc8868`"
    )

    /// The keys of which one is given.
    static let laws = [
        normal.key, uniform.key, gamma.key, pareto.key, paretoNormal.key, logNormal.key, rfc8868.key, table,
    ]
    static let long = Table(
        title: "`jitter`, in the long form",
        meaning:
            "A distribution around `delay`, of the given standard deviation: one of "
            + laws.map { "`\($0)`" }.joined(separator: ", ") + ". No packet comes out before it went in.",
        members: [
            normal.member, uniform.member, gamma.member, pareto.member, paretoNormal.member, logNormal.member,
            rfc8868.member,
            Member(
                key: table,
                shape: .list(of: .scalar(tableValue.grammar)),
                meaning:
                    "Delays as they were measured, each as likely as any other; or plain numbers, such as those of a "
                    + "netem `.dist` file, with `deviation`. Their mean becomes `delay`.",
                examples: ["[11 ms, 12 ms, 12.5 ms, 30 ms]"]
            ),
            ownDeviation.member, shape.member, memory.member, spacing.member,
        ]
    )
}

/// How the form of RFC 8868's jitter is written.
enum RFC8868Choice: String, CaseIterable, Sendable {
    case literal
    case signed
}

/// One value of a table of delays.
enum TableValue: Hashable, Sendable {
    case time(TimeDelta)
    case number(Double)
}

extension Scalar where Value == TableValue {
    /// `12 ms`, or a plain number, perhaps below zero.
    static let tableValue = Scalar(
        ScalarGrammar(
            name: "time or number",
            form: .measure(TimeText.pattern),
            range: "within 60 s or 10^9"
        )
    ) { (text) throws(Complaint) in
        let quantity = try QuantityText(text, example: "12 ms")
        guard quantity.unit.isEmpty else {
            return .time(try Scalar<TimeDelta>.time(.zero ... .seconds(60), example: "12 ms").read(text))
        }
        guard abs(quantity.number) <= 1e9 else { throw Complaint("\(text) is beyond 10^9") }
        return .number(quantity.number)
    }
}
