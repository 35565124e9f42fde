public import Units

/// When a STUN request over UDP is sent again, and when it has failed (RFC 8489, 6.2.1).
public struct STUNRetransmission: Hashable, Sendable {
    public let timeoutMin: TimeDelta
    /// How often a request is sent at most, Rc.
    public let sendsMax: Int
    /// How many first timeouts are waited after the last, Rm.
    public let lastWait: Int64

    public init(timeoutMin: TimeDelta = .milliseconds(500), sendsMax: Int = 7, lastWait: Int64 = 16) {
        precondition(timeoutMin > .zero && (1...32).contains(sendsMax), "a request is sent and waited for")
        self.timeoutMin = timeoutMin
        self.sendsMax = sendsMax
        self.lastWait = lastWait
    }

    /// RTO 500 ms, Rc 7, Rm 16.
    public static let standard = STUNRetransmission()

    /// When the request is sent, after the first time.
    public var sends: [TimeDelta] { (0..<sendsMax).map { timeoutMin * ((1 << Int64($0)) - 1) } }

    /// When the request has failed, after the first time.
    public var failure: TimeDelta { timeoutMin * ((1 << Int64(sendsMax - 1)) - 1) + timeoutMin * lastWait }
}
