import Statistics
import Units

/// A smoothed value whose memory is measured in time: y' = a^t y + (1 - a^t) x, with t in whole milliseconds.
///
/// The first sample is believed as it is, also after `forget` (libwebrtc, `exp_filter.cc`).
struct ExponentialFilter: Sendable {
    private let base: Double
    private(set) var value: Double?
    private var lastMillisecond: Int64 = 0
    /// Frames come in two intervals, such as 33 and 34 ms: the last two weights are asked for again and again.
    private var newer = (elapsed: Int64(0), weight: 1.0)
    private var older = (elapsed: Int64(0), weight: 1.0)

    /// - Parameter base: a, for one millisecond; in single precision, as libwebrtc holds it.
    init(perMillisecond base: Float) { self.base = Double(base) }

    mutating func add(_ sample: Double, at now: Timestamp) {
        let millisecond = now.nanoseconds / 1_000_000
        if let value {
            let weight = weight(after: millisecond - lastMillisecond)
            self.value = weight * value + (1 - weight) * sample
        } else {
            value = sample
        }
        lastMillisecond = millisecond
    }

    private mutating func weight(after elapsed: Int64) -> Double {
        if elapsed == newer.elapsed { return newer.weight }
        swap(&newer, &older)
        if elapsed != newer.elapsed { newer = (elapsed, Elementary.pow(base, Double(elapsed))) }
        return newer.weight
    }

    mutating func forget() { value = nil }
}
