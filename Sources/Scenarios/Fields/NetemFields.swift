import NetworkEmulation
import Units

/// The keys of `netem`, named as tc names them.
enum NetemFields {
    static let key = "netem"
    static let delay = Field(
        "delay",
        .time(.zero ... .seconds(60), example: "100 ms"),
        "What every packet is delayed by.",
        fallbackMeaning: "0 ms",
        examples: ["100 ms"]
    )
    /// Beyond netem's 32 bits too, so that the message can name the rule.
    static let jitter = Field(
        "jitter",
        .time(.zero ... .seconds(3_600), example: "20 ms"),
        "How far delays stray, at most 2.147 s: to either side at most where they are uniform, else the table's unit.",
        fallbackMeaning: "0 ms",
        examples: ["20 ms"]
    )
    static let correlation = Field(
        "correlation",
        .percentage(0...1),
        "Of one delay with the next; in netem it is lost on the way.",
        fallbackMeaning: "0 %",
        examples: ["25 %"]
    )
    static let distribution = Field(
        "distribution",
        Scalar<NetemDistributionChoice>.choice,
        "The law of delays: one of the tables that iproute2 ships, or uniform.",
        fallbackMeaning: "uniform",
        examples: ["normal"]
    )
    static let tableFile = Field(
        "table",
        Scalar<String>.lossFile,
        "Instead of `distribution`: a file as iproute2's `.dist`, of quantiles in 8192ths of the jitter.",
        examples: ["own.dist"]
    )
    static let rateValue = Scalar<DataRate>.rate(1_000...100_000_000_000)
    static let limit = Field(
        "limit",
        .integer(1...1_000_000, unit: "packets"),
        "How many packets delay and rate hold together; more are dropped.",
        fallbackMeaning: "1000 packets",
        examples: ["1000 packets"]
    )
    static func chance(_ key: String, _ meaning: String) -> Member {
        Member(
            key: key,
            shape: .either([.scalar(NetemChanceFields.rate.scalar.grammar), .table(NetemChanceFields.table)]),
            meaning: meaning,
            examples: ["1 %", "{ rate: 1 %, correlation: 25 % }"]
        )
    }
    static let loss = Member(
        key: "loss",
        shape: .either([.scalar(NetemChanceFields.rate.scalar.grammar), .table(NetemLossFields.table)]),
        meaning: "Which packets are lost, before the delay.",
        examples: ["1 %", "{ gemodel: { p: 1 %, r: 25 % } }"]
    )
    static let duplicate = chance("duplicate", "Which packets are sent twice; the copy meets loss and delay by itself.")
    static let corrupt = chance("corrupt", "Which packets have a bit changed: the receiver discards them.")
    static let reorder = Member(
        key: "reorder",
        shape: .either([.scalar(NetemChanceFields.rate.scalar.grammar), .table(NetemReorderFields.table)]),
        meaning: "Which packets are sent without the delay; needs `delay`.",
        examples: ["25 %", "{ rate: 25 %, gap: 5 }"]
    )
    static let rate = Member(
        key: "rate",
        shape: .either([.scalar(rateValue.grammar), .table(NetemRateFields.table)]),
        meaning: "How fast packets leave after their delay, in the order of time.",
        fallbackMeaning: "no limit, and jitter changes the order of packets",
        examples: ["2 Mbit/s", "{ limit: 2 Mbit/s, overhead: 14 bytes }"]
    )
    static let slot = Member(
        key: "slot",
        shape: .table(NetemSlotFields.table),
        meaning: "Packets leave in batches.",
        examples: ["{ min: 10 ms, max: 20 ms, packets: 8 }"]
    )
    static let table = Table(
        title: "`netem`",
        meaning:
            "The link is Linux's emulator, tc-netem, faults included; packet for packet what the kernel does with the same "
            + "random numbers. Stands alone in `up` or `down`.",
        members: [
            delay.member, jitter.member, correlation.member, distribution.member, tableFile.member, loss, duplicate,
            corrupt, reorder,
            rate, slot, limit.member,
        ]
    )
    static let member = Member(
        key: key,
        shape: .table(table),
        meaning: "Behave as tc-netem does, for comparison with test beds; instead of all other keys.",
        examples: ["{ delay: 100 ms, jitter: 20 ms, distribution: normal, loss: 1 % }"]
    )
}

/// How netem's distributions are written.
enum NetemDistributionChoice: String, CaseIterable, Sendable {
    case uniform
    case normal
    case pareto
    case paretonormal

    var value: Netem.Distribution {
        switch self {
        case .uniform: .uniform
        case .normal: .normal
        case .pareto: .pareto
        case .paretonormal: .paretoNormal
        }
    }
}

/// A chance with netem's correlation.
enum NetemChanceFields {
    static let rate = Field("rate", .percentage(0...1), "The share of packets.", examples: ["1 %"])
    static let correlation = Field(
        "correlation",
        .percentage(0...1),
        "Of one packet's random number with the next; changes the share as well.",
        fallbackMeaning: "0 %",
        examples: ["25 %"]
    )
    static let table = Table(
        title: "`duplicate` and `corrupt` of `netem`, in the long form",
        meaning: "A share of packets, perhaps with netem's correlation.",
        members: [rate.member, correlation.member]
    )
}

