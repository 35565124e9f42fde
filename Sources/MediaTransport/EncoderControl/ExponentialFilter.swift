import Statistics
import Units

/// A smoothed value whose memory is measured in time: y' = a^t y + (1 - a^t) x, with t in whole milliseconds.
///
/// The first sample is believed as it is, also after `forget` (libwebrtc, `exp_filter.cc`).
struct ExponentialFilter: Sendable {
    private let base: Double
    private(set) var value: Double?
    private var lastMillisecond: Int64 = 0

    /// - Parameter base: a, for one millisecond; in single precision, as libwebrtc holds it.
    init(perMillisecond base: Float) { self.base = Double(base) }

    mutating func add(_ sample: Double, at now: Timestamp) {
        let millisecond = now.nanoseconds / 1_000_000
        if let value {
            let weight = Elementary.pow(base, Double(millisecond - lastMillisecond))
            self.value = weight * value + (1 - weight) * sample
        } else {
            value = sample
        }
        lastMillisecond = millisecond
    }

    mutating func forget() { value = nil }
}
