public import Units

/// What one end of a connection has sent, and how it stands.
public struct TCPStatistics: Hashable, Sendable {
    /// Bytes that its application wrote, without those of the set-up; `nil` where it writes without end.
    public var writtenBytes: Int64?
    /// Bytes from its application that the other end has acknowledged, in order.
    public var acknowledgedBytes: Int64
    /// Bytes that its own application read.
    public var deliveredBytes: Int64
    /// Segments with data, repeated ones included.
    public var segmentsSent: Int
    public var segmentsRetransmitted: Int
    /// Mere acknowledgements.
    public var acknowledgementsSent: Int
    /// How often the retransmission timer ran out.
    public var timeouts: Int
    /// How often losses were found without it.
    public var recoveries: Int
    /// In segments.
    public var congestionWindow: Double
    /// In segments, infinite before the first loss.
    public var slowStartThreshold: Double
    /// Segments that are thought to be on their way.
    public var inFlight: Int
    public var smoothedRoundTripTime: TimeDelta?
    /// Without the doubling of timers that ran out.
    public var retransmissionTimeout: TimeDelta
}
