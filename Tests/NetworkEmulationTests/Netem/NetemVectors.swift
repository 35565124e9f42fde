extension Vectors {
    struct NetemFile: Decodable {
        struct Correlated: Decodable {
            let out: [UInt32]
            let rho_u32: UInt32
            let start_last: UInt32
            let v: [UInt32]
        }
        struct Duplicates: Decodable {
            let dup: Double
            let loss: Double
            let expected_delivered_per_packet: Double
            let p_none: Double
        }
        struct Moments: Decodable {
            let rho: Double
            let mean: Double
            let `var`: Double
            let acf_lag1: Double
            let acf_lag2: Double
        }
        struct CorrelatedLoss: Decodable {
            let correlation: Double
            let requested_loss: Double
            let actual_loss_exact: Double
            let cond_loss_given_loss_mc: Double?
        }
        struct PacketTime: Decodable {
            let cell: Int64
            let cell_overhead: Int64
            let len: Int64
            let ns: Int64
            let overhead: Int64
            let rate_Bps: Int64
        }
        struct Reordering: Decodable {
            let fraction: Double
            let gap: Int
            let prob: Double
        }
        struct Delay: Decodable {
            let mu_ns: Int64
            let sigma_ns: Int32
            let rnd: UInt32
            let uniform: Int64
            let normal: Int64
            let pareto: Int64
            let paretonormal: Int64
        }
        struct Table: Decodable {
            let n: Int
            let first8: [Int16]
            let last8: [Int16]
            let mean_sigma: Double
            let sd_sigma: Double
            let skew: Double
            let excess_kurtosis: Double
            let min: Double
            let max: Double
            let q: [String: Double]
            let sha256_of_comma_joined: String
        }
        let crandom_vectors: [Correlated]
        let delay_correlation_after_modulo: [[String: Double]]
        let duplicate_loss_interplay: [Duplicates]
        let ewma_moments: [Moments]
        let loss_random_with_correlation: [CorrelatedLoss]
        let packet_time_ns: [PacketTime]
        let reorder_fraction: [Reordering]
        let tabledist_vectors: [Delay]
        let tables: [String: Table]
    }

    static func netem() throws -> NetemFile { try read("netem") }
}
