import QualityModels
import Units

/// The keys of `usability`.
enum UsabilityFields {
    static let profile = Field(
        "profile",
        Scalar<UsabilityProfile>.choice,
        "What the party must hear and see: `conversation`; `observation` of skin or a wound; `movement`, such as gait or "
            + "tremor; `audio-critical`, such as speech therapy.",
        fallback: UsabilityProfile.conversation.rawValue
    )
    static let mosMin = condition(
        "mos_min",
        .plainNumber(1...4.5),
        "The lowest `audio.mos` of a second's window.",
        "3.1"
    )
    static let concealedMax = condition(
        "concealed_max",
        .percentage(0...1),
        "How much of a second's sound concealment may make up.",
        "7 %"
    )
    static let mouthToEarMax = condition(
        "mouth_to_ear_max",
        .time(.zero ... .seconds(10), example: "400 ms"),
        "The longest mean time from mouth to ear in a second.",
        "400 ms"
    )
    static let frameRateMin = condition(
        "frame_rate_min",
        .plainNumber(0...120),
        "The fewest pictures shown in a second.",
        "15"
    )
    static let freezeMin = condition(
        "freeze_min",
        .time(.milliseconds(150) ... .seconds(60), example: "500 ms"),
        "The shortest freeze that spoils the seconds it touches.",
        "500 ms"
    )
    static let videoLateMax = condition(
        "video_late_max",
        .time(.zero ... .seconds(10), example: "90 ms"),
        "How far pictures may lag behind the sound.",
        "90 ms"
    )
    static let videoEarlyMax = condition(
        "video_early_max",
        .time(.zero ... .seconds(10), example: "185 ms"),
        "How far pictures may run ahead of the sound.",
        "185 ms"
    )
    static let linesMin = condition(
        "lines_min",
        .integer(0...4_096),
        "The fewest lines of a picture as it was sent, along its shorter side.",
        "360"
    )
    static let psnrMin = condition(
        "psnr_min",
        .decibels(0...60),
        "The lowest mean PSNR of a second's pictures.",
        "34 dB"
    )
    static let shareMin = condition(
        "share_min",
        .percentage(0...1),
        "The share of usable seconds with which the direction is usable.",
        "95 %"
    )
    static let needTable = Table(
        title: "`clinician` and `patient` of `usability`",
        meaning: "A profile and what differs from it. \(UsabilityProfile.disclaimer.capitalisedFirst): "
            + "the numbers of each profile and where they come from stand in [usability.md](models/usability.md).",
        members: [profile.member]
            + [
                mosMin.member, concealedMax.member, mouthToEarMax.member, frameRateMin.member, freezeMin.member,
                videoLateMax.member, videoEarlyMax.member, linesMin.member, psnrMin.member, shareMin.member,
            ]
    )
    static let patience = Field(
        "fallback_after",
        .time(.seconds(1) ... .seconds(3_600)),
        "How long sound must be unfit on end before people reach for the phone, and pictures before they go on without; "
            + "an assumption of ours.",
        fallback: "60 s"
    )
    static let table = Table(
        title: "`usability`",
        meaning:
            "When a second of a consultation is usable, good for sound alone, or not usable, by the need of who receives.",
        members: [need("clinician", "patient"), need("patient", "clinician"), patience.member]
    )
    static let member = Member(
        key: "usability",
        shape: .table(table),
        meaning: "What the clinician and the patient must hear and see for a second to be usable.",
        fallbackMeaning: "`conversation` for both",
        examples: ["{ clinician: observation }"]
    )

    private static func need(_ receiver: String, _ sender: String) -> Member {
        Member(
            key: receiver,
            shape: .either([.scalar(profile.scalar.grammar), .table(needTable)]),
            meaning: "What the \(receiver) must hear and see of the \(sender): a profile, or a mapping.",
            fallbackMeaning: "`conversation`",
            examples: ["movement", "{ profile: observation, lines_min: 720 }"]
        )
    }

    private static func condition<Value>(
        _ key: String,
        _ scalar: Scalar<Value>,
        _ meaning: String,
        _ example: String
    ) -> Field<Value> {
        Field(key, scalar, meaning, fallbackMeaning: "the profile's", examples: [example])
    }
}

extension Scalar where Value == Double {
    /// A level such as `34 dB`.
    fileprivate static func decibels(_ range: ClosedRange<Double>) -> Scalar {
        let table = UnitTable(name: "a level", units: [("dB", 1)], aliases: ["db": "dB"], example: "34 dB")
        let words = "\(ValueText.plain(range.lowerBound)) to \(ValueText.plain(range.upperBound)) dB"
        return Scalar(ScalarGrammar(name: "level", form: .pattern(table.pattern), range: words)) {
            (text) throws(Complaint) in
            let value = try table.value(of: QuantityText(text, example: table.example))
            guard range.contains(value) else { throw Complaint("\(text) is outside \(words)") }
            return value
        }
    }
}

extension String {
    fileprivate var capitalisedFirst: String { prefix(1).uppercased() + dropFirst() }
}
