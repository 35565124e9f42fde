import DequeModule
import Units

/// Holds retransmissions to the target rate over one round trip (libwebrtc, `rate_limiter.cc`).
struct RetransmissionLimiter: Sendable {
    private static let windowRange = TimeDelta.milliseconds(30)...TimeDelta.seconds(1)

    private var window = TimeDelta.seconds(1)
    private var sent: Deque<(time: Timestamp, size: Int)> = []
    private var bytes = 0

    mutating func setRoundTripTime(_ roundTripTime: TimeDelta) {
        window = min(max(roundTripTime, Self.windowRange.lowerBound), Self.windowRange.upperBound)
    }

    /// Counts `size` bytes where `rate`, in bit/s, has room for them.
    ///
    /// The first in a window always has.
    mutating func tryUse(size: Int, rate: Double, at now: Timestamp) -> Bool {
        while let first = sent.first, now - first.time >= window {
            sent.removeFirst()
            bytes -= first.size
        }
        guard sent.isEmpty || Double((bytes + size) * 8) <= rate * window.seconds else { return false }
        sent.append((now, size))
        bytes += size
        return true
    }
}
