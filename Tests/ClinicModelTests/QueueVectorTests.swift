import ClinicModel
import Testing

@Suite("Queueing formulas against 50-digit sums")
struct QueueVectorTests {
    struct File: Decodable {
        let erlang_b: [Blocking]
        let erlang_b_min_servers: [Sizing]
        let mmc: [Waiting]
        let erlang_a: [Leaving]
        let mg1_pk: [OneServer]
    }

    struct Blocking: Decodable { let A: Double, c: Int, B: Double }
    struct Sizing: Decodable { let A: Double, B: Double, c: Int }
    struct Waiting: Decodable { let A: Double, c: Int, Pwait: Double, Wq: Double, mu: Double }
    struct Leaving: Decodable {
        let lam: Double, mu: Double, theta: Double, c: Int
        let P_delay: Double, P_abandon: Double, Lq: Double, Wq_all: Double
    }
    struct OneServer: Decodable { let lam: Double, ES: Double, cv: Double, Wq: Double }

    @Test("Erlang B and C, the fewest servers, and Pollaczek and Khinchine's mean wait")
    func waiting() throws {
        let file: File = try Vectors.decode("queues")
        for row in file.erlang_b {
            let value = Erlang.blocking(load: row.A, servers: row.c)
            #expect(agree(value, row.B, within: row.c >= 10_000 ? 1e-9 : 1e-12), "B(\(row.A), \(row.c)) = \(value)")
        }
        for row in file.erlang_b_min_servers {
            #expect(Erlang.servers(load: row.A, blockingMax: row.B) == row.c)
        }
        for row in file.mmc {
            let value = Erlang.waiting(load: row.A, servers: row.c)
            #expect(agree(value, row.Pwait, within: 1e-12))
            #expect(agree(value / (row.mu * (Double(row.c) - row.A)), row.Wq, within: 1e-12))
        }
        for row in file.mg1_pk {
            let wait = row.ES * Erlang.meanWait(load: row.lam * row.ES, variation: row.cv)
            #expect(agree(wait, row.Wq, within: 1e-12))
        }
    }

    @Test("Erlang A: delay, abandonment, queue and wait")
    func leaving() throws {
        let file: File = try Vectors.decode("queues")
        for row in file.erlang_a {
            let queue = ErlangA(rate: row.lam, service: row.mu, abandonment: row.theta, servers: row.c)
            #expect(agree(queue.delayed, row.P_delay, within: 1e-12))
            #expect(agree(queue.abandoned, row.P_abandon, within: 1e-12))
            #expect(agree(queue.queueLength, row.Lq, within: 1e-12))
            #expect(agree(queue.meanWait, row.Wq_all, within: 1e-12))
        }
    }

    @Test("Blocking falls with every server and rises with the load")
    func monotone() {
        for servers in 0..<40 {
            for load in [0.5, 3, 12, 60.0] {
                #expect(
                    Erlang.blocking(load: load, servers: servers + 1) < Erlang.blocking(load: load, servers: servers)
                )
                #expect(
                    servers == 0
                        || Erlang.blocking(load: load * 1.1, servers: servers)
                            > Erlang.blocking(load: load, servers: servers)
                )
            }
        }
    }
}
