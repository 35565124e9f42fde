/// A server whose costs are known from somewhere.
///
/// `sources` says where each number comes from: "measured" is `live.md` of the project's reference, two cores of one
/// machine; what is assumed says so. A site should put its own numbers in their place.
public struct ServerProfile: Hashable, Sendable {
    /// The name in scenarios.
    public let id: String
    public let description: String
    public let configuration: ServerConfiguration
    public let sources: [String]

    public static let all = [turn, turnOverTCP, turnOverTLS, sfu]

    /// The profile with this name.
    public static subscript(id: String) -> ServerProfile? { all.first { $0.id == id } }

    /// A relay whose clients send over UDP.
    public static let turn = ServerProfile(
        id: "turn",
        description: "coturn, clients over UDP",
        configuration: ServerConfiguration(
            workers: 2,
            costs: ServerCosts(
                perPacket: .nanoseconds(6_250),
                perByte: .picoseconds(190),
                perSetUp: .microseconds(100)
            ),
            backlog: .packets(1_000)
        ),
        sources: [
            "per packet 6.25 us: measured, live.md 1, 200 B at 1 ms (22 us where each packet wakes the server up)",
            "per byte 0.19 ns: derived from 6.25 us at 200 B and 6.4 us at 1,000 B, within the error of both",
            "per set-up 100 us: measured, 81 to 110 us an allocation",
            "2 workers: the machine measured; assumed to share the work evenly",
            "backlog of 1,000 packets: assumed, a receive buffer of 1 MB",
        ]
    )

    /// A relay whose clients send over TCP.
    public static let turnOverTCP = ServerProfile(
        id: "turn-tcp",
        description: "coturn, clients over TCP",
        configuration: ServerConfiguration(
            workers: 2,
            costs: ServerCosts(
                perPacket: .nanoseconds(12_500),
                perByte: .picoseconds(190),
                perSetUp: .microseconds(100)
            ),
            backlog: .packets(1_000)
        ),
        sources: [
            "per packet 12.5 us: measured, live.md 1, TURN over TCP, 1,000 B",
            "the rest as over UDP: assumed",
        ]
    )

    /// A relay whose clients send over TLS.
    public static let turnOverTLS = ServerProfile(
        id: "turn-tls",
        description: "coturn, clients over TLS",
        configuration: ServerConfiguration(
            workers: 2,
            costs: ServerCosts(
                perPacket: .nanoseconds(13_500),
                perByte: .picoseconds(700),
                perSetUp: .microseconds(1_100)
            ),
            backlog: .packets(1_000)
        ),
        sources: [
            "per packet 13.5 us: 12.5 us over TCP measured, live.md 1, and 1 us a TLS record assumed",
            "per byte 0.7 ns: 0.19 ns as over UDP and 0.5 ns for AES-GCM in hardware, assumed",
            "per set-up 1.1 ms: an allocation, measured, and 1 ms for a handshake signed with RSA 2048, assumed",
            "the rest as over UDP: assumed",
        ]
    )

    /// A forwarding server; each packet in and each packet out is a piece of work.
    public static let sfu = ServerProfile(
        id: "sfu",
        description: "Janus VideoRoom; each packet in and each packet out counts",
        configuration: ServerConfiguration(
            workers: 2,
            costs: ServerCosts(
                perPacket: .nanoseconds(24_000),
                perByte: .picoseconds(2_000),
                perSetUp: .microseconds(2_000)
            ),
            backlog: .packets(1_000)
        ),
        sources: [
            "per packet 24 us: measured, live.md 2, 40 subscribers, without encryption (46 us with 2)",
            "per byte 2 ns: SRTP with AES-CM and HMAC-SHA1, assumed; live.md measures no encrypted load",
            "per set-up 2 ms: a DTLS handshake, assumed (6 to 8 ms of wall time a subscriber without one, measured)",
            "2 workers: the machine measured; assumed to share the work evenly",
            "backlog of 1,000 packets: assumed",
        ]
    )
}
