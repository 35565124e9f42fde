public import Units

/// When the next sender report, or the next receiver report, of one kind of media is due.
///
/// libwebrtc sends the two apart. Audio reports go every 5 s, video's receiver reports every second, its sender reports
/// every 360 kbit over the sending rate but at most 1 s, each interval times a factor from 0.5 to 1.5, the first after
/// just half an interval (libwebrtc M150, `rtcp_sender.cc`; RFC 3550, section 6.2).
/// The factors come from outside, because a machine draws no randomness of its own.
public struct ReportSchedule: Sendable {
    static let audioInterval = TimeDelta.seconds(5)
    static let videoIntervalMax = TimeDelta.seconds(1)

    public private(set) var due: Timestamp
    public let kind: MediaKind
    /// Whether these are sender reports.
    public let isSending: Bool
    private let factors: [Double]
    private var factorIndex: Int

    /// `factors` are used in turn; there must be one at least, each within 0.5...1.5.
    public init(kind: MediaKind, isSending: Bool, factors: [Double], at now: Timestamp) {
        precondition(!factors.isEmpty, "a schedule needs interval factors")
        self.kind = kind
        self.isSending = isSending
        self.factors = factors
        // The two start half the factors apart, so as not to go in step.
        factorIndex = isSending ? 0 : factors.count / 2
        let first = kind == .audio ? Self.audioInterval : Self.videoIntervalMax
        due = now + first / 2
    }

    /// Moves on to the report after the one that was just sent.
    public mutating func advance(from now: Timestamp, sendingRate: DataRate) {
        factorIndex = (factorIndex + 1) % factors.count
        var interval = Self.audioInterval
        if kind == .video {
            let kilobits = max(sendingRate.kilobitsPerSecond, 1)
            interval =
                isSending ? min(TimeDelta(seconds: 360 / kilobits), Self.videoIntervalMax) : Self.videoIntervalMax
        }
        due = now + TimeDelta(seconds: interval.seconds * factors[factorIndex])
    }
}
