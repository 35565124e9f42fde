import QualityModels

/// What stands under `thresholds`.
enum ThresholdFields {
    static let key = ScalarGrammar(name: "metric, perhaps with tags", form: .pattern(keyPattern))
    static let expression = ScalarGrammar(
        name: "threshold",
        form: .pattern(
            "^ *(avg|min|max|med|p *\\(.*\\)|share( *\\(.*\\))?|(gap|ratio) *\\(.*\\)) *(>=|<=|>|<) *[^ ].*$"
        )
    )
    static let that = "that"
    static let decide = Field(
        "decide",
        Scalar<ThresholdRule.Decision>.choice(among: [.value, .interval]),
        "`value`: the measured value decides. `interval`: the one-sided 95 % bound has to lie on one "
            + "side, else the verdict is inconclusive.",
        fallback: "value"
    )
    static let table = Table(
        title: "One of `thresholds`, in the long form",
        meaning: "A limit and how it is decided.",
        members: [
            Member(
                key: that,
                shape: .scalar(expression),
                meaning: "The limit.",
                isRequired: true,
                examples: ["share >= 95 %"]
            ),
            decide.member,
        ]
    )
    static let one = Shape.either([.scalar(expression), .table(table)])
    static let values = Shape.either([.scalar(expression), .table(table), .list(of: one)])

    /// What must hold where the scenario does not say; docs/models/usability.md has the origin of each.
    static let defaults = [
        (metric: "audio.mos", limit: "p(10) >= 3.6"),
        (metric: "audio.concealed_ratio", limit: "p(95) <= 7 %"),
        (metric: "audio.mouth_to_ear", limit: "p(95) <= 400 ms"),
        (metric: "audio.longest_dropout", limit: "p(95) <= 500 ms"),
        (metric: "audio.time_stretch", limit: "p(95) <= 10 %"),
        (metric: "video.freeze_ratio", limit: "p(95) <= 5 %"),
        (metric: "call.lip_sync_lost", limit: "p(95) <= 5 %"),
        (metric: "call.one_way_silence", limit: "p(95) <= 2 s"),
        (metric: "consultation.usable", limit: "share >= 80 %"),
    ]

    private static let keyPattern: String = {
        let names = MetricCatalogue.all.map { $0.name.split(separator: ".").joined(separator: "\\.") }
        return "^(" + names.joined(separator: "|") + ") *(\\{.*\\})?$"
    }()
}
