import Units

/// How a connection comes about: SYN, SYN-ACK, ACK, then the flights of TLS as bytes of the stream.
///
/// A SYN or SYN-ACK that is not answered goes again after 1 s, 2 s, 4 s, ... (RFC 6298, 2.1 and 5.7), without an end.
/// The sizes of TLS's flights are assumed: 517 bytes of ClientHello, 4,000 with the certificates, 80 of Finished; 150
/// and 60 in a second round trip.
struct TCPOpening: Sendable {
    static let synchroniseSize = DataSize(bytes: 60)

    /// How one end stands.
    enum Stage: Hashable, Sendable {
        case closed
        /// SYN or SYN-ACK sent, not answered.
        case synchronising
        /// TCP is there, TLS is not: the exchanges that this end has begun.
        case securing(round: Int)
        case established
    }

    let roundTrips: Int
    var isAnnounced = PerEnd(both: false)
    private var stages = PerEnd(both: Stage.closed)
    private var timers = PerEnd(both: SynchroniseTimer())

    init(_ setUp: TCPSetUp) {
        switch setUp {
        case .none:
            stages = PerEnd(both: .established)
            roundTrips = 0
        case .handshake: roundTrips = 0
        case .tls(let count):
            precondition(count >= 0, "TLS takes no negative number of round trips")
            roundTrips = count
        }
    }

    subscript(end: TCPEnd) -> Stage {
        get { stages[end] }
        set { stages[end] = newValue }
    }

    // MARK: - SYN

    mutating func noteSynchronise(from end: TCPEnd, at now: Timestamp) {
        timers[end].noteSent(at: now)
    }

    /// Ends the waiting for an answer; the round trip, if what it answers was sent once.
    mutating func answered(_ end: TCPEnd, at now: Timestamp) -> TimeDelta? {
        timers[end].answer(at: now)
    }

    func timeout(of end: TCPEnd) -> Timestamp? { timers[end].expiry }

    // MARK: - TLS

    static func clientFlight(_ round: Int) -> Int64 { round == 0 ? 517 : 150 }
    static func serverFlight(_ round: Int) -> Int64 { round == 0 ? 4_000 : 60 }
    var finishedSize: Int64 { roundTrips > 0 ? 80 : 0 }

    /// The bytes of the stream from an end before its application's, up to a round and with the last.
    func preamble(from end: TCPEnd, rounds: Int) -> Int64 {
        (0..<rounds).reduce(Int64(0)) { $0 + (end == .client ? Self.clientFlight($1) : Self.serverFlight($1)) }
    }

    func preamble(from end: TCPEnd) -> Int64 {
        preamble(from: end, rounds: roundTrips) + (end == .client ? finishedSize : 0)
    }
}

/// When a SYN goes again.
private struct SynchroniseTimer: Hashable, Sendable {
    private static let initial = TimeDelta.seconds(1)

    private(set) var expiry: Timestamp?
    private var lastSent = Timestamp.start
    private var attempts = 0

    mutating func noteSent(at now: Timestamp) {
        expiry = now + Self.initial * (Int64(1) << Int64(min(attempts, 6)))
        lastSent = now
        attempts += 1
    }

    mutating func answer(at now: Timestamp) -> TimeDelta? {
        guard expiry != nil else { return nil }
        expiry = nil
        return attempts == 1 ? now - lastSent : nil
    }
}
