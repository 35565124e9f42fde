import Units

/// The 95th percentile of the decode times of the last 10 s, in whole milliseconds.
///
/// As libwebrtc's `decode_time_percentile_filter.cc` has it.
struct DecodeTimeFilter: Sendable {
    private struct Sample {
        var time: Timestamp
        var milliseconds: Int
    }

    private static let ignoredSampleCount = 5
    private static let window = TimeDelta.seconds(10)
    /// Longer times are counted as this long, which keeps the table short.
    private static let millisecondsMax = 2_000

    private var samples = Ring<Sample>()
    /// How many samples there are of each length.
    private var counts: [Int] = []
    private var ignoredCount = 0

    private(set) var requiredDecodeTime = TimeDelta.zero

    mutating func add(_ decodeTime: TimeDelta, at now: Timestamp) {
        if ignoredCount < Self.ignoredSampleCount {
            ignoredCount += 1
            return
        }
        let milliseconds = min(max(Int((decodeTime.milliseconds).rounded()), 0), Self.millisecondsMax)
        if milliseconds >= counts.count {
            counts += Array(repeating: 0, count: milliseconds + 1 - counts.count)
        }
        counts[milliseconds] += 1
        samples.append(Sample(time: now, milliseconds: milliseconds))
        while let oldest = samples.first, now - oldest.time > Self.window {
            counts[oldest.milliseconds] -= 1
            samples.removeFirst()
        }
        var remaining = Int(0.95 * Double(samples.count - 1))
        for (length, count) in counts.enumerated() {
            if remaining < count {
                requiredDecodeTime = .milliseconds(Int64(length))
                return
            }
            remaining -= count
        }
    }
}
