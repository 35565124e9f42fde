import Foundation
import Statistics
import Units
import VirtualTime

@testable import NetworkEmulation

/// The limit of sqrt(n) times Kolmogorov and Smirnov's distance that is exceeded once in a million.
let kolmogorovLimit = 2.69

/// sqrt(n) times the distance between a sample and a continuous law.
func kolmogorovDistance(_ sample: [Double], _ cumulative: (Double) -> Double) -> Double {
    let count = Double(sample.count)
    var distance = 0.0
    for (index, value) in sample.sorted().enumerated() {
        let probability = cumulative(value)
        distance = max(distance, abs(probability - Double(index) / count))
        distance = max(distance, abs(probability - Double(index + 1) / count))
    }
    return distance * count.squareRoot()
}

/// The mean of a function of a standard normal score, by the midpoint rule with a step of 1/2000 within 8.5.
func normalMean(_ function: (Double) -> Double) -> Double {
    let step = 1.0 / 2_000
    var sum = 0.0
    for index in -17_000..<17_000 {
        let score = (Double(index) + 0.5) * step
        sum += function(score) * Elementary.exp(-score * score / 2)
    }
    return sum * step / (2 * Double.pi).squareRoot()
}

extension Jitter {
    /// How much each of an evenly spaced train is delayed beyond the link's delay, in ms, far from the cut at zero.
    func excesses(count: Int, spacing: TimeDelta, seed: UInt64 = 1) -> [Double] {
        let delay = TimeDelta.seconds(10)
        var link = Link(
            LinkConfiguration(delay: delay, jitter: self, allowsReordering: true),
            seed: seed
        )
        return link.sendTrain(count: count, spacing: spacing).enumerated().compactMap { index, fate in
            fate.deliveredAt.map { ($0 - (.start + spacing * Int64(index)) - delay).milliseconds }
        }
    }
}

/// Known answers for delay, computed apart from this package.
enum DelayVectors {
    struct RFC8868File: Decodable {
        struct Spacing: Decodable {
            let serial_ms: Double
            let source_1ms: [Double]
            let source_20ms: [Double]
            let z_ms: [Double]
            let post_1ms: [Double]
            let post_20ms: [Double]
        }
        struct Literal: Decodable {
            let atom_at_15ms: Double
            let mean_ms: Double
            let sd_ms: Double
            let q50: Double
            let q95: Double
            let q99: Double
        }
        struct Signed: Decodable {
            let mean_ms: Double
            let sd_ms: Double
            let peak_to_peak_ms: Double
        }
        struct Jitter: Decodable {
            let literal_abs_form: Literal
            let signed_form_without_abs: Signed
        }
        let nr_bpdv_vector: Spacing
        let rfc8868_jitter: Jitter
    }

    struct G1050File: Decodable {
        struct Derived: Decodable {
            let access_pi_high: Double
            let access_stationary_loss: Double
            let access_mean_high_sojourn_ms: Double?
            let lan_stationary_loss: Double
            let end_to_end_loss: Double
            let link_failure_time_fraction: Double
        }
        struct Row: Decodable {
            let access_mtu: Int64
            let access_occupancy_pct: Double
            let core_delay_intercontinental_ms: Double
            let core_delay_regional_ms: Double
            let core_jitter_ms: Double
            let core_loss_pct: Double
            let lan_mtu: Int64
            let lan_occupancy_pct: Double
            let link_failure_duration_ms: Double
            let link_failure_interval_s: Double
            let route_flap_delay_ms: Double
            let route_flap_interval_s: Double
            let derived: Derived
        }
        let severity: [String: Row]
    }

    static func rfc8868() throws -> RFC8868File { try read("rfc8593_rfc8868") }
    static func g1050() throws -> G1050File { try read("g1050") }

    private static func read<File: Decodable>(_ name: String) throws -> File {
        let folder = Bundle.module.bundleURL.appendingPathComponent("Vectors")
        let bytes = try Data(contentsOf: folder.appendingPathComponent("\(name).json"))
        return try JSONDecoder().decode(File.self, from: bytes)
    }
}
