import Units

/// Bytes over the last second.
struct RateMeter: Sendable {
    private struct Sample {
        var time: Timestamp
        var size: Int
    }

    private static let window = TimeDelta.seconds(1)

    private var samples = Ring<Sample>()
    private(set) var bytes = 0

    mutating func add(_ size: Int, at now: Timestamp) {
        samples.append(Sample(time: now, size: size))
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
