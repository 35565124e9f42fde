import ClinicModel
import Units

/// The keys of `clinic`.
enum ClinicFields {
    static let key = "clinic"
    static let member = Member(
        key: key,
        shape: .table(table),
        meaning:
            "A clinic from whose day the consultations come, instead of `consultations.count`, `length` and `starts`.",
        fallbackMeaning: "none: each consultation has a clinician of its own"
    )
    static let sessions = "sessions"
    static let onDemand = "on_demand"
    static let order = Field(
        "order",
        Scalar<ServeOrder>.choice,
        "Whom a clinician takes next: `present-first`, of those who wait whoever is booked first; `appointment`, whoever is "
            + "booked next and comes at all, even where that means waiting (A).",
        fallback: ServeOrder.presentFirst.rawValue
    )
    static let lateness = Field(
        "clinician_late",
        .time(.zero ... .seconds(7_200), example: "8 min"),
        "How late clinicians begin a session, the mean of an exponential time (A).",
        fallback: "8 min"
    )
    static let patience = Field(
        "patience",
        .time(.seconds(1) ... .seconds(86_400), example: "20 min"),
        "How long patients with a slot wait beyond it before they leave, the mean of an exponential time. Nothing is "
            + "published for video.",
        fallbackMeaning: "as long as it takes (A)",
        examples: ["20 min"]
    )
    static let grace = Field(
        "grace",
        .time(.zero ... .seconds(14_400), example: "15 min"),
        "Patients who come later than this after their slots are not seen, and count as `dna`.",
        fallbackMeaning: "everybody is seen (A)",
        examples: ["15 min"]
    )
    static let overrunMax = Field(
        "overrun_max",
        .time(.zero ... .seconds(28_800), example: "30 min"),
        "Nobody is begun with later than this after a session's end; who still waits is `rebooked_f2f`.",
        fallbackMeaning: "everybody is seen (A)",
        examples: ["30 min"]
    )
    static let days = Field(
        "days",
        .integer(1...1_000),
        "How many days are drawn for waits, overruns and idle time; those after `rehearsed_days` have no calls.",
        fallback: "1",
        examples: ["200"]
    )
    static let rehearsedDays = Field(
        "rehearsed_days",
        .integer(1...1_000),
        "How many of the days' calls are simulated.",
        fallback: "1"
    )
    static let simulate = Field(
        "simulate",
        .time(.seconds(1) ... .seconds(14_400)),
        "How much of each call is simulated, from its start; the schedule keeps the whole length.",
        fallbackMeaning: "all of it",
        examples: ["30 s"]
    )

    static let diary = Field(
        "diary",
        Scalar<String>.filePath,
        "Instead of sessions: a comma-separated file of what took place, with the columns `start`, `duration` (minutes) and "
            + "perhaps `clinic`, `mode`, `outcome`; any other column, and whatever looks like a patient's number, a date of "
            + "birth or a postcode, is refused.",
        fallbackMeaning: "none",
        examples: ["diary.csv"]
    )
    static let diaryClinician = Field(
        "diary_clinician",
        .name,
        "Who held it: a name from `clinicians`.",
        fallbackMeaning: "the only one of `clinicians`"
    )

    static let table = Table(
        title: "`clinic`",
        meaning:
            "Sessions with slots, and perhaps patients who come without. Each clinician sees one patient after the "
            + "other; run time 0 is when the first session begins. Models and sources: [clinic.md](models/clinic.md). Of the "
            + "defaults V marks one that was read in a source, D one derived from such, A an assumption.",
        members: [
            Member(
                key: sessions,
                shape: .list(of: .table(SessionFields.table)),
                meaning: "What clinicians hold, each session by one or more of them.",
                examples: ["[{ name: diabetes, clinician: consultant, start: 09:00, slots: 12, slot: 20 min }]"]
            ),
            Member(
                key: onDemand,
                shape: .table(OnDemandFields.table),
                meaning: "Patients without a slot, seen by whoever of these clinicians is free first.",
                fallbackMeaning: "none"
            ),
            Member(
                key: AttendanceFields.key,
                shape: .table(AttendanceFields.table),
                meaning: "Who comes, and who takes the place of those who do not.",
                fallbackMeaning: "each key's own"
            ),
            Member(
                key: PunctualityFields.key,
                shape: .table(PunctualityFields.table),
                meaning: "How early or late patients come.",
                fallbackMeaning: "each key's own"
            ),
            Member(
                key: TechnicalFields.key,
                shape: .table(TechnicalFields.table),
                meaning: "How often calls fail, and what people do then.",
                fallbackMeaning: "each key's own"
            ),
            diary.member, diaryClinician.member, order.member, lateness.member, patience.member, grace.member,
            overrunMax.member, days.member,
            rehearsedDays.member, simulate.member,
        ]
    )
}

