public import Units

/// A TCP connection with both its ends, whose segments travel over the caller's links.
///
/// It reads no clock and draws no random numbers: whoever owns it carries each `transmit` over links of its own, hands
/// it to `receive` when it comes out (never, once or several times, in any order), and calls `advance` at `nextTimeout`.
/// Either end may write; a download is a server that writes. The application writes without Nagle's delay and reads at
/// once. See `docs/models/tcp.md`.
public struct TCPConnection: Sendable {
    private var ends: PerEnd<TCPEndpoint>
    private var opening: TCPOpening
    /// What applications wrote before they could send.
    private var waiting = PerEnd(both: Waiting())
    /// How far each end has read.
    private var readOffset = PerEnd(both: Int64(0))

    private struct Waiting: Sendable {
        var bytes: Int64 = 0
        var isEndless = false
    }

    /// A connection that begins to be set up with `open`, or is there at once where no set-up is asked for.
    public init(configuration: TCPConfiguration) {
        ends = PerEnd(
            client: TCPEndpoint(end: .client, configuration: configuration),
            server: TCPEndpoint(end: .server, configuration: configuration)
        )
        opening = TCPOpening(configuration.setUp)
    }

    /// Sends the first SYN; needed once, and only with a set-up.
    public mutating func open(at now: Timestamp, into effects: inout [TCPEffect]) {
        guard opening[.client] == .closed else { return }
        opening[.client] = .synchronising
        sendSynchronise(from: .client, at: now, into: &effects)
    }

    public func isEstablished(at end: TCPEnd) -> Bool { opening[end] == .established }

    // MARK: - The application

    /// Takes bytes from the application at an end; they wait until the connection is there.
    public mutating func write(
        _ size: DataSize,
        from end: TCPEnd,
        at now: Timestamp,
        into effects: inout [TCPEffect]
    ) {
        precondition(size >= .zero, "nothing negative can be written")
        guard isEstablished(at: end) else {
            waiting[end].bytes += size.bytes
            return
        }
        ends[end].write(size.bytes)
        ends[end].fill(at: now, into: &effects)
    }

    /// Has an end write as much as can be sent, until `stopWriting`.
    public mutating func writeWithoutEnd(from end: TCPEnd, at now: Timestamp, into effects: inout [TCPEffect]) {
        guard isEstablished(at: end) else {
            waiting[end].isEndless = true
            return
        }
        ends[end].writeWithoutEnd()
        ends[end].fill(at: now, into: &effects)
    }

    /// Ends an endless stream; what was sent is still delivered.
    public mutating func stopWriting(from end: TCPEnd) {
        waiting[end].isEndless = false
        ends[end].stopWriting()
    }

    /// Bytes that an end's application wrote and that have not been sent for the first time.
    public func unsentBytes(from end: TCPEnd) -> Int64 {
        waiting[end].bytes + ends.part(of: end) { $0.sender.writtenOffset - $0.sender.sentOffset }
    }

    // MARK: - The network and time

    /// Takes a segment that came out of the links at the end that did not send it.
    public mutating func receive(_ segment: TCPSegment, at now: Timestamp, into effects: inout [TCPEffect]) {
        let end = segment.origin.other
        switch segment.kind {
        case .synchronise: receiveSynchronise(at: now, into: &effects)
        case .synchroniseAcknowledgement: receiveSynchroniseAcknowledgement(at: now, into: &effects)
        case .established:
            if opening[end] == .synchronising { connect(end, at: now, into: &effects) }
            guard opening[end] != .closed else { return }
            ends[end].receive(segment, at: now)
            if segment.carriesData { read(at: end, at: now, into: &effects) }
            ends[end].fill(at: now, into: &effects)
        }
    }

    /// When `advance` has something to do.
    public var nextTimeout: Timestamp? {
        let client = Timestamp.earlier(opening.timeout(of: .client), ends.client.nextTimeout)
        let server = Timestamp.earlier(opening.timeout(of: .server), ends.server.nextTimeout)
        return Timestamp.earlier(client, server)
    }

    /// Lets time pass: timers that ran out send again, and acknowledgements that waited go.
    public mutating func advance(to now: Timestamp, into effects: inout [TCPEffect]) {
        advance(.client, to: now, into: &effects)
        advance(.server, to: now, into: &effects)
    }

    private mutating func advance(_ end: TCPEnd, to now: Timestamp, into effects: inout [TCPEffect]) {
        if let timeout = opening.timeout(of: end), timeout <= now {
            sendSynchronise(from: end, at: now, into: &effects)
        }
        guard let timeout = ends.part(of: end, { $0.nextTimeout }), timeout <= now else { return }
        ends[end].advance(to: now)
        ends[end].fill(at: now, into: &effects)
    }

