import Units
import VirtualTime

/// Duplicates, corruption and overtaking at work: one draw a packet from a stream of its own for each.
struct PacketMishaps: Sendable {
    private var duplication: RandomStream
    private var corruption: RandomStream
    private var reordering: RandomStream
    /// How many packets in a row were not early.
    private var punctualCount = 0

    init(seed: UInt64, owner: UInt32, leg: Leg) {
        duplication = RandomStream(seed: seed, owner: owner, cause: .duplication, leg: leg)
        corruption = RandomStream(seed: seed, owner: owner, cause: .corruption, leg: leg)
        reordering = RandomStream(seed: seed, owner: owner, cause: .reordering, leg: leg)
    }

    mutating func draw(under configuration: borrowing LinkConfiguration) -> PacketLottery.Verdict {
        var verdict = PacketLottery.Verdict()
        verdict.isCorrupted = corruption.unitInterval() < configuration.corruption.value
        verdict.isDuplicated = duplication.unitInterval() < configuration.duplication.value
        let overtakes = reordering.unitInterval()
        if let reordering = configuration.reordering {
            verdict.isEarly = punctualCount >= reordering.gap - 1 && overtakes < reordering.probability.value
            punctualCount = verdict.isEarly ? 0 : punctualCount + 1
        }
        return verdict
    }

    mutating func passOver() {
        duplication.skip(1)
        corruption.skip(1)
        reordering.skip(1)
    }
}
