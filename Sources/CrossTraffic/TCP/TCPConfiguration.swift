public import Units

/// How a sender's congestion window grows and shrinks.
public enum CongestionControlAlgorithm: Hashable, Sendable {
    /// RFC 9438 (2023): what Linux, Windows and macOS send by default.
    case cubic
    /// RFC 5681 (2009): slow start, then one segment a round trip, halved at a loss.
    case reno
}

/// How a sender decides that a segment is lost before its timer runs out.
public enum TCPLossDetection: Hashable, Sendable {
    /// When three segments that were sent after it have arrived.
    ///
    /// RFC 6675 (2012), with segments counted and not bytes, and in the order of transmission, so that a repeated
    /// segment that is lost again is found too.
    case threeLater
    /// When something sent a quarter of the least round-trip time later has arrived, or three as above while nothing
    /// was ever reordered (RACK, RFC 8985, 2021, sections 6.2 and 7 without the probe of the tail).
    case recent
}

/// What has to pass before a connection carries the application's bytes.
public enum TCPSetUp: Hashable, Sendable {
    /// It is there already.
    case none
    /// SYN, SYN-ACK, ACK: one round trip (RFC 9293, section 3.5).
    case handshake
    /// The same, then TLS with so many round trips: one in version 1.3 (RFC 8446), two in 1.2 (RFC 5246).
    case tls(roundTrips: Int)
}

/// What both ends of a TCP connection are like.
public struct TCPConfiguration: Hashable, Sendable {
    public var congestionControl: CongestionControlAlgorithm
    public var lossDetection: TCPLossDetection
    public var setUp: TCPSetUp
    /// The most payload in one segment: 1,500 bytes less the headers.
    public var maximumSegmentSize: Int
    /// IPv4, TCP and its time stamps: 20 + 20 + 12 bytes; IPv6 has 20 more.
    public var headerSize: Int
    /// Segments that may go before the first acknowledgement (RFC 6928).
    public var initialWindow: Int
    /// Whether the first slow start ends where delay begins to grow (HyStart++, RFC 9406), and not only at a loss.
    public var usesHyStart: Bool
    /// The most bytes on their way that the receiver has room for.
    public var receiveWindow: DataSize
    /// How long an acknowledgement may wait for a second segment, or for data to travel with.
    public var acknowledgementDelay: TimeDelta
    /// What the variation's part of the retransmission time-out is at least; 200 ms in Linux, not RFC 6298's 1 s.
    public var timeoutFloor: TimeDelta
    /// Whether the window shrinks after an idle time of a time-out or more, as in Linux (RFC 2861, RFC 5681 4.1).
    public var restartsAfterIdle: Bool

    public init(
        congestionControl: CongestionControlAlgorithm = .cubic,
        lossDetection: TCPLossDetection = .threeLater,
        setUp: TCPSetUp = .none,
        maximumSegmentSize: Int = 1_448,
        headerSize: Int = 52,
        initialWindow: Int = 10,
        usesHyStart: Bool = true,
        receiveWindow: DataSize = DataSize(bytes: 6_291_456),
        acknowledgementDelay: TimeDelta = .milliseconds(40),
        timeoutFloor: TimeDelta = .milliseconds(200),
        restartsAfterIdle: Bool = true
    ) {
        precondition(maximumSegmentSize > 0 && initialWindow > 0, "a segment and a window hold something")
        precondition(receiveWindow.bytes >= Int64(maximumSegmentSize), "a receive window holds a segment")
        precondition(headerSize >= 0 && acknowledgementDelay >= .zero && timeoutFloor > .zero, "nothing is negative")
        self.congestionControl = congestionControl
        self.lossDetection = lossDetection
        self.setUp = setUp
        self.maximumSegmentSize = maximumSegmentSize
        self.headerSize = headerSize
        self.initialWindow = initialWindow
        self.usesHyStart = usesHyStart
        self.receiveWindow = receiveWindow
        self.acknowledgementDelay = acknowledgementDelay
        self.timeoutFloor = timeoutFloor
        self.restartsAfterIdle = restartsAfterIdle
    }
}
