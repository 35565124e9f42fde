import NetworkEmulation
import QualityModels
import Units

/// The long forms of `loss`.
enum LossFields {
    static let rate = Scalar<Double>.percentage(0...1)
    static let gilbert = "gilbert"
    static let gilbertElliott = "gilbert_elliott"
    static let fourState = "four_state"
    static let trace = "trace"

    static let table = Table(
        title: "`loss`, in the long form",
        meaning: "Losses in bursts. One of the keys.",
        members: [
            Member(
                key: gilbert,
                shape: .table(GilbertFields.table),
                meaning: "Everything is lost during a burst, nothing between bursts.",
                examples: ["{ rate: 5 %, burst: 80 ms }"]
            ),
            Member(
                key: gilbertElliott,
                shape: .table(GilbertElliottFields.table),
                meaning: "A bad state that loses many packets and a good one that loses few."
            ),
            Member(
                key: fourState,
                shape: .table(FourStateFields.table),
                meaning: "Bursts that let packets through now and then, and single losses between them.",
                examples: ["{ rate: 2 %, burst: 8 packets, burst_density: 50 % }"]
            ),
            Member(
                key: trace,
                shape: .table(LossTraceFields.table),
                meaning: "Losses as they were recorded.",
                examples: ["{ file: losses.csv }"]
            ),
        ],
        isChoice: true
    )
}

/// The keys of `gilbert`.
enum GilbertFields {
    static let rate = Field(
        "rate",
        .percentage(0...0.99),
        "The share of packets lost in the long run.",
        isRequired: true,
        examples: ["5 %"]
    )
    static let burst = Field(
        "burst",
        .meanBurst,
        "The mean burst: a time, in which all flows lose what they send, or a number of packets.",
        examples: ["80 ms", "4 packets"]
    )
    static let burstRatio = Field(
        "burst_ratio",
        .plainNumber(0.01...10_000),
        "Instead of `burst`: the mean burst over that of independent losses at the same rate (ITU-T G.107), at least "
            + "`rate` and at least 1 - `rate`.",
        examples: ["1.5"]
    )
    static let spacing = Field(
        "spacing",
        .time(.milliseconds(1) ... .seconds(10), example: "20 ms"),
        "With `burst_ratio`: the state changes with time, and packets this far apart have that ratio, then above 1.",
        fallbackMeaning: "the state changes with packets",
        examples: ["20 ms"]
    )
    static let table = Table(
        title: "`gilbert`",
        meaning: "Gilbert's model (BSTJ 39, 1960) with total loss in bursts.",
        members: [rate.member, burst.member, burstRatio.member, spacing.member]
    )
}

/// The keys of `gilbert_elliott`: either the two `leave_` keys, or `bad_share` and `bad_spell`.
enum GilbertElliottFields {
    static let leaveGood = Field(
        "leave_good",
        .percentage(0...1),
        "The chance that a packet ends the good state; needs `leave_bad`.",
        examples: ["1 %"]
    )
    static let leaveBad = Field(
        "leave_bad",
        .percentage(0...1),
        "The chance that a packet ends the bad state; needs `leave_good`.",
        examples: ["25 %"]
    )
    static let badShare = Field(
        "bad_share",
        .percentage(0...1),
        "The share of time in the bad state; needs `bad_spell`.",
        examples: ["10 %"]
    )
    static let badSpell = Field(
        "bad_spell",
        .time(.milliseconds(1) ... .seconds(3_600), example: "200 ms"),
        "How long the bad state lasts on average; needs `bad_share`.",
        examples: ["200 ms"]
    )
    static let lossGood = Field("loss_good", .percentage(0...1), "The loss in the good state.", fallback: "0 %")
    static let lossBad = Field("loss_bad", .percentage(0...1), "The loss in the bad state.", fallback: "100 %")
    static let table = Table(
        title: "`gilbert_elliott`",
        meaning: "Elliott's model (BSTJ 42, 1963). The state changes with packets, or with time.",
        members: [
            leaveGood.member, leaveBad.member, badShare.member, badSpell.member, lossGood.member, lossBad.member,
        ]
    )
}

