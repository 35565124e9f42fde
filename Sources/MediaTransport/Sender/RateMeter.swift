import DequeModule
import Units

/// Bytes over the last second.
struct RateMeter: Sendable {
    private static let window = TimeDelta.seconds(1)

    private var samples: Deque<(time: Timestamp, size: Int)> = []
    private(set) var bytes = 0

    mutating func add(_ size: Int, at now: Timestamp) {
        samples.append((now, size))
        bytes += size
        trim(to: now)
    }

    mutating func trim(to now: Timestamp) {
        while let first = samples.first, now - first.time >= Self.window {
            samples.removeFirst()
            bytes -= first.size
        }
    }
}
