import NetworkEmulation
import Units
import VirtualTime

extension Timestamp {
    static func milliseconds(_ count: Int64) -> Timestamp { .start + .milliseconds(count) }
    static func microseconds(_ count: Int64) -> Timestamp { .start + .microseconds(count) }
}

extension DataSize {
    static let full = DataSize(bytes: 1_200)
}

extension Fate {
    var deliveredAt: Timestamp? { if case .delivered(let time, _) = self { time } else { nil } }
    var queueing: TimeDelta? { if case .delivered(_, let queueing) = self { queueing } else { nil } }
}

extension Link {
    /// A link of call 1, patient up.
    init(_ configuration: LinkConfiguration, _ schedule: LinkSchedule = .none, seed: UInt64 = 1) {
        self.init(configuration: configuration, schedule: schedule, seed: seed, owner: 1, leg: .patientUp)
    }

    /// Offers equal packets, evenly spaced from the start.
    mutating func sendTrain(count: Int, spacing: TimeDelta, size: DataSize = .full) -> [Fate] {
        (0..<count).map { send(size, at: .start + spacing * Int64($0)) }
    }
}

/// The variance of the number of bad packets among `count`, of a two-state chain with autocovariance c lambda^k at
/// lag k > 0 and variance v: N (v + 2 c l / (1 - l)) - 2 c l (1 - l^N) / (1 - l)^2.
func varianceOfLosses(count: Int, variance: Double, covariance: Double, decay: Double) -> Double {
    let n = Double(count)
    let power = (0..<count).reduce(1.0) { product, _ in product < 1e-300 ? 0 : product * decay }
    let long = n * (variance + 2 * covariance * decay / (1 - decay))
    return long - 2 * covariance * decay * (1 - power) / ((1 - decay) * (1 - decay))
}

/// The standard normal quantile that a fair test exceeds once in a million, both sides.
let oneInAMillion = 4.892