/// The keys of `four_state`: either the five transitions, or what the bursts are like.
enum FourStateFields {
    static let rate = Field("rate", .percentage(0...1), "The share of packets lost in the long run.", examples: ["2 %"])
    static let burst = Field(
        "burst",
        .packets(1...10_000),
        "The mean length of a burst, with the packets that come through in it.",
        examples: ["8 packets"]
    )
    static let density = Field(
        "burst_density",
        .percentage(0...1),
        "The share of a burst's packets that is lost.",
        fallbackMeaning: "all are",
        examples: ["50 %"]
    )
    static let isolated = Field(
        "isolated",
        .percentage(0...0.5),
        "The share of packets lost singly between bursts.",
        fallbackMeaning: "none is",
        examples: ["0.2 %"]
    )
    static let goodRun = Field(
        "good_run",
        .packets(1...10_000),
        "The mean number of packets in a row that come through within a burst.",
        fallbackMeaning: "1 / `burst_density`: losses within a burst are independent",
        examples: ["2 packets"]
    )
    static let transitions = [
        ("p13", "from kept in a gap to lost in a burst"), ("p31", "from lost in a burst to kept in a gap"),
        ("p32", "from lost in a burst to kept in a burst"), ("p23", "from kept in a burst to lost in a burst"),
        ("p14", "from kept in a gap to a single loss"),
    ].map { key, meaning in
        Field(
            key,
            .percentage(0...1),
            "Instead of `rate` and what follows it: the chance of a move \(meaning).",
            examples: ["1 %"]
        )
    }
    static let slot = Field(
        "slot",
        .time(.milliseconds(1) ... .seconds(10), example: "20 ms"),
        "The state moves once in so long, and all packets in that time share its fate; `packets` above count slots.",
        fallbackMeaning: "the state moves with each packet",
        examples: ["20 ms"]
    )
    static let table = Table(
        title: "`four_state`",
        meaning: "The general and intuitive model (Salsano and others, 2012), as netem's `loss state` has it.",
        members: [rate.member, burst.member, density.member, isolated.member, goodRun.member]
            + transitions.map(\.member) + [slot.member]
    )
}

/// The keys of `trace`.
enum LossTraceFields {
    static let file = Field(
        "file",
        Scalar<String>.lossFile,
        "A file of `0` (kept) and `1` (lost) for each packet, or of spans of loss, `12.5,13.1` a line in seconds.",
        isRequired: true,
        examples: ["losses.csv"]
    )
    static let atEnd = Field(
        "at_end",
        Scalar<LossTraceEndChoice>.choice,
        "What follows when the record is over: it begins again, or nothing is lost any more.",
        fallback: "repeat"
    )
    static let table = Table(
        title: "`trace` of `loss`",
        meaning:
            "A record of losses, each packet's in turn or by time. It counts from the start of the run, or from the "
            + "event that brings it.",
        members: [file.member, atEnd.member]
    )
}

/// How the end of a loss trace is written.
enum LossTraceEndChoice: String, CaseIterable, Sendable {
    case `repeat`
    case loseNothing = "lose_nothing"

    var value: LossTrace.AtEnd { self == .repeat ? .repeats : .losesNothing }
}

extension Scalar where Value == String {
    /// The path of a file, relative to the scenario.
    static let lossFile = Scalar(ScalarGrammar(name: "file", form: .text)) { (text) throws(Complaint) in
        guard !text.trimmingBlanks.isEmpty else {
            throw Complaint("there is no path", hint: "give the path of a file, relative to the scenario")
        }
        guard text.utf8.count <= 1_000 else { throw Complaint("the path is longer than 1,000 bytes") }
        return text
    }
}

/// The keys of `reorder` in the long form.
enum ReorderFields {
    static let rate = Field(
        "rate",
        .percentage(0...1),
        "The chance of a packet that may overtake to be sent without the delay.",
        isRequired: true,
        examples: ["25 %"]
    )
    static let gap = Field(
        "gap",
        .integer(1...1_000_000, unit: "packets"),
        "A packet may overtake after one fewer were not early: with 5 and 100 %, each fifth.",
        fallback: "1",
        examples: ["5"]
    )
    static let table = Table(
        title: "`reorder`, in the long form",
        meaning: "Packets that leave the delay out and so overtake others; jitter keeps the order.",
        members: [rate.member, gap.member]
    )
}

