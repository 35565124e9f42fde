import NetworkEmulation
import QualityModels
import Units

/// The long forms of `loss`.
enum LossFields {
    static let rate = Scalar<Double>.percentage(0...1)
    static let gilbert = "gilbert"
    static let gilbertElliott = "gilbert_elliott"

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
        isRequired: true,
        examples: ["80 ms", "4 packets"]
    )
    static let table = Table(
        title: "`gilbert`",
        meaning: "Gilbert's model (BSTJ 39, 1960) with total loss in bursts.",
        members: [rate.member, burst.member]
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
