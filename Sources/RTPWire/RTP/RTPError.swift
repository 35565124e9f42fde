/// Why bytes are no RTP packet that Rehearsal understands.
public enum RTPError: Error, Hashable, Sendable {
    /// The bytes end before what the header says they hold.
    case truncated
    /// The version is not 2.
    case unsupportedVersion(UInt8)
    /// The padding count is zero or longer than the packet.
    case invalidPadding(UInt8)
    case unknownPayloadType(UInt8)
    /// The payload descriptor leaves out the picture identifier, or is one of a mode that is not modelled.
    case unsupportedDescriptor
    /// A RED packet of video with more than its primary block (RFC 2198, section 3), which video never has; or one of
    /// Opus with blocks of another type, or too many.
    case unsupportedRedundancy
    /// A parity packet whose fields contradict each other, or from which the missing packet cannot follow.
    case invalidParity
}
