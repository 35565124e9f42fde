import Foundation

/// Known answers, computed apart from this package by exact algebra and an independent simulation.
enum Vectors {
    struct GilbertElliottFile: Decodable {
        struct Inverse: Decodable {
            let Ppl: Double
            let BurstR: Double
            let p: Double
            let r: Double
            let mean_run: Double
        }
        struct Parameters: Decodable {
            let p: Double
            let r: Double
            let loss_in_bad_1_minus_h: Double
            let loss_in_good_1_minus_k: Double
        }
        struct Model: Decodable {
            let params: Parameters
            let pi_bad: Double
            let loss: Double
            let mean_loss_run: Double
            let var_losses_in_1e4: Double
        }
        struct Simulation: Decodable {
            let N: Int
            let params: [Double]
            let seed: UInt64
            let losses: Int
            let runs: Int
            let first_20_loss_indices: [Int]
            let first_40_bits: String
        }
        let g107_inverse: [Inverse]
        let gemodel: [Model]
        let simulation_check: [Simulation]
    }

    struct QueuesFile: Decodable {
        struct Burst: Decodable {
            let n: Int
            let pkt_bytes: Int64
            let rate_bps: Int64
            let queue_delay_ms: [Double]
        }
        struct Limited: Decodable {
            let rho: Double
            let K_incl_server: Int
            let p_loss: Double
        }
        struct Unlimited: Decodable {
            let rho: Double
            let Wq_mean_service_times: Double
        }
        struct TokenBucket: Decodable {
            /// By packet; none for those that its limit drops.
            let departures_first_70_s: [Double?]
            let passed: Int
            let dropped: Int
            let max_delay_s: Double
        }
        struct CoDel: Decodable {
            /// The number of the packet, and when it is dropped, in seconds.
            let drops_first_25: [[Double]]
            let n_drops: Int
            let delivered: Int
            let mean_sojourn_ms: Double
            let max_sojourn_ms: Double
        }
        struct Blocking: Decodable {
            let rho: Double
            let K_incl_server: Int
            let p_block: Double
            let Wq_in_service_times: Double
        }
        let dd1_burst: Burst
        let md1: [Unlimited]
        let md1k: [Limited]
        let mm1k: [Blocking]
        let tbf: TokenBucket
        let codel: CoDel
    }

    struct ProfilesFile: Decodable {
        struct Rates: Decodable {
            let p5: Double
            let p50: Double
            let p95: Double
        }
        struct Spread: Decodable {
            let p50: Double
            let p95: Double
        }
        struct Profile: Decodable {
            let id: String
            let description: String
            let down_mbps: Rates
            let up_mbps: Rates
            let base_rtt_ms: Spread
            let jitter_ms: Spread
            let loss_pct: Spread
            let mean_loss_run: Double
            let queue: String
            let events: [String]
            let confidence: String
            let sources: [String]
        }
        let profiles: [Profile]
    }

    static func gilbertElliott() throws -> GilbertElliottFile { try read("ge") }
    static func queues() throws -> QueuesFile { try read("queues") }
    static func profiles() throws -> ProfilesFile { try read("profiles") }

    static func read<File: Decodable>(_ name: String) throws -> File {
        let folder = Bundle.module.bundleURL.appendingPathComponent("Vectors")
        return try JSONDecoder().decode(
            File.self,
            from: Data(contentsOf: folder.appendingPathComponent("\(name).json"))
        )
    }
}
