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
            let var_losses_in_1e5: Double
            let autocorr_lag_1_to_10: [Double]
            let burst_ratio_mean_run_times_1_minus_loss: Double
            let cond_loss_given_loss: Double
            let lambda_1_p_r: Double
            let mean_bad_sojourn: Double
            let mean_good_sojourn: Double
            let mean_gap_between_runs: Double
            let runs_per_packet: Double
            let run_pmf_1_to_12: [Double]
        }
        struct Intuitive: Decodable {
            let P_loss: Double
            let E_B: Double
            let rho: Double
            let P_isol: Double
            let E_GB: Double
        }
        struct Transitions: Decodable {
            let p13: Double
            let p31: Double
            let p32: Double
            let p23: Double
            let p14: Double
        }
        struct FourStates: Decodable {
            let gi: Intuitive?
            let params: Transitions
            let pi_1_gap_ok: Double
            let pi_2_burst_ok: Double
            let pi_3_burst_lost: Double
            let pi_4_isolated: Double
            let loss: Double
            let cond_loss_given_loss: Double
            let mean_loss_run: Double
            let burst_ratio: Double
            let burst_density_rho: Double
            let isolated_loss_density: Double
            let mean_burst_len_states_2_3: Double
            let run_tail_ge_1_to_8: [Double]
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
        let state4: [FourStates]
        let gi_to_state: [FourStates]
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
            let p_wait_gt: [TailPoint]
        }
        /// How likely a wait is to exceed a time in service times.
        struct TailPoint: Decodable {
            let t: Double
            let p: Double
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