/// The long forms of netem's `loss`.
enum NetemLossFields {
    static let gemodel = "gemodel"
    static let state = "state"
    static let gemodelFields = [
        ("p", "The chance to leave the good state."), ("r", "The chance to leave the bad state."),
        ("1-h", "The loss when bad."), ("1-k", "The loss when good."),
    ].map { Field($0, .percentage(0...1), $1, examples: ["1 %"]) }
    static let gemodelTable = Table(
        title: "`gemodel` of `netem`",
        meaning: "As tc: `r` is 1 - `p`, `1-h` 100 % and `1-k` 0 % where they are missing.",
        members: gemodelFields.map(\.member)
    )
    static let stateTable = Table(
        title: "`state` of `netem`",
        meaning: "As tc: `p31` is 1 - `p13`, `p32` 0 %, `p23` 100 % and `p14` 0 % where they are missing.",
        members: FourStateFields.transitions.map(\.member)
    )
    static let table = Table(
        title: "`loss` of `netem`, in the long form",
        meaning: "Either `rate`, perhaps with `correlation`, or one of the chains.",
        members: [
            NetemChanceFields.rate.member, NetemChanceFields.correlation.member,
            Member(key: gemodel, shape: .table(gemodelTable), meaning: "Two states, good and bad."),
            Member(key: state, shape: .table(stateTable), meaning: "Four states."),
        ]
    )
}

/// The long form of netem's `reorder`.
enum NetemReorderFields {
    static let table = Table(
        title: "`reorder` of `netem`, in the long form",
        meaning: "A packet may be early after `gap` - 1 others were not.",
        members: [NetemChanceFields.rate.member, NetemChanceFields.correlation.member, ReorderFields.gap.member]
    )
}

/// The long form of netem's `rate`.
enum NetemRateFields {
    static let limit = Field("limit", NetemFields.rateValue, "The rate.", isRequired: true, examples: ["2 Mbit/s"])
    static let overhead = Field(
        "overhead",
        .signedBytes(-1_000...10_000),
        "Added to each packet's length; 14 bytes make an Ethernet frame of an IP packet.",
        fallbackMeaning: "0 bytes",
        examples: ["14 bytes"]
    )
    static let cell = Field(
        "cell",
        .signedBytes(0...10_000),
        "Packets take whole cells of this size.",
        fallbackMeaning: "no cells",
        examples: ["48 bytes"]
    )
    static let cellOverhead = Field(
        "cell_overhead",
        .signedBytes(-1_000...10_000),
        "Added to each cell.",
        fallbackMeaning: "0 bytes",
        examples: ["5 bytes"]
    )
    static let table = Table(
        title: "`rate` of `netem`, in the long form",
        meaning: "A rate with overheads, as of ATM.",
        members: [limit.member, overhead.member, cell.member, cellOverhead.member]
    )
}

/// The keys of netem's `slot`.
enum NetemSlotFields {
    static let time = Scalar<TimeDelta>.time(.zero ... .seconds(60), example: "10 ms")
    static let least = Field("min", time, "The shortest time from one slot to the next.", examples: ["10 ms"])
    static let most = Field("max", time, "The longest.", fallbackMeaning: "`min`", examples: ["20 ms"])
    static let distribution = Field(
        "distribution",
        Scalar<NetemDistributionChoice>.choice(among: [.normal, .pareto, .paretonormal]),
        "Instead of `min` and `max`: a table, with `delay` and `jitter`.",
        examples: ["pareto"]
    )
    static let delay = Field("delay", time, "The time around which the table strays.", examples: ["10 ms"])
    static let jitter = Field(
        "jitter",
        .time(.zero ... .seconds(2), example: "2 ms"),
        "The unit of the table.",
        examples: ["2 ms"]
    )
    static let packets = Field(
        "packets",
        .integer(1...1_000_000),
        "How many packets a slot has room for.",
        fallbackMeaning: "any number",
        examples: ["8"]
    )
    static let bytes = Field(
        "bytes",
        .signedBytes(1...100_000_000),
        "How many bytes a slot has room for.",
        fallbackMeaning: "any number",
        examples: ["12000 bytes"]
    )
    static let table = Table(
        title: "`slot` of `netem`",
        meaning: "When packets may leave.",
        members: [
            least.member, most.member, distribution.member, delay.member, jitter.member, packets.member, bytes.member,
        ]
    )
}

extension Scalar where Value == Int64 {
    /// A whole number of bytes, perhaps negative.
    static func signedBytes(_ range: ClosedRange<Int64>) -> Scalar {
        let words = "\(ValueText.grouped(range.lowerBound)) to \(ValueText.grouped(range.upperBound)) bytes"
        let grammar = ScalarGrammar(name: "bytes", form: .pattern("^[+-]?[0-9]+ *(B|bytes?)$"), range: words)
        return Scalar(grammar) { (text) throws(Complaint) in
            let quantity = try QuantityText(text, example: "14 bytes")
            guard ["B", "byte", "bytes"].contains(quantity.unit) else {
                throw Complaint(
                    "\(quantity.numberText) is to be a number of bytes",
                    hint: "did you mean \(quantity.numberText) bytes?"
                )
            }
            guard quantity.number == quantity.number.rounded() else {
                throw Complaint("\(quantity.numberText) is no whole number of bytes")
            }
            guard quantity.number >= Double(range.lowerBound), quantity.number <= Double(range.upperBound) else {
                throw Complaint("\(text) is outside \(words)")
            }
            return Int64(quantity.number)
        }
    }
}
