public import Units

/// What is put around each datagram inside the stream.
public enum TunnelFraming: Hashable, Sendable {
    /// TURN's ChannelData over TCP: 4 bytes, and padding to a multiple of 4 (RFC 8656, 12.5).
    case channelData
    /// The same in a TLS 1.2 record of its own with AES-GCM: 5 + 8 + 16 bytes more (RFC 5288).
    case channelDataInTLS12
    /// The same in a TLS 1.3 record of its own: 5 + 1 + 16 bytes more (RFC 8446, 5.2).
    case channelDataInTLS13

    /// What a datagram takes in the stream.
    public func size(of datagram: DataSize) -> DataSize {
        let padded = (datagram.bytes + 3) / 4 * 4
        switch self {
        case .channelData: return DataSize(bytes: 4 + padded)
        case .channelDataInTLS12: return DataSize(bytes: 33 + padded)
        case .channelDataInTLS13: return DataSize(bytes: 26 + padded)
        }
    }
}

/// How much may wait at the sender of a tunnel before it drops.
public enum TunnelBuffer: Hashable, Sendable {
    case unlimited
    /// A datagram that would make more than so many bytes wait is dropped.
    case size(DataSize)
    /// A datagram is dropped while another has waited for longer than this.
    case wait(TimeDelta)
}

/// A path that carries datagrams in a TCP connection.
public struct TCPTunnelConfiguration: Hashable, Sendable {
    public var tcp: TCPConfiguration
    public var framing: TunnelFraming
    /// What waits at each end before it is sent for the first time.
    public var buffer: TunnelBuffer

    public init(
        tcp: TCPConfiguration = TCPConfiguration(setUp: .handshake),
        framing: TunnelFraming = .channelData,
        buffer: TunnelBuffer = .wait(.milliseconds(500))
    ) {
        self.tcp = tcp
        self.framing = framing
        self.buffer = buffer
    }
}
