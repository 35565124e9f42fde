public import Units

/// One packet of cross traffic on its way.
public struct TrafficPacket: Sendable {
    public enum Payload: Sendable {
        case datagram
        /// A segment of one of the flow's connections.
        case segment(TCPSegment, connection: Int)
    }

    public let payload: Payload
    /// On the wire, headers included.
    public let size: DataSize
    /// Whether it goes from the flow's sender to its receiver; acknowledgements go back.
    public let isForward: Bool

    init(datagram size: DataSize) {
        payload = .datagram
        self.size = size
        isForward = true
    }

    init(_ segment: TCPSegment, connection: Int) {
        payload = .segment(segment, connection: connection)
        size = segment.size
        isForward = segment.origin == .server
    }
}

/// What a flow wants done.
public enum TrafficEffect: Sendable {
    case send(TrafficPacket)
}