extension Scalar where Value == QueueLimit {
    /// `200 ms`, `64 kB`, `64000 B` or `50 packets`.
    static let queueLimit = Scalar(
        ScalarGrammar(
            name: "time, size or packets",
            form: .pattern("^[+]?[0-9]+(\\.[0-9]*)?([eE][+-]?[0-9]+)? *(h|min|s|ms|us|ns|MB|kB|B|bytes|packets?)$"),
            range: "up to 60 s, 100 MB or 100,000 packets"
        )
    ) { (text) throws(Complaint) in
        let quantity = try QuantityText(text, example: "200 ms")
        switch quantity.unit {
        case "packet", "packets":
            return .packets(try LimitText.whole(quantity, within: 1...100_000, unit: "packets"))
        case "B", "bytes", "byte":
            return .size(DataSize(bytes: Int64(try LimitText.whole(quantity, within: 1...100_000_000, unit: "B"))))
        case "kB", "MB":
            let factor = quantity.unit == "kB" ? 1e3 : 1e6
            let bytes = (quantity.number * factor).rounded()
            guard bytes >= 1, bytes <= 100e6 else { throw Complaint("\(text) is outside 1 B to 100 MB") }
            return .size(DataSize(bytes: Int64(bytes)))
        default:
            guard !quantity.unit.isEmpty else {
                throw Complaint(
                    "\(quantity.numberText) has no unit, and a queue needs one",
                    hint: "did you mean \(quantity.numberText) ms? It may also be kB or packets"
                )
            }
            if let unit = LimitText.size(meantBy: quantity.unit) {
                throw Complaint(
                    "'\(YAMLTree.shortened(quantity.unit))' is no unit of a queue",
                    hint: "did you mean \(quantity.numberText) \(unit)?"
                )
            }
            return .time(try Scalar<TimeDelta>.time(.microseconds(1) ... .seconds(60), example: "200 ms").read(text))
        }
    }
}

extension Scalar where Value == GilbertElliott.MeanBurst {
    /// `80 ms` or `4 packets`.
    static let meanBurst = Scalar(
        ScalarGrammar(
            name: "time or packets",
            form: .pattern("^[+]?[0-9]+(\\.[0-9]*)?([eE][+-]?[0-9]+)? *(h|min|s|ms|us|ns|packets?)$"),
            range: "1 ms to 60 s, or 1 to 10,000 packets"
        )
    ) { (text) throws(Complaint) in
        let quantity = try QuantityText(text, example: "80 ms")
        switch quantity.unit {
        case "packet", "packets":
            guard quantity.number >= 1, quantity.number <= 10_000 else {
                throw Complaint("\(text) is outside 1 to 10,000 packets")
            }
            return .packets(quantity.number)
        case "":
            throw Complaint(
                "\(quantity.numberText) has no unit, and a burst needs one",
                hint: "did you mean \(quantity.numberText) ms or \(quantity.numberText) packets?"
            )
        default: return .duration(try Scalar<TimeDelta>.time(.milliseconds(1) ... .seconds(60)).read(text))
        }
    }
}

/// Whole numbers with a unit that is not scaled.
private enum LimitText {
    /// What people write instead of our units of size, in lower case.
    private static let sizes = [
        "mb": "MB", "mib": "MB", "m": "MB", "kb": "kB", "kib": "kB", "k": "kB", "b": "B", "pkt": "packets",
        "pkts": "packets", "p": "packets", "frames": "packets",
    ]

    static func size(meantBy unit: String) -> String? { sizes[unit.lowercased()] }

    static func whole(
        _ quantity: QuantityText,
        within range: ClosedRange<Int>,
        unit: String
    ) throws(Complaint) -> Int {
        guard quantity.number == quantity.number.rounded() else {
            throw Complaint("\(quantity.numberText) is no whole number of \(unit)")
        }
        guard quantity.number >= Double(range.lowerBound), quantity.number <= Double(range.upperBound) else {
            throw Complaint(
                "\(quantity.numberText) \(unit) is outside 1 to \(ValueText.grouped(Int64(range.upperBound)))"
            )
        }
        return Int(quantity.number)
    }
}
