public import Units

/// How one party's media leaves its site: itself, or through a relay that the party has allocated.
///
/// The order is that of preference: `network.md` 6.1, after the media pathways that healthdirect publishes.
public enum ConnectionRoute: String, Hashable, Sendable, CaseIterable, Comparable {
    /// UDP to wherever the other party is.
    case direct
    /// To a TURN relay over UDP.
    case turnUDP = "turn-udp"
    /// To a TURN relay over TCP.
    case turnTCP = "turn-tcp"
    /// To a TURN relay over TLS.
    case turnTLS = "turn-tls"
    /// To a TURN relay over TLS, in a tunnel that a web proxy opens (HTTP CONNECT).
    case turnTLSViaProxy = "turn-tls-proxy"

    public var usesRelay: Bool { self != .direct }

    /// Whether everything arrives, in order and perhaps late, so that reports show no loss.
    public var isReliable: Bool { self >= .turnTCP }
    public var usesTLS: Bool { self >= .turnTLS }

    /// Where it stands in the order of preference, from 0.
    public var rank: Int {
        switch self {
        case .direct: 0
        case .turnUDP: 1
        case .turnTCP: 2
        case .turnTLS: 3
        case .turnTLSViaProxy: 4
        }
    }

    public static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }
}

/// What a route puts around the payload of a UDP datagram, between the party and the internet or the relay.
///
/// Sizes of IPv4 without a link layer, all remembered (`network.md` 6.1): RFC 791 and RFC 768 for UDP; RFC 9293 and
/// RFC 7323 for TCP with time stamps; RFC 8656, 12.4 and 12.5 for ChannelData; RFC 5288 and RFC 8446, 5.2 for TLS
/// records. One record and one segment a datagram are assumed; `CrossTraffic.TCPTunnel` has the stream itself.
public struct RouteOverhead: Hashable, Sendable {
    public enum TLSVersion: Hashable, Sendable {
        case tls12
        case tls13

        /// Header, explicit nonce or content type, and tag of an AES-GCM record.
        var recordBytes: Int64 { self == .tls12 ? 5 + 8 + 16 : 5 + 1 + 16 }
        /// Round trips of a full handshake (RFC 5246, 7.3; RFC 8446, 2).
        var roundTrips: Int64 { self == .tls12 ? 2 : 1 }
    }

    /// IP and UDP, or IP and TCP.
    public let headerBytes: Int64
    /// ChannelData and TLS.
    public let framingBytes: Int64
    /// What a ChannelData message is padded to a multiple of.
    public let paddingTo: Int64

    public init(of route: ConnectionRoute, tls: TLSVersion = .tls13) {
        headerBytes = route.isReliable ? 20 + 32 : 20 + 8
        framingBytes = (route.usesRelay ? 4 : 0) + (route.usesTLS ? tls.recordBytes : 0)
        paddingTo = route.isReliable ? 4 : 1
    }

    /// What a datagram with this payload takes on the wire.
    public func wireSize(ofPayload payload: DataSize) -> DataSize {
        let padded = (payload.bytes + paddingTo - 1) / paddingTo * paddingTo
        return DataSize(bytes: headerBytes + framingBytes + padded)
    }

    /// What a datagram takes more than it would as plain UDP.
    public func beyondUDP(ofPayload payload: DataSize) -> DataSize {
        wireSize(ofPayload: payload) - RouteOverhead(of: .direct).wireSize(ofPayload: payload)
    }
}
