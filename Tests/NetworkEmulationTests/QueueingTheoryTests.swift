import Testing
import Units
import VirtualTime

@testable import NetworkEmulation

/// A link under Poisson arrivals of equal packets is an M/D/1 queue.
@Suite("Queueing theory")
struct QueueingTheoryTests {
    private static let service = TimeDelta.milliseconds(1)
    private static let replications = 40
    /// Student's t with 39 degrees of freedom exceeds this once in a million, both sides.
    private static let limit = 5.80

    /// The mean over replications of what `value` reads from fates, and the standard error of it.
    private func estimate(
        _ utilisation: Double,
        queue: QueueLimit?,
        _ value: ([Fate]) -> Double
    ) -> (mean: Double, error: Double) {
        let values = (0..<Self.replications).map { replication in
            var arrivals = RandomStream(seed: 77, owner: UInt32(replication), cause: .conversation)
            var link = Link(LinkConfiguration(rate: DataRate(.full, per: Self.service), queue: queue))
            var now = Timestamp.start
            let fates = (0..<6_000).map { _ in
                now += arrivals.exponential(mean: TimeDelta(seconds: Self.service.seconds / utilisation))
                return link.send(.full, at: now)
            }
            // The first thousand leave the empty start behind.
            return value(Array(fates.dropFirst(1_000)))
        }
        let mean = values.reduce(0, +) / Double(values.count)
        let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        return (mean, (squares / Double(values.count - 1) / Double(values.count)).squareRoot())
    }

    @Test("The M/D/1/K queue drops as many as its embedded chain")
    func limited() throws {
        for vector in try Vectors.queues().md1k where vector.p_loss > 0.01 && vector.p_loss < 0.5 {
            let (mean, error) = estimate(vector.rho, queue: .packets(vector.K_incl_server)) { fates in
                Double(fates.count { $0 == .queueDropped }) / Double(fates.count)
            }
            #expect(abs(mean - vector.p_loss) <= Self.limit * error, "\(vector)")
        }
    }

    @Test("The M/D/1 queue makes packets wait as long as Pollaczek and Khinchine say")
    func unlimited() throws {
        for vector in try Vectors.queues().md1 where vector.rho <= 0.8 {
            let (mean, error) = estimate(vector.rho, queue: nil) { fates in
                let waits = fates.compactMap(\.queueing).map { $0.seconds / Self.service.seconds }
                return waits.reduce(0, +) / Double(waits.count)
            }
            #expect(abs(mean - vector.Wq_mean_service_times) <= Self.limit * error, "\(vector)")
        }
    }
}
