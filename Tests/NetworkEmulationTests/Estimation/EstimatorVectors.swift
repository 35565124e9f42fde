extension Vectors {
    struct EstimatorsFile: Decodable {
        struct Counts: Decodable {
            let n00: Int
            let n01: Int
            let n10: Int
            let n11: Int
        }
        struct Trace: Decodable {
            let N: Int
            let losses: Int
            let first_loss_indices: [Int]
        }
        struct RunLengths: Decodable {
            let chi2: Double
            let dof: Int
            let expected: [Double]
            let observed: [Int]
            let p_value: Double
        }
        struct Independence: Decodable {
            let expected_runs: Double
            let runs: Int
            let sd: Double
            let z: Double
        }
        let trace: Trace
        let transition_counts: Counts
        let burst_ratio_hat: Double
        let loss_hat: Double
        let mean_run_hat: Double
        let p_hat: Double
        let q_hat: Double
        let se_p: Double
        let se_q: Double
        let chi_square_run_lengths: RunLengths
        let runs_test_vs_independence: Independence
    }

    static func estimators() throws -> EstimatorsFile { try read("estimators") }
}
