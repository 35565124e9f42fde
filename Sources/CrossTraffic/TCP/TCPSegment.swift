public import Units

/// One of the two ends of a connection.
public enum TCPEnd: UInt8, Hashable, Sendable, CaseIterable {
    /// The one that opens it.
    case client = 0
    case server = 1

    public var other: TCPEnd { self == .client ? .server : .client }
}

/// What travels over the caller's links, in either direction.
///
/// Sequence numbers count segments and not bytes, for what is sent again is sent in the pieces of the first time.
public struct TCPSegment: Hashable, Sendable {
    public enum Kind: UInt8, Hashable, Sendable {
        case synchronise
        case synchroniseAcknowledgement
        /// Data, an acknowledgement, or both.
        case established
    }

    /// The end that sent it.
    public let origin: TCPEnd
    public let kind: Kind
    /// What it takes on the wire, with TCP's and IP's headers and options.
    public let size: DataSize
    /// The bytes of payload, zero for a mere acknowledgement.
    public let length: Int
    public let isRetransmission: Bool
    /// The number of the piece of data that it carries.
    let number: Int64
    let acknowledgement: TCPAcknowledgement
    let sentAt: Timestamp

    public var carriesData: Bool { length > 0 }
}

/// What an end says about what it got.
struct TCPAcknowledgement: Hashable, Sendable {
    /// The first piece that is missing.
    var next: Int64
    var selective: SelectiveBlocks
    /// When the segment that it answers was sent (RFC 7323); `nil` before any.
    var echo: Timestamp?
}

/// What a connection wants done, and what came out of it.
public enum TCPEffect: Hashable, Sendable {
    case transmit(TCPSegment)
    /// An end may now send and take the application's bytes.
    case established(TCPEnd)
    /// The application at an end has read so many bytes since the beginning, in order and each once.
    case delivered(through: Int64, to: TCPEnd)
}