/// The keys of a law of durations.
enum DurationFields {
    static let law = Field(
        "law",
        Scalar<DurationLaw.Kind>.choice,
        "The law: `beta` has the shapes 1.48 and 3.6 (V), scaled to the mean.",
        fallback: DurationLaw.Kind.logNormal.rawValue
    )
    static let variation = "cv"

    static func mean(_ fallback: String) -> Field<TimeDelta> {
        Field("mean", .time(.zero ... .seconds(14_400), example: "14 min"), "The mean (A).", fallback: fallback)
    }

    static func variation(_ fallback: String) -> Field<Double> {
        Field(
            variation,
            .plainNumber(0...3),
            "Standard deviation over mean, of lognormal and gamma laws (A; 0.35 to 0.85 is remembered of a review).",
            fallback: fallback
        )
    }

    static let serviceMean = mean("14 min")
    static let serviceVariation = variation("0.5")
    static let service = Table(
        title: "`service`",
        meaning: "How long patient and clinician talk.",
        members: [law.member, serviceMean.member, serviceVariation.member]
    )
    static let wrapUpMean = mean("4 min")
    static let wrapUpVariation = variation("0.6")
    static let wrapUp = Table(
        title: "`wrap_up`",
        meaning: "How long the clinician is busy with notes after a patient has left; no media are sent meanwhile.",
        members: [law.member, wrapUpMean.member, wrapUpVariation.member]
    )
    static let serviceMember = Member(
        key: "service",
        shape: .table(service),
        meaning: "How long consultations take.",
        fallbackMeaning: "each key's own",
        examples: ["{ mean: 9 min, cv: 0.5 }"]
    )
    static let wrapUpMember = Member(
        key: "wrap_up",
        shape: .table(wrapUp),
        meaning: "How long what follows takes.",
        fallbackMeaning: "each key's own",
        examples: ["{ mean: 4 min, cv: 0.6 }"]
    )
}

/// The keys of `clinic.punctuality`.
enum PunctualityFields {
    static let key = "punctuality"
    static let law = Field(
        "law",
        Scalar<PunctualityWord>.choice,
        "The law of the time from slot to arrival.",
        fallback: PunctualityWord.logistic.rawValue
    )
    static let early = Field(
        "early",
        .time(.zero ... .seconds(7_200), example: "5 min"),
        "How long before their slots patients come: the median, or the normal law's mean (A; 15 min was seen face to face).",
        fallback: "5 min"
    )
    static let deviation = Field(
        "deviation",
        .time(.zero ... .seconds(7_200), example: "9.8 min"),
        "The normal law's standard deviation (V).",
        fallback: "9.8 min"
    )
    static let scale = Field(
        "scale",
        .time(.seconds(1) ... .seconds(7_200), example: "7.041 min"),
        "The logistic law's scale (D).",
        fallback: "7.041 min"
    )
    static let shape = Field(
        "shape",
        .plainNumber(0...0.9),
        "The logistic law's shape: above 0 the early tail is the longer one (D).",
        fallback: "0.2293"
    )
    static let table = Table(
        title: "`clinic.punctuality`",
        meaning: "When patients come to the waiting room, relative to their slots.",
        members: [law.member, early.member, deviation.member, scale.member, shape.member]
    )
}

/// How laws of punctuality are written.
enum PunctualityWord: String, CaseIterable, Sendable {
    case logistic = "generalised-logistic"
    case normal
    case onTime = "on-time"
}
