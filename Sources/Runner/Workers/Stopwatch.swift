import Foundation

/// What a run costs the machine, from when the watch was made.
struct Stopwatch: Sendable {
    struct Reading {
        let wallSeconds: Double
        let cpuSeconds: Double
        let peakMemoryBytes: Int
    }

    private let startedAt = Self.clock(CLOCK_MONOTONIC)
    private let cpuAtStart = Self.clock(CLOCK_PROCESS_CPUTIME_ID)

    func read() -> Reading {
        var usage = rusage()
        #if os(Linux)
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        let bytesPerUnit = 1_024
        #else
        getrusage(RUSAGE_SELF, &usage)
        let bytesPerUnit = 1
        #endif
        return Reading(
            wallSeconds: Self.clock(CLOCK_MONOTONIC) - startedAt,
            cpuSeconds: Self.clock(CLOCK_PROCESS_CPUTIME_ID) - cpuAtStart,
            peakMemoryBytes: Int(usage.ru_maxrss) * bytesPerUnit
        )
    }

    private static func clock(_ identifier: clockid_t) -> Double {
        var time = timespec()
        clock_gettime(identifier, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
