import RTPWire
import Units

/// Round trips read off report blocks, the longest of the last second and a half (libwebrtc, `call_stats2.cc`).
struct RoundTripMeter: Sendable {
    private static let validity = TimeDelta.milliseconds(1_500)

    private var recent: [(time: Timestamp, value: TimeDelta)] = []
    /// The longest of the recent ones when the last report came.
    private(set) var longest: TimeDelta?

    /// Reads one block's round trip (RFC 3550, section 6.4.1), which is at least a millisecond; `nil` where it echoes
    /// no report.
    mutating func receive(_ block: ReportBlock, at now: Timestamp) -> TimeDelta? {
        guard block.lastSenderReport != 0 else { return nil }
        let middle = NTPTime.middleBits(of: NTPTime.value(at: now))
        let compact = Int32(bitPattern: middle &- block.lastSenderReport &- block.delaySinceLastSenderReport)
        let value = max(NTPTime.duration(ofCompact: UInt32(max(0, compact))), .milliseconds(1))
        recent.removeAll { now - $0.time > Self.validity }
        recent.append((now, value))
        longest = recent.reduce(value) { max($0, $1.value) }
        return value
    }
}
