import NetworkEmulation
import QualityModels
import Units

/// The keys of one relay under `relays`.
enum RelayFields {
    static let key = "relays"
    static let like = Field(
        "like",
        Scalar<String>.serverProfile,
        "The server whose numbers hold where none are given; their sources are in docs/models/servers.md. Without it those of "
            + "`turn` hold, and clients over TCP or TLS cost what they do at `turn-tcp` and `turn-tls`.",
        fallback: ServerProfile.turn.id
    )
    static let workers = Field(
        "workers",
        .integer(1...1_000),
        "How many pieces of work it does at a time.",
        fallbackMeaning: "as in `like`",
        examples: ["4"]
    )
    static let costPerPacket = Field(
        "cost_per_packet",
        .processorTime,
        "The processor time of a packet.",
        fallbackMeaning: "as in `like`",
        examples: ["6.25 us"]
    )
    static let costPerByte = Field(
        "cost_per_byte",
        .processorTime,
        "The processor time of each byte of a packet, to the picosecond.",
        fallbackMeaning: "as in `like`",
        examples: ["0.19 ns"]
    )
    static let costPerSetUp = Field(
        "cost_per_set_up",
        .processorTime,
        "The processor time of taking in one leg of a call.",
        fallbackMeaning: "as in `like`",
        examples: ["100 us"]
    )
    static let backlog = Field(
        "backlog",
        .serverBacklog,
        "How much may wait for a worker, as a time, in bytes or in packets; more is refused.",
        fallbackMeaning: "as in `like`",
        examples: ["1000 packets", "20 ms"]
    )
    static let delay = Field(
        "delay",
        .time(.zero ... .seconds(60), example: "5 ms"),
        "What the detour through it adds, one way.",
        fallback: "0 ms",
        examples: ["5 ms"]
    )
    static let location = Field(
        "location",
        .name,
        "Where it stands, for results only.",
        fallbackMeaning: "not said",
        examples: ["london"]
    )

    static let table = Table(
        title: "One of `relays`",
        meaning: "A server between the parties, with a queue before its workers, that calls share.",
        members: [
            like.member, workers.member, costPerPacket.member, costPerByte.member, costPerSetUp.member,
            backlog.member, delay.member, location.member,
        ]
    )
    /// `relays` at the top of a scenario.
    static let member = Member(
        key: key,
        shape: .open(keys: Scalar<String>.name.grammar, values: .table(table)),
        meaning: "Relays that calls share, by name.",
        fallbackMeaning: "none",
        examples: ["{ turn-london: { workers: 4 } }"]
    )
}

/// `route` of a group of participants.
enum RouteFields {
    static let key = "route"
    static let word = Scalar<RouteWord>.choice

    static let relay = Field("relay", share, "The share of calls that need a relay.", fallbackMeaning: assumed)
    static let tcp = Field("tcp", share, "Of those, the share over TCP or TLS.", fallbackMeaning: assumed)
    static let tls = Field("tls", share, "Of those, the share that needs TLS.", fallbackMeaning: assumed)
    static let proxy = Field("proxy", share, "Of those, the share through a web proxy.", fallbackMeaning: assumed)
    private static let share = Scalar<Double>.percentage(0...1)
    private static let assumed = "the side's, assumed: docs/models/routes-and-fallback.md"

    static let table = Table(
        title: "`route` of a group, in shares",
        meaning: "Each call draws its route.",
        members: [relay.member, tcp.member, tls.member, proxy.member]
    )
    static let member = Member(
        key: key,
        shape: .either([.scalar(word.grammar), .table(table)]),
        meaning:
            "How the group's media leaves its site; `drawn` draws it for each call by the side's assumed shares, `blocked` "
            + "lets nothing out, so that no call comes up.",
        fallback: RouteWord.direct.rawValue,
        examples: ["turn-tls", "{ relay: 15 %, tcp: 15 % }"]
    )
}

/// How routes are written.
enum RouteWord: String, CaseIterable, Sendable {
    case direct
    case turnUDP = "turn-udp"
    case turnTCP = "turn-tcp"
    case turnTLS = "turn-tls"
    case turnTLSViaProxy = "turn-tls-proxy"
    case drawn
    case blocked
}

extension Scalar where Value == String {
    /// The name of a built-in server.
    static let serverProfile = Scalar(
        ScalarGrammar(name: "word", form: .choice(ServerProfile.all.map(\.id)))
    ) { (text) throws(Complaint) in
        let names = ServerProfile.all.map(\.id)
        guard names.contains(text) else {
            throw Complaint(
                "'\(YAMLTree.shortened(text))' is none of \(names.joined(separator: ", "))",
                hint: Suggestion.nearest(to: text, among: names).map { "did you mean \($0)?" }
            )
        }
        return text
    }
}

extension Scalar where Value == ProcessorTime {
    /// `6.25 us` or `0.19 ns`, to the picosecond.
    static let processorTime = Scalar(
        ScalarGrammar(name: "time", form: .pattern(TimeText.pattern), range: "0 s to 1 s")
    ) { (text) throws(Complaint) in
        let nanoseconds = try TimeText.nanoseconds(of: text, example: "6 us")
        guard (0...1e9).contains(nanoseconds) else { throw Complaint("\(text) is outside 0 s to 1 s") }
        return .picoseconds(Int64((nanoseconds * 1_000).rounded()))
    }
}

extension Scalar where Value == ServerBacklog {
    /// Written as the limit of a queue is.
    static let serverBacklog = Scalar(Scalar<QueueLimit>.queueLimit.grammar) { (text) throws(Complaint) in
        switch try Scalar<QueueLimit>.queueLimit.read(text) {
        case .time(let limit): .time(limit)
        case .size(let limit): .size(limit)
        case .packets(let limit): .packets(limit)
        }
    }
}
