import Testing
import Units

@testable import MediaTransport

@Suite("Probing")
struct ProbeControllerTests {
    private let start = Timestamp.start

    private func rates(_ work: (inout ProbeController, inout [ProbeCluster]) -> Void) -> [Double] {
        var controller = ProbeController()
        var clusters: [ProbeCluster] = []
        work(&controller, &clusters)
        return clusters.map(\.bitrate)
    }

    @Test("The first probes are three and six times the start rate, as far as the limit")
    func first() {
        #expect(rates { $0.start(at: 300_000, limit: 5e6, now: start, into: &$1) } == [900_000, 1_800_000])
        #expect(rates { $0.start(at: 300_000, limit: 1e6, now: start, into: &$1) } == [900_000, 1_000_000])
    }

    @Test("A probe that went through is followed by twice its result, until the limit or a second has passed")
    func further() {
        let found = rates { controller, clusters in
            controller.start(at: 300_000, limit: 3.4e6, now: start, into: &clusters)
            // 0.7 of 1.8 Mbit/s is not passed.
            controller.estimateChanged(to: 1.26e6, isLimited: false, limit: 3.4e6, now: start, into: &clusters)
            controller.estimateChanged(to: 1.5e6, isLimited: false, limit: 3.4e6, now: start, into: &clusters)
            controller.estimateChanged(to: 2.9e6, isLimited: false, limit: 3.4e6, now: start, into: &clusters)
            controller.estimateChanged(to: 3.3e6, isLimited: false, limit: 3.4e6, now: start, into: &clusters)
        }
        #expect(found == [900_000, 1_800_000, 3_000_000, 3_400_000])
        let late = rates { controller, clusters in
            controller.start(at: 300_000, limit: 3.4e6, now: start, into: &clusters)
            controller.advance(to: start + .milliseconds(1_001))
            controller.estimateChanged(to: 1.5e6, isLimited: false, limit: 3.4e6, now: start, into: &clusters)
        }
        #expect(late.count == 2)
    }

    @Test("No probe goes out while delay or loss limits the rate")
    func limited() {
        let found = rates { controller, clusters in
            controller.start(at: 300_000, limit: 3.4e6, now: start, into: &clusters)
            controller.estimateChanged(to: 1.5e6, isLimited: true, limit: 3.4e6, now: start, into: &clusters)
        }
        #expect(found.count == 2)
    }

    struct Recovery: Sendable {
        let secondsAfterDrop: Int64
        let isApplicationLimited: Bool
        let limitEndedSecondsBefore: Int64?
        let estimate: Double
        let probes: Bool
    }

    static let recoveries = [
        Recovery(
            secondsAfterDrop: 4,
            isApplicationLimited: true,
            limitEndedSecondsBefore: nil,
            estimate: 400_000,
            probes: true
        ),
        Recovery(
            secondsAfterDrop: 4,
            isApplicationLimited: false,
            limitEndedSecondsBefore: 2,
            estimate: 400_000,
            probes: true
        ),
        Recovery(
            secondsAfterDrop: 4,
            isApplicationLimited: false,
            limitEndedSecondsBefore: 3,
            estimate: 400_000,
            probes: false
        ),
        Recovery(
            secondsAfterDrop: 4,
            isApplicationLimited: false,
            limitEndedSecondsBefore: nil,
            estimate: 400_000,
            probes: false
        ),
        Recovery(
            secondsAfterDrop: 5,
            isApplicationLimited: true,
            limitEndedSecondsBefore: nil,
            estimate: 400_000,
            probes: false
        ),
        // 0.95 of 0.85 Mbit/s is 0.8075.
        Recovery(
            secondsAfterDrop: 4,
            isApplicationLimited: true,
            limitEndedSecondsBefore: nil,
            estimate: 820_000,
            probes: false
        ),
    ]

    @Test("After a large drop that is over, one probe near the old rate asks whether it is back", arguments: recoveries)
    func recovery(_ recovery: Recovery) {
        let now = start + .seconds(20 + recovery.secondsAfterDrop)
        let found = rates { controller, clusters in
            controller.start(at: 300_000, limit: 5e6, now: start, into: &clusters)
            controller.advance(to: start + .seconds(2))
            controller.estimateChanged(
                to: 1e6,
                isLimited: false,
                limit: 5e6,
                now: start + .seconds(10),
                into: &clusters
            )
            controller.estimateChanged(
                to: 400_000,
                isLimited: true,
                limit: 5e6,
                now: start + .seconds(20),
                into: &clusters
            )
            controller.estimateChanged(
                to: recovery.estimate,
                isLimited: false,
                limit: 5e6,
                now: start + .seconds(21),
                into: &clusters
            )
            for _ in 0..<2 {
                controller.recovered(
                    isApplicationLimited: recovery.isApplicationLimited,
                    limitEnded: recovery.limitEndedSecondsBefore.map { now - .seconds($0) },
                    isLimited: false,
                    limit: 5e6,
                    now: now,
                    into: &clusters
                )
            }
        }
        #expect(found.dropFirst(2) == (recovery.probes ? [850_000] : []))
    }
}
