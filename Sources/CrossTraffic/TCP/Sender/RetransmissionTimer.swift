import Units

/// How long to wait for an acknowledgement (RFC 6298), with Linux's floor.
///
/// SRTT and RTTVAR move by 1/8 and 1/4. The time-out is SRTT + max(floor, 4 RTTVAR) as in Linux, where RFC 6298 has
/// max(1 s, SRTT + 4 RTTVAR); 1 s before the first sample, at most 120 s, doubled with each time-out.
struct RetransmissionTimer: Sendable {
    private static let initial = TimeDelta.seconds(1)
    private static let longest = TimeDelta.seconds(120)

    private let floor: TimeDelta
    private(set) var smoothed: TimeDelta?
    private(set) var least: TimeDelta?
    private var variation = TimeDelta.zero
    private var doublings = 0
    private(set) var expiry: Timestamp?

    init(floor: TimeDelta) { self.floor = floor }

    /// Without the doubling.
    var base: TimeDelta {
        guard let smoothed else { return Self.initial }
        return min(smoothed + max(floor, variation * 4), Self.longest)
    }

    var timeout: TimeDelta { min(TimeDelta(nanoseconds: base.nanoseconds << Int64(doublings)), Self.longest) }

    /// Takes a round trip; a sample ends the doubling (RFC 6298, 5.7).
    mutating func sample(_ roundTrip: TimeDelta) {
        doublings = 0
        guard let smoothed else {
            self.smoothed = roundTrip
            variation = roundTrip / 2
            return
        }
        let deviation = roundTrip - smoothed
        let magnitude = deviation < .zero ? -deviation : deviation
        variation += TimeDelta(nanoseconds: (magnitude.nanoseconds - variation.nanoseconds) / 4)
        self.smoothed = smoothed + TimeDelta(nanoseconds: deviation.nanoseconds / 8)
    }

    /// Takes a round trip in which no acknowledgement was put off.
    mutating func noteLeast(_ roundTrip: TimeDelta) { least = min(least ?? roundTrip, roundTrip) }

    mutating func restart(at now: Timestamp) { expiry = now + timeout }
    mutating func startIfStopped(at now: Timestamp) { if expiry == nil { restart(at: now) } }
    mutating func stop() { expiry = nil }

    /// Doubles the time-out and starts again.
    mutating func backOff(at now: Timestamp) {
        doublings = min(doublings + 1, 10)
        restart(at: now)
    }
}
