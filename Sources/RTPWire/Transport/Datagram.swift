public import Units

/// What one UDP datagram of a call carries.
public enum Datagram: Hashable, Sendable {
    case rtp(RTPPacket)
    /// A compound of one or more packets (RFC 3550, section 6.1; RFC 5506).
    case rtcp([RTCPPacket])
    case control(ControlMessage)

    /// The bytes this datagram takes as IPv4, with SRTP, UDP and IP headers and without any link layer.
    public var wireSize: DataSize { DataSize(bytes: Int64(length + Self.headerLength)) }

    /// The bytes UDP carries, SRTP or SRTCP included.
    public var length: Int {
        switch self {
        case .rtp(let packet): packet.length + Self.srtpOverhead
        case .rtcp(let packets): packets.reduce(Self.srtcpOverhead) { $0 + $1.length }
        case .control(let message): message.length
        }
    }

    /// The authentication tag of AES_CM_128_HMAC_SHA1_80 (RFC 3711, section 5.2), which libwebrtc's audio accounting
    /// assumes whatever is negotiated; AES-128-GCM would add 16 (RFC 7714, section 14.2).
    public static let srtpOverhead = 10
    /// The same tag and the E flag with the 31-bit SRTCP index (RFC 3711, section 3.4).
    ///
    /// Assumed, as above; AES-128-GCM would add 20.
    public static let srtcpOverhead = 14
    /// UDP (8) and IPv4 without options (20).
    public static let headerLength = 28
}