    public func statistics(of end: TCPEnd) -> TCPStatistics {
        let own = ends[end]
        let sender = own.sender
        let preamble = opening.preamble(from: end)
        let written = max(sender.writtenOffset - preamble, 0) + waiting[end].bytes
        return TCPStatistics(
            writtenBytes: sender.writesWithoutEnd ? nil : written,
            acknowledgedBytes: max(sender.acknowledgedOffset - preamble, 0),
            deliveredBytes: max(own.receiver.bytes - opening.preamble(from: end.other), 0),
            segmentsSent: sender.segmentsSent,
            segmentsRetransmitted: sender.segmentsRetransmitted,
            acknowledgementsSent: own.acknowledgementsSent,
            timeouts: sender.timeouts,
            recoveries: sender.recoveries,
            congestionWindow: sender.congestion.segments,
            slowStartThreshold: sender.congestion.threshold,
            inFlight: sender.inFlight,
            smoothedRoundTripTime: sender.timer.smoothed,
            retransmissionTimeout: sender.timer.base
        )
    }

    private mutating func read(at end: TCPEnd, at now: Timestamp, into effects: inout [TCPEffect]) {
        let bytes = ends.part(of: end) { $0.receiver.bytes }
        guard bytes > readOffset[end] else { return }
        readOffset[end] = bytes
        secure(end, through: bytes, at: now)
        let preamble = opening.preamble(from: end.other)
        if opening.roundTrips > 0, opening[end] == .established { establish(end, into: &effects) }
        if bytes > preamble { effects.append(.delivered(through: bytes - preamble, to: end)) }
    }
}

// MARK: - Set-up

extension TCPConnection {
    private mutating func sendSynchronise(from end: TCPEnd, at now: Timestamp, into effects: inout [TCPEffect]) {
        opening.noteSynchronise(from: end, at: now)
        effects.append(
            .transmit(
                TCPSegment(
                    origin: end,
                    kind: end == .client ? .synchronise : .synchroniseAcknowledgement,
                    size: TCPOpening.synchroniseSize,
                    length: 0,
                    isRetransmission: false,
                    number: 0,
                    acknowledgement: TCPAcknowledgement(next: 0, selective: SelectiveBlocks(), echo: nil),
                    sentAt: now
                )
            )
        )
    }

    private mutating func receiveSynchronise(at now: Timestamp, into effects: inout [TCPEffect]) {
        guard opening[.server] == .closed || opening[.server] == .synchronising else { return }
        opening[.server] = .synchronising
        sendSynchronise(from: .server, at: now, into: &effects)
    }

    private mutating func receiveSynchroniseAcknowledgement(at now: Timestamp, into effects: inout [TCPEffect]) {
        if opening[.client] == .synchronising { connect(.client, at: now, into: &effects) }
        // The server waits for an answer, data or not; a repeated SYN-ACK is answered again.
        ends[.client].acknowledge(at: now, into: &effects)
        ends[.client].fill(at: now, into: &effects)
    }

    private mutating func connect(_ end: TCPEnd, at now: Timestamp, into effects: inout [TCPEffect]) {
        if let roundTrip = opening.answered(end, at: now) { ends[end].sample(roundTrip) }
        opening[end] = opening.roundTrips == 0 ? .established : .securing(round: 0)
        if end == .client, opening.roundTrips > 0 { ends[.client].write(TCPOpening.clientFlight(0)) }
        if opening.roundTrips == 0 { establish(end, into: &effects) }
    }

    /// Answers the flights of TLS that came whole.
    private mutating func secure(_ end: TCPEnd, through bytes: Int64, at now: Timestamp) {
        while case .securing(let round) = opening[end] {
            let due =
                end == .server && round == opening.roundTrips
                ? opening.preamble(from: .client) : opening.preamble(from: end.other, rounds: round + 1)
            guard bytes >= due else { return }
            switch (end, round) {
            case (.server, opening.roundTrips): opening[.server] = .established
            case (.server, _):
                ends[.server].write(TCPOpening.serverFlight(round))
                opening[.server] = .securing(round: round + 1)
            case (.client, opening.roundTrips - 1):
                ends[.client].write(opening.finishedSize)
                opening[.client] = .established
            case (.client, _):
                ends[.client].write(TCPOpening.clientFlight(round + 1))
                opening[.client] = .securing(round: round + 1)
            }
        }
    }

    /// Tells once that an end may send, and lets go what waited.
    private mutating func establish(_ end: TCPEnd, into effects: inout [TCPEffect]) {
        guard !opening.isAnnounced[end] else { return }
        opening.isAnnounced[end] = true
        effects.append(.established(end))
        ends[end].write(waiting[end].bytes)
        if waiting[end].isEndless { ends[end].writeWithoutEnd() }
        waiting[end] = Waiting()
    }
}
