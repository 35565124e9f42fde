/// The parts of `queues.json` about queues in general.
struct QueueVectors: Decodable {
    struct Memoryless: Decodable {
        let rho: Double
        let Wq: Double
    }
    struct MemorylessLimited: Decodable {
        let rho: Double
        let K_incl_server: Int
        let p_block: Double
        let Wq_in_service_times: Double
        let utilisation: Double
    }
    struct Tail: Decodable {
        let t: Double
        let p: Double
    }
    struct Deterministic: Decodable {
        let rho: Double
        let Wq_mean_service_times: Double
        let p_wait_gt: [Tail]
    }
    struct Numbers: Decodable {
        let rho: Double
        let p0_to_p10: [Double]
    }
    struct DeterministicLimited: Decodable {
        let rho: Double
        let K_incl_server: Int
        let p_loss: Double
        let p_n: [Double]
        let W_in_service_times: Double
    }
    let mm1: [Memoryless]
    let mm1k: [MemorylessLimited]
    let md1: [Deterministic]
    let md1_number_in_system_pmf: [Numbers]
    let md1k: [DeterministicLimited]

    static func read() throws -> QueueVectors { try Vectors.read("queues") }
}
