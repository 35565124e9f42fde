import NetworkEmulation
import Units

/// The keys at the top of a scenario.
enum RootFields {
    static let version = Field(
        "rehearsal",
        .formatVersion,
        "The version of this format.",
        isRequired: true,
        examples: ["1"]
    )
    static let name = Field(
        "name",
        .name,
        "What results and reports call the scenario.",
        isRequired: true,
        examples: ["outpatient-diabetes"]
    )
    static let question = Field(
        "question",
        .sentence,
        "The question that the scenario answers, in one sentence.",
        examples: ["Do four in five consultations stay usable?"]
    )
    static let tier = Field(
        "tier",
        .tier,
        "How much is real: `media` encodes, sends, decodes and scores every frame.",
        fallback: "media"
    )
    static let seed = Field(
        "seed",
        .seed,
        "All chance comes from this number: the same seed gives the same run, to the bit.",
        fallback: "1"
    )

    /// The fewest calls of a sample: one stratum of them leaves seven degrees of freedom; ours.
    static let mediaSampleMin: Int64 = 8

    static let mediaSample = Field(
        "media_sample",
        .integer(mediaSampleMin...ConsultationFields.countMax),
        "In the packet tier, how many calls are run again with codecs, so that the run says what its means would be with "
            + "them (docs/models/media-sample.md); more than there are is all of them.",
        fallbackMeaning: "none",
        examples: ["20"]
    )

    static let table = Table(
        title: "The scenario",
        meaning: "One YAML mapping of at most 1 MiB.",
        members: [
            version.member, name.member, question.member, tier.member, seed.member, mediaSample.member,
            Member(
                key: "consultations",
                shape: .table(ConsultationFields.table),
                meaning: "How many consultations, how long, how often.",
                fallbackMeaning: "each key's own"
            ),
            ClinicFields.member,
            Member(
                key: "clinicians",
                shape: .list(of: .table(GroupFields.table(side: "clinicians"))),
                meaning:
                    "Groups of clinicians. Each consultation has its own clinician and its own links, but for those of a `clinic`.",
                fallbackMeaning: "one group `clinician` on `hospital-wifi-staff`"
            ),
            Member(
                key: "patients",
                shape: .list(of: .table(GroupFields.table(side: "patients"))),
                meaning: "Groups of patients; at least one, unless there are `flows`.",
                examples: ["[{ name: home, network: fttc }]"]
            ),
            Member(
                key: "media",
                shape: .table(MediaFields.table),
                meaning: "What both sides send.",
                fallbackMeaning: "each key's own"
            ),
            Member(
                key: "networks",
                shape: .open(keys: Scalar<String>.name.grammar, values: .table(NetworkFields.table)),
                meaning: "Networks of your own, by name; a name may not be that of a profile."
            ),
            Member(
                key: "profiles",
                shape: .open(keys: Scalar<String>.name.grammar, values: .table(ProfileFields.table)),
                meaning: "Kinds of access of your own, by name; a name may not be that of a built-in profile."
            ),
            Member(
                key: "links",
                shape: .open(keys: Scalar<String>.name.grammar, values: .table(NetworkFields.sharedTable)),
                meaning: "Links that participants share, by name, such as a site's uplink; groups go `via` them."
            ),
            RelayFields.member,
            Member(
                key: "flows",
                shape: .list(of: .table(FlowFields.table)),
                meaning: "Traffic without people, beside the consultations or, without `patients`, instead of them."
            ),
            UsabilityFields.member,
            EquityFields.member,
            Member(
                key: "thresholds",
                shape: .open(keys: ThresholdFields.key, values: ThresholdFields.values),
                meaning: "What must hold, by metric, perhaps with tags: `audio.mos{to:clinician}`.",
                fallbackMeaning: "the built-in thresholds below"
            ),
        ]
    )
}

/// The keys of `consultations`.
enum ConsultationFields {
    /// More are refused: they would not fit into memory or a working day.
    static let countMax: Int64 = 1_000_000

