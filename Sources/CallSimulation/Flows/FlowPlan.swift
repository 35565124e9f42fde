public import Scenarios
public import Units
import VirtualTime

/// All that one flow needs to be simulated.
public struct FlowPlan: Sendable {
    /// From 1, across the whole run.
    public let number: Int
    public let seed: UInt64
    public let name: String
    public let kind: FlowSettings.Kind
    public let from: AccessPlan
    public let to: AccessPlan
    /// The shared links on the way forward, by their places in the partition.
    public let via: [Int]
    /// Whether the way forward crosses the shared links upwards.
    public let isUpwards: Bool
    public let start: Timestamp
    public let stop: Timestamp
    public let pauses: [Range<Timestamp>]

    /// The owner of the flow's chance: calls count from 1 and shared things from 2^31, so flows from 2^30.
    var owner: UInt32 { Self.owner(of: number) }

    static func owner(of number: Int) -> UInt32 { 1 << 30 + UInt32(number) }

    /// Whether the source is silent at a time.
    func isPaused(at time: Timestamp) -> Bool { pauses.contains { $0.contains(time) } }

    func random(_ cause: Cause, leg: Leg = .clinicianUp) -> RandomStream {
        RandomStream(seed: seed, owner: owner, cause: cause, leg: leg)
    }
}
