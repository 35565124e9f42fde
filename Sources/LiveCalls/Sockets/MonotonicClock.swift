#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif
import Units

/// Real time since the clock was made, by the machine's monotonic clock.
struct MonotonicClock {
    private let start = Self.read(CLOCK_MONOTONIC)

    var now: Timestamp { Timestamp(nanoseconds: Self.read(CLOCK_MONOTONIC) - start) }

    /// A time stamp that the kernel took by its calendar clock, never in the future.
    ///
    /// Both clocks are read now, so that a step of the calendar clock can shift only what waits in a socket while it
    /// happens.
    func timestamp(ofRealTime stamp: timespec) -> Timestamp {
        let monotonic = Self.read(CLOCK_MONOTONIC)
        let age = max(Self.read(CLOCK_REALTIME) - Self.nanoseconds(stamp), 0)
        return Timestamp(nanoseconds: monotonic - age - start)
    }

    private static func read(_ clock: clockid_t) -> Int64 {
        var time = timespec()
        clock_gettime(clock, &time)
        return nanoseconds(time)
    }

    private static func nanoseconds(_ time: timespec) -> Int64 {
        Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}
