import DequeModule
public import Units

/// What a tunnel wants done, and what came out of it.
public enum TCPTunnelEffect: Hashable, Sendable {
    case transmit(TCPSegment)
    case established(TCPEnd)
    /// A datagram came out, in the order in which all were sent.
    case delivered(ticket: Int, to: TCPEnd)
    /// The sender's buffer had no room; to the receiver this is a datagram that was never sent.
    case dropped(ticket: Int, from: TCPEnd)
}

/// Datagrams in a TCP connection, as a TURN server's allocation over TCP or TLS carries them from a client.
///
/// Nothing is lost on the way and everything keeps its order: a lost segment holds up all that comes after it, and a
/// small congestion window makes datagrams wait at the sender. Both directions share one connection. See
/// `docs/models/tcp-relay.md`.
public struct TCPTunnel: Sendable {
    private struct Datagram: Sendable {
        let ticket: Int
        /// Where it ends in the stream.
        let end: Int64
    }

    private struct Waiting: Sendable {
        let end: Int64
        let since: Timestamp
    }

    /// One direction, by the end that sends.
    private struct Direction: Sendable {
        var writtenBytes: Int64 = 0
        /// Sent or waiting, and not delivered.
        var datagrams: Deque<Datagram> = []
        /// Waiting, at least in part.
        var waiting: Deque<Waiting> = []
    }

    private let configuration: TCPTunnelConfiguration
    private var connection: TCPConnection
    private var directions = PerEnd(both: Direction())
    private var effects: [TCPEffect] = []

    public init(configuration: TCPTunnelConfiguration) {
        self.configuration = configuration
        connection = TCPConnection(configuration: configuration.tcp)
    }

    /// Begins the set-up, if there is one.
    public mutating func open(at now: Timestamp, into effects: inout [TCPTunnelEffect]) {
        connection.open(at: now, into: &self.effects)
        pass(into: &effects)
    }

    /// Sends a datagram, or drops it where the buffer is full; `ticket` is the caller's number for it.
    public mutating func send(
        _ size: DataSize,
        ticket: Int,
        from end: TCPEnd,
        at now: Timestamp,
        into effects: inout [TCPTunnelEffect]
    ) {
        let framed = configuration.framing.size(of: size)
        guard hasRoom(for: framed, from: end, at: now) else {
            effects.append(.dropped(ticket: ticket, from: end))
            return
        }
        directions[end].writtenBytes += framed.bytes
        let streamEnd = directions[end].writtenBytes
        directions[end].datagrams.append(Datagram(ticket: ticket, end: streamEnd))
        directions[end].waiting.append(Waiting(end: streamEnd, since: now))
        connection.write(framed, from: end, at: now, into: &self.effects)
        pass(into: &effects)
    }

    /// What waits at an end to be sent for the first time, framing included.
    public func waitingSize(from end: TCPEnd) -> DataSize { DataSize(bytes: connection.unsentBytes(from: end)) }

    /// How long the first of what waits at an end has waited; zero where nothing does.
    public mutating func waitingTime(from end: TCPEnd, at now: Timestamp) -> TimeDelta {
        let sent = directions[end].writtenBytes - connection.unsentBytes(from: end)
        while let first = directions[end].waiting.first, first.end <= sent { directions[end].waiting.removeFirst() }
        return directions[end].waiting.first.map { now - $0.since } ?? .zero
    }

    private mutating func hasRoom(for size: DataSize, from end: TCPEnd, at now: Timestamp) -> Bool {
        let wait = waitingTime(from: end, at: now)
        switch configuration.buffer {
        case .unlimited: return true
        case .size(let limit): return waitingSize(from: end) + size <= limit
        case .wait(let limit): return wait <= limit
        }
    }

    /// Takes a segment that came out of the links at the end that did not send it.
    public mutating func receive(_ segment: TCPSegment, at now: Timestamp, into effects: inout [TCPTunnelEffect]) {
        connection.receive(segment, at: now, into: &self.effects)
        pass(into: &effects)
    }

    public var nextTimeout: Timestamp? { connection.nextTimeout }

    public mutating func advance(to now: Timestamp, into effects: inout [TCPTunnelEffect]) {
        connection.advance(to: now, into: &self.effects)
        pass(into: &effects)
    }

    public func isEstablished(at end: TCPEnd) -> Bool { connection.isEstablished(at: end) }
    public func statistics(of end: TCPEnd) -> TCPStatistics { connection.statistics(of: end) }

    /// Turns what the connection wants and tells into the tunnel's words.
    private mutating func pass(into effects: inout [TCPTunnelEffect]) {
        for effect in self.effects {
            switch effect {
            case .transmit(let segment): effects.append(.transmit(segment))
            case .established(let end): effects.append(.established(end))
            case .delivered(let through, let end):
                while let first = directions[end.other].datagrams.first, first.end <= through {
                    directions[end.other].datagrams.removeFirst()
                    effects.append(.delivered(ticket: first.ticket, to: end))
                }
            }
        }
        self.effects.removeAll(keepingCapacity: true)
    }
}
