import ClinicModel
import Units

/// The keys of `clinic.attendance`.
enum AttendanceFields {
    static let key = "attendance"
    static let dna = Field(
        "dna",
        .percentage(0...1),
        "The share of patients who do not come, first visits and others alike.",
        fallbackMeaning: "by `dna_first` and `dna_follow_up`",
        examples: ["16 %"]
    )
    static let dnaFirst = Field(
        "dna_first",
        .percentage(0...1),
        "The share of first visits that are missed.",
        fallbackMeaning: "12.5 % by video or phone, 9.2 % in person (V)"
    )
    static let dnaFollowUp = Field(
        "dna_follow_up",
        .percentage(0...1),
        "The share of other visits that are missed.",
        fallbackMeaning: "10.4 % by video or phone, 10.7 % in person (V)"
    )
    static let concentration = Field(
        "concentration",
        .plainNumber(0.5...1_000),
        "How alike patients are in their propensity to miss: the sum of the shapes of its beta law (A).",
        fallback: "8"
    )
    static let patients = Field(
        "patients",
        .integer(1...1_000_000),
        "How many different patients each list has, who come in turn over the days.",
        fallbackMeaning: "each appointment has its own",
        examples: ["300"]
    )
    static let lateCancel = Field(
        "late_cancel",
        .percentage(0...1),
        "The share of appointments that are cancelled late (A).",
        fallback: "0 %"
    )
    static let lead = Field(
        "lead",
        .time(.zero ... .seconds(30 * 86_400), example: "24 h"),
        "How long before its slot that is, the mean of an exponential time (A).",
        fallback: "24 h"
    )
    static let refill = Field(
        "refill",
        .percentage(0...1),
        "The chance that a slot which is given up in time is given to somebody else (A).",
        fallback: "0 %"
    )
    static let notice = Field(
        "notice",
        .time(.zero ... .seconds(30 * 86_400), example: "2 h"),
        "What in time means (A).",
        fallback: "2 h"
    )
    static let table = Table(
        title: "`clinic.attendance`",
        meaning:
            "Sources disagree on whether video lowers the share of missed appointments: it is an input, and worth a sweep.",
        members: [
            dna.member, dnaFirst.member, dnaFollowUp.member, concentration.member, patients.member, lateCancel.member,
            lead.member, refill.member, notice.member,
        ]
    )
}

/// The keys of `clinic.technical`.
enum TechnicalFields {
    static let key = "technical"
    static let setUpFailure = Field(
        "setup_failure",
        .percentage(0...1),
        "The chance that no call comes up, all tries over (V, of 2017; A for clinics).",
        fallback: "0.5 %"
    )
    static let drops = Field(
        "drops",
        .percentage(0...1),
        "The chance that a call drops, a minute of it (A).",
        fallback: "0.2 %"
    )
    static let retries = Field(
        "retries",
        .integer(0...10),
        "How often a patient joins again, in all (A).",
        fallback: "2"
    )
    static let retryMin = Field(
        "retry_min",
        .time(.zero ... .seconds(3_600), example: "20 s"),
        "How long that takes at least (A).",
        fallback: "20 s"
    )
    static let retryMax = Field(
        "retry_max",
        .time(.zero ... .seconds(3_600), example: "60 s"),
        "How long that takes at most (A).",
        fallback: "60 s"
    )
    static let fallback = Field(
        "fallback",
        Scalar<TechnicalSettings.Fallback>.choice,
        "What becomes of a consultation whose call cannot be held: it goes on by `phone`, or `rebook` face to face, or `none` "
            + "(A).",
        fallback: TechnicalSettings.Fallback.phone.rawValue
    )
    static let fallbackTime = Field(
        "fallback_time",
        .time(.zero ... .seconds(3_600), example: "2 min"),
        "How long it takes to place the telephone call (A).",
        fallback: "2 min"
    )
    static let testCalls = Field(
        "test_calls",
        .percentage(0...1),
        "The share of patients who make a test call beforehand; they are counted, and not simulated (A).",
        fallback: "30 %"
    )
    static let outages = "outages"
    static let outageAt = Field(
        "at",
        .timeOfDay,
        "When it is, every day.",
        isRequired: true,
        examples: ["10:30"]
    )
    static let outageSite = Field(
        "site",
        .name,
        "The site of the sessions whose calls drop.",
        fallbackMeaning: "all of them"
    )
    static let outage = Table(
        title: "One of `clinic.technical.outages`",
        meaning: "A moment at which all calls drop; patients join again as after any drop, all in the same minute.",
        members: [outageAt.member, outageSite.member]
    )
    static let table = Table(
        title: "`clinic.technical`",
        meaning:
            "A drop is apart from what the networks do: it stands for devices, browsers and people. A rejoin is a call "
            + "of its own.",
        members: [
            setUpFailure.member, drops.member, retries.member, retryMin.member, retryMax.member, fallback.member,
            fallbackTime.member, testCalls.member,
            Member(
                key: outages,
                shape: .list(of: .table(outage)),
                meaning: "Moments at which all calls drop at once.",
                fallbackMeaning: "none",
                examples: ["[{ at: 10:30, site: north }]"]
            ),
        ]
    )
}
