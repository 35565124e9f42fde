import NetworkEmulation
import Testing
import Units

/// Servers against closed forms: `network.md` 7, numbers 17 to 20, and the formulas of Erlang.
@Suite("Servers in queueing theory")
struct ServerTheoryTests {
    private func runs(
        load: Double,
        workers: Int = 1,
        backlog: Int? = nil,
        _ variability: ServiceVariability,
        count: Int = 2_000,
        warmUp: Int = 500
    ) -> [StationRun] {
        (0..<Replications.count).map { number in
            StationRun(
                load: load,
                workers: workers,
                backlog: backlog,
                variability: variability,
                count: count,
                warmUp: warmUp,
                replication: UInt32(number)
            )
        }
    }

    private func check(
        _ expected: Double,
        _ runs: [StationRun],
        _ what: String,
        _ value: (StationRun) -> Double
    ) {
        let deviation = Replications.deviation(from: expected, of: runs, value)
        #expect(deviation <= Replications.limit, "\(what)")
    }

    @Test("M/M/1 makes work wait as long as theory says, and as often")
    func memoryless() throws {
        for vector in try QueueVectors.read().mm1 where vector.rho <= 0.8 {
            let runs = runs(load: vector.rho, .exponential, count: 5_000)
            check(vector.Wq, runs, "mean wait at \(vector.rho)") { $0.meanWait }
            check(vector.rho, runs, "P(wait > 0) at \(vector.rho)") { run in run.share { $0.found > 0 } }
        }
    }

    @Test("M/M/1/K refuses the share that theory says; what it takes waits as long, and it is as busy")
    func memorylessLimited() throws {
        for vector in try QueueVectors.read().mm1k
        where [0.5, 0.95, 1.2].contains(vector.rho) && vector.K_incl_server <= 20 && vector.p_block > 0.01 {
            let runs = runs(load: vector.rho, backlog: vector.K_incl_server - 1, .exponential)
            let what = "rho \(vector.rho), K \(vector.K_incl_server)"
            check(vector.p_block, runs, "refused, \(what)") { run in run.share(\.isRefused) }
            // Nearer to one, a run may see no idle moment at all.
            if vector.utilisation < 0.99 { check(vector.utilisation, runs, "utilisation, \(what)") { $0.utilisation } }
            guard vector.K_incl_server > 1 else { continue }
            check(vector.Wq_in_service_times, runs, "mean wait, \(what)") { $0.meanWait }
        }
    }

    @Test("M/D/1 waits by Pollaczek and Khinchine in the mean and by Crommelin in the tail; arrivals see time averages")
    func deterministic() throws {
        let vectors = try QueueVectors.read()
        for vector in vectors.md1 where vector.rho == 0.5 || vector.rho == 0.8 {
            let runs = runs(load: vector.rho, .constant, count: 3_000)
            check(vector.Wq_mean_service_times, runs, "mean wait at \(vector.rho)") { $0.meanWait }
            for tail in vector.p_wait_gt where tail.p > 0.005 {
                check(tail.p, runs, "P(wait > \(tail.t)) at \(vector.rho)") { run in
                    run.share { ($0.waited?.seconds ?? 0) > tail.t * StationRun.service.seconds }
                }
            }
            let numbers = try #require(vectors.md1_number_in_system_pmf.first { $0.rho == vector.rho })
            for (number, chance) in numbers.p0_to_p10.enumerated() where chance > 0.005 {
                check(chance, runs, "P(\(number) present) at \(vector.rho)") { run in run.share { $0.found == number } }
            }
        }
    }

    @Test("M/D/1/K refuses the share of its embedded chain, and arrivals see its distribution")
    func deterministicLimited() throws {
        let vectors = try QueueVectors.read().md1k.filter {
            [0.8, 0.95, 1.2].contains($0.rho) && $0.K_incl_server <= 10 && $0.p_loss > 0.01
        }
        #expect(vectors.contains { $0.rho == 0.95 && $0.K_incl_server == 10 })
        #expect(vectors.contains { $0.rho == 1.2 && $0.K_incl_server == 10 })
        for vector in vectors {
            let runs = runs(load: vector.rho, backlog: vector.K_incl_server - 1, .constant)
            let what = "rho \(vector.rho), K \(vector.K_incl_server)"
            check(vector.p_loss, runs, "refused, \(what)") { run in run.share(\.isRefused) }
            check(vector.W_in_service_times - 1, runs, "mean wait, \(what)") { $0.meanWait }
            for (number, chance) in vector.p_n.enumerated() where chance > 0.01 {
                check(chance, runs, "P(\(number) present), \(what)") { run in run.share { $0.found == number } }
            }
        }
    }

    /// Erlang's loss formula by its recursion.
    private func erlangB(workers: Int, load: Double) -> Double {
        (1...workers).reduce(1.0) { blocked, count in load * blocked / (Double(count) + load * blocked) }
    }

    @Test("k workers make work wait as Erlang's C formula says", arguments: [(2, 1.4), (4, 3.2), (8, 6.0)])
    func erlangC(workers: Int, load: Double) {
        let blocked = erlangB(workers: workers, load: load)
        let ratio = load / Double(workers)
        let chance = blocked / (1 - ratio * (1 - blocked))
        let runs = runs(load: load, workers: workers, .exponential, count: 5_000)
        check(chance, runs, "P(wait > 0)") { run in run.share { $0.found >= workers } }
        check(chance / (Double(workers) - load), runs, "mean wait") { $0.meanWait }
        check(ratio, runs, "utilisation") { $0.utilisation }
    }

    @Test(
        "k workers without a queue refuse as Erlang's B formula says, whatever the law of service",
        arguments: [ServiceVariability.constant, .exponential, .logNormal(coefficientOfVariation: 1.5)]
    )
    func erlangB(variability: ServiceVariability) {
        for (workers, load) in [(4, 3.2), (8, 10.0)] {
            let runs = runs(load: load, workers: workers, backlog: 0, variability)
            check(erlangB(workers: workers, load: load), runs, "\(workers) workers") { run in run.share(\.isRefused) }
        }
    }

    @Test("M/G/1 waits by Pollaczek and Khinchine where service varies log-normally")
    func logNormal() {
        let runs = runs(load: 0.6, .logNormal(coefficientOfVariation: 0.8), count: 4_000)
        check(0.6 / 0.4 * (1 + 0.64) / 2, runs, "mean wait") { $0.meanWait }
    }

    @Test("Overload is a cliff: waits are short at 0.9 and the backlog long at 1.1, which refuses what is too much")
    func cliff() {
        let calm = runs(load: 0.9, backlog: 300, .constant, count: 3_000)
        let storm = runs(load: 1.1, backlog: 300, .constant, count: 3_000, warmUp: 5_000)
        // Pollaczek and Khinchine: 0.9 / (2 * 0.1).
        check(4.5, calm, "mean wait at 0.9") { $0.meanWait }
        #expect(calm.allSatisfy { run in run.share(\.isRefused) == 0 })
        // The backlog fills by 0.1 a service time, so by 3,000 of them; from then on it stays near its limit.
        #expect(storm.allSatisfy { $0.meanWait > 270 })
        check(1 - 1 / 1.1, storm, "refused at 1.1") { run in run.share(\.isRefused) }
    }
}