    static let count = Field("count", .integer(1...countMax), "How many consultations there are.", fallback: "4")
    static let concurrent = Field(
        "concurrent",
        .integer(1...countMax),
        "How many consultations are up at once, instead of `count`: so many start within the first tenth of their length, "
            + "unless `starts.every` says otherwise.",
        fallbackMeaning: "as `count` and `starts` have it"
    )
    static let length = Field(
        "length",
        .time(.seconds(1) ... .seconds(14_400)),
        "How long each consultation lasts.",
        fallback: "30 s",
        examples: ["30 s", "10 min", "1h30m"]
    )
    static let every = Field(
        "every",
        .time(.zero ... .seconds(86_400)),
        "The time from one start to the next; `0 s` starts all at once.",
        fallback: "5 s"
    )
    static let topology = Field(
        "topology",
        Scalar<TopologyWord>.choice,
        "Whether the parties send to each other, or both to a selective forwarding unit (docs/models/sfu.md); calls over one "
            + "have no forward error correction of video, whatever `media.video.fec` says.",
        fallback: TopologyWord.direct.rawValue
    )
    static let sfu = Field(
        "sfu",
        .name,
        "The server from `relays` that the forwarding unit runs on.",
        fallbackMeaning: "one that is never busy",
        examples: ["hub"]
    )

    static let starts = Table(
        title: "`consultations.starts`",
        meaning: "When the consultations start. The last one has to start within 366 days.",
        members: [every.member]
    )
    static let table = Table(
        title: "`consultations`",
        meaning: "The consultations of the run, numbered from 1.",
        members: [
            count.member, concurrent.member, length.member,
            Member(
                key: "starts",
                shape: .table(starts),
                meaning: "When the consultations start.",
                fallbackMeaning: "each key's own"
            ),
            topology.member, sfu.member,
        ]
    )
}

/// How topologies are written.
enum TopologyWord: String, CaseIterable, Sendable {
    case direct
    case sfu
}

/// The keys of one group of `clinicians` or `patients`.
enum GroupFields {
    static let name = Field("name", .name, "The group's name in results.", isRequired: true, examples: ["home-fttc"])
    static let share = Field(
        "share",
        .percentage(0...1),
        "The group's share of its side. Groups without one divide the rest evenly; all together make 100 %.",
        fallbackMeaning: "an even part of the rest",
        examples: ["40 %"]
    )
    static let network = Field(
        "network",
        .name,
        "A name from `networks` or `profiles`, or one of the built-in profiles below.",
        isRequired: true,
        examples: ["4g"]
    )
    static let via = "via"
    static let relay = Field(
        "relay",
        .name,
        "The relay from `relays` that the group's routes go over.",
        fallbackMeaning: "the only one of `relays` beside the forwarding unit's, else one that is never busy",
        examples: ["turn-london"]
    )
    static let line = Field(
        "line",
        Scalar<LineChoice>.choice,
        "What each of them has of a profile: `drawn`, a line of their own from the distribution across lines, with what "
            + "happens on it; or `typical`, the median of every number and no events.",
        fallbackMeaning: "`drawn` on a profile and on a network that is only `like` one, else as the network is written"
    )
    static let mobility = Field(
        "mobility",
        Scalar<Mobility>.choice,
        "Whether they sit, or walk or drive; decides how often drawn lines change cells and roam.",
        fallback: "seated"
    )
    static let audioSource = Field(
        "audio_source",
        .audioSource,
        "What this group's voices are.",
        fallbackMeaning: "`media.audio.source`"
    )
    static let videoSource = Field(
        "video_source",
        .videoSource,
        "What this group's pictures are.",
        fallbackMeaning: "`media.video.source`"
    )

    static let tags = Member(
        key: "tags",
        shape: .open(keys: Scalar<String>.name.grammar, values: .scalar(Scalar<String>.name.grammar)),
        meaning: "Words of your own for the calls of the group, by which results are summed up and thresholds can be "
            + "narrowed; a tag belongs to one side only.",
        fallbackMeaning: "none",
        examples: ["{ access: rural, age: over-75 }"]
    )

    static func table(side: String) -> Table {
        Table(
            title: "One of `\(side)`",
            meaning: "People on the same kind of network.",
            members: [
                name.member, share.member, network.member,
                Member(
                    key: via,
                    shape: .either([
                        .scalar(Scalar<String>.name.grammar), .list(of: .scalar(Scalar<String>.name.grammar)),
                    ]),
                    meaning:
                        "Links from `links` behind the network, in order outwards; all who go via a link share it.",
                    fallbackMeaning: "none",
                    examples: ["[site-uplink]"]
                ),
                RouteFields.member, relay.member, line.member, mobility.member, audioSource.member, videoSource.member,
                tags,
            ]
        )
    }
}
