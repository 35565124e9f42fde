/// Why bytes are no RTCP datagram.
public enum RTCPError: Error, Hashable, Sendable {
    /// The bytes end before what a header or a count says they hold.
    case truncated
    /// The version is not 2.
    case unsupportedVersion(UInt8)
    /// The padding count is zero or longer than the packet.
    case invalidPadding(UInt8)
    /// A packet of a known type holds what its format forbids.
    case malformed(packetType: UInt8)
}
