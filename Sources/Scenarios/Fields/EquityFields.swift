import QualityModels

/// The keys of `equity`.
enum EquityFields {
    static let callsMin = Field(
        "min_calls",
        Scalar<Int>.integer(5...1_000_000),
        "The fewest calls that make a group; of smaller ones nothing is said, and a limit on `gap` or `ratio` that holds "
            + "among the others is inconclusive.",
        fallback: String(EquitySettings.usualCallsMin)
    )
    static let table = Table(
        title: "`equity`",
        meaning:
            "How groups of calls are compared ([equity.md](models/equity.md)); given, the comparison is always shown.",
        members: [callsMin.member]
    )
    static let member = Member(
        key: "equity",
        shape: .table(table),
        meaning: "How groups of calls, by network, site or tags of your own, are compared.",
        fallbackMeaning: "groups of 200 calls or more are compared",
        examples: ["{ min_calls: 50 }"]
    )
}
