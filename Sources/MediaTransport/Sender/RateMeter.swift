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
    /// When the first sample leaves.
    private var expiry = Timestamp.distantFuture

    mutating func add(_ size: Int, at now: Timestamp) {
        if samples.isEmpty { expiry = now + Self.window }
        samples.append(Sample(time: now, size: size))
        bytes += size
        trim(to: now)
    }

    mutating func trim(to now: Timestamp) { if now >= expiry { removeExpired(at: now) } }

    private mutating func removeExpired(at now: Timestamp) {
        while let first = samples.first {
            expiry = first.time + Self.window
            if now < expiry { return }
            samples.removeFirst()
            bytes -= first.size
        }
        expiry = .distantFuture
    }
}
