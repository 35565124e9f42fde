import Testing
import Units
import VirtualTime

@testable import NetworkEmulation

/// Nos. 17, 18 and 20 of section 7 of the network reference
@Suite("Queueing theory, with exponential service and in the tail")
struct MarkovQueueTests {
    /// A size whose service takes a millisecond in the mean.
    private static let rate = DataRate(bitsPerSecond: 8_000_000_000)
    private static let meanBytes = 1_000_000.0
    private static let replications = 40
    /// Student's t with 39 degrees of freedom exceeds this once in a million, both sides.
    private static let limit = 5.80

    /// The means of several statistics over replications, and their standard errors.
    private func estimate(
        _ utilisation: Double,
        queue: QueueLimit?,
        hasExponentialService: Bool,
        _ values: ([Fate]) -> [Double]
    ) -> [(mean: Double, error: Double)] {
        let samples = (0..<Self.replications).map { replication in
            var arrivals = RandomStream(seed: 78, owner: UInt32(replication), cause: .conversation)
            var services = RandomStream(seed: 78, owner: UInt32(replication), cause: .picture)
            var link = Link(LinkConfiguration(rate: Self.rate, queue: queue))
            var now = Timestamp.start
            let fates = (0..<9_000).map { _ in
                now += arrivals.exponential(mean: TimeDelta(seconds: 0.001 / utilisation))
                let size = hasExponentialService ? services.exponential(mean: Self.meanBytes) : Self.meanBytes
                return link.send(DataSize(bytes: Int64(size.rounded())), at: now)
            }
            // The first thousand leave the empty start behind.
            return values(Array(fates.dropFirst(1_000)))
        }
        return samples[0].indices.map { index in
            let column = samples.map { $0[index] }
            let mean = column.reduce(0, +) / Double(column.count)
            let squares = column.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
            return (mean, (squares / Double(column.count - 1) / Double(column.count)).squareRoot())
        }
    }

    @Test("The M/M/1/K queue blocks as many as its closed form, and the others wait as long")
    func blocking() throws {
        for vector in try Vectors.queues().mm1k
        where vector.p_block > 0.01 && vector.p_block < 0.4 && vector.K_incl_server > 1 {
            let found = estimate(vector.rho, queue: .packets(vector.K_incl_server), hasExponentialService: true) {
                fates in
                let waits = fates.compactMap(\.queueing).map(\.milliseconds)
                let blocked = Double(fates.count { $0 == .queueDropped }) / Double(fates.count)
                return [blocked, waits.reduce(0, +) / Double(waits.count)]
            }
            #expect(abs(found[0].mean - vector.p_block) <= Self.limit * found[0].error, "\(vector)")
            #expect(abs(found[1].mean - vector.Wq_in_service_times) <= Self.limit * found[1].error, "\(vector)")
        }
    }

    /// Arrivals see time averages (PASTA): those that do not wait are as many as the idle share, 1 - rho.
    @Test("Waits in the M/D/1 queue have Crommelin's tail, and the idle share is one less the utilisation")
    func tail() throws {
        for vector in try Vectors.queues().md1 where vector.rho == 0.5 || vector.rho == 0.8 {
            let points = vector.p_wait_gt.filter { $0.p > 0.003 }
            #expect(points.count >= 4)
            let found = estimate(vector.rho, queue: nil, hasExponentialService: false) { fates in
                let waits = fates.compactMap(\.queueing).map(\.milliseconds)
                return points.map { point in Double(waits.count { $0 > point.t }) / Double(waits.count) }
            }
            for (point, estimate) in zip(points, found) {
                #expect(abs(estimate.mean - point.p) <= Self.limit * estimate.error, "\(vector.rho) \(point)")
            }
        }
    }

    /// Little's law between two ways to count: the packets that each arrival finds, and the time that each spends.
    @Test("Arrivals find as many packets as the accepted rate times the time in the system")
    func little() throws {
        let utilisation = 0.8
        let difference = (0..<Self.replications).map { replication in
            var arrivals = RandomStream(seed: 79, owner: UInt32(replication), cause: .conversation)
            var services = RandomStream(seed: 79, owner: UInt32(replication), cause: .picture)
            var link = Link(LinkConfiguration(rate: Self.rate, queue: .packets(6)))
            var now = Timestamp.start
            var inSystem: [Timestamp] = []
            var (found, spent, accepted) = (0, 0.0, 0)
            for _ in 0..<9_000 {
                now += arrivals.exponential(mean: TimeDelta(seconds: 0.001 / utilisation))
                inSystem.removeAll { $0 <= now }
                found += inSystem.count
                let size = DataSize(bytes: Int64(services.exponential(mean: Self.meanBytes).rounded()))
                guard let end = link.send(size, at: now).deliveredAt else { continue }
                spent += (end - now).seconds
                accepted += 1
                inSystem.append(end)
            }
            // L by arrivals, less lambda W by packets.
            return Double(found) / 9_000 - spent / now.seconds
        }
        let mean = difference.reduce(0, +) / Double(Self.replications)
        let squares = difference.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        let error = (squares / Double(Self.replications - 1) / Double(Self.replications)).squareRoot()
        #expect(abs(mean) <= Self.limit * error)
        #expect(error < 0.02)
    }
}
