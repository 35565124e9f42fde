import ClinicModel
import Units

/// The keys of one of `clinic.sessions`.
enum SessionFields {
    static let name = Field("name", .name, "The clinic's name in results.", isRequired: true, examples: ["diabetes"])
    static let clinician = Field(
        "clinician",
        .name,
        "Who holds it: a name from `clinicians`.",
        fallbackMeaning: "the only one of `clinicians`",
        examples: ["consultant"]
    )
    static let count = Field("count", .integer(1...64), "How many such clinicians hold one each.", fallback: "1")
    static let site = Field(
        "site",
        .name,
        "Where it is held; a clinic has one site.",
        fallbackMeaning: "the first link that the clinicians go `via`, if any"
    )
    static let start = Field("start", .timeOfDay, "When the first slot begins.", isRequired: true, examples: ["09:00"])
    static let slots = Field(
        "slots",
        .integer(0...120),
        "How many slots there are.",
        isRequired: true,
        examples: ["12"]
    )
    static let slot = Field(
        "slot",
        .time(.zero ... .seconds(28_800), example: "20 min"),
        "How long a slot is.",
        isRequired: true,
        examples: ["20 min"]
    )
    static let rule = Field(
        "rule",
        Scalar<RuleWord>.choice,
        "Who is booked when: `individual` one a slot; `bailey-welch` two in the first and none in the last; "
            + "`two-at-a-time` in every second; `wave` as many at once as `wave` says; `dome` longer intervals in the middle.",
        fallback: RuleWord.individual.rawValue
    )
    static let wave = Field("wave", .integer(2...20), "How many a wave has (A).", fallback: "3")
    static let dome = Field(
        "dome",
        .percentage(0...0.9),
        "How much longer than the mean the longest interval of a dome is (A).",
        fallback: "20 %"
    )
    static let overbook = Field(
        "overbook",
        .integer(0...100),
        "How many patients more than slots, spread evenly from the first slot on.",
        fallback: "0"
    )
    static let overbookRisk = Field(
        "overbook_risk",
        .percentage(0...0.99),
        "Instead of `overbook`: as many more as keep the chance of more patients than slots at or below this.",
        fallbackMeaning: "none",
        examples: ["20 %"]
    )
    static let catchUp = "catch_up"
    static let catchUpSlot = Scalar<Int>.integer(1...120)
    static let pause = "break"
    static let afterSlot = Field(
        "after_slot",
        .integer(1...120),
        "The slot that it follows, from 1.",
        isRequired: true,
        examples: ["6"]
    )
    static let pauseLength = Field(
        "length",
        .time(.seconds(60) ... .seconds(14_400), example: "15 min"),
        "How long it is.",
        isRequired: true,
        examples: ["15 min"]
    )
    static let pauseTable = Table(
        title: "`break`",
        meaning: "A time without slots; who is late works on.",
        members: [afterSlot.member, pauseLength.member]
    )
    static let mode = Field(
        "mode",
        Scalar<ConsultationMode>.choice,
        "How it is held; only `video` has calls, the others take the clinician's time.",
        fallback: ConsultationMode.video.rawValue
    )
    static let firstVisits = Field(
        "first_visits",
        .percentage(0...1),
        "The share of visits that are a patient's first (A).",
        fallback: "0 %"
    )
    static let dna = Field(
        "dna",
        .percentage(0...1),
        "The share of this session's patients who do not come.",
        fallbackMeaning: "by `attendance`",
        examples: ["16 %"]
    )

    static let table = Table(
        title: "One of `clinic.sessions`",
        meaning: "A list of slots. A clinician holds one session at a time.",
        members: [
            name.member, clinician.member, count.member, site.member, start.member, slots.member, slot.member,
            rule.member, wave.member, dome.member, overbook.member, overbookRisk.member,
            Member(
                key: catchUp,
                shape: .list(of: .scalar(catchUpSlot.grammar)),
                meaning: "Slots that nobody is booked into, from 1.",
                fallbackMeaning: "none",
                examples: ["[6, 12]"]
            ),
            Member(
                key: pause,
                shape: .table(pauseTable),
                meaning: "A time without slots.",
                fallbackMeaning: "none",
                examples: ["{ after_slot: 6, length: 15 min }"]
            ),
            mode.member, firstVisits.member, dna.member, DurationFields.serviceMember, DurationFields.wrapUpMember,
        ]
    )
}

/// How booking rules are written.
enum RuleWord: String, CaseIterable, Sendable {
    case individual
    case baileyWelch = "bailey-welch"
    case twoAtATime = "two-at-a-time"
    case wave
    case dome
}

/// The keys of `clinic.on_demand`.
enum OnDemandFields {
    static let count = Field("count", .integer(1...1_000), "How many clinicians see them.", fallback: "1")
    static let start = Field("start", .timeOfDay, "When the list opens.", isRequired: true, examples: ["08:00"])
    static let every = Field(
        "every",
        .time(.seconds(60) ... .seconds(86_400), example: "1 h"),
        "How long each rate of `arrivals` holds.",
        fallback: "1 h"
    )
    static let arrivals = "arrivals"
    static let rate = Scalar<Double>.plainNumber(0...10_000)
    static let dayVariation = Field(
        "day_variation",
        .plainNumber(0...1),
        "How much days differ: the coefficient of variation of a gamma factor on all rates (A; 0.1 to 0.2 is usual).",
        fallback: "0"
    )
    static let patience = Field(
        "patience",
        .time(.seconds(1) ... .seconds(86_400), example: "12 min"),
        "How long they wait before they leave, the mean of an exponential time (A).",
        fallback: "12 min"
    )
    static let table = Table(
        title: "`clinic.on_demand`",
        meaning: "Arrivals of a Poisson process whose rate varies over the day; first come, first served.",
        members: [
            SessionFields.name.member, SessionFields.clinician.member, count.member, SessionFields.site.member,
            start.member,
            every.member,
            Member(
                key: arrivals,
                shape: .list(of: .scalar(rate.grammar)),
                meaning: "Mean arrivals in each step of `every`, from `start` on; the list closes after the last.",
                isRequired: true,
                examples: ["[30, 24, 12]"]
            ),
            dayVariation.member, patience.member, DurationFields.serviceMember, DurationFields.wrapUpMember,
        ]
    )
}
