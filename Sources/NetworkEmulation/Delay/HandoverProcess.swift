import Units
import VirtualTime

/// A link's handovers at work.
struct HandoverProcess: Sendable {
    private let handover: Handover
    private var next: Timestamp
    private var gapEnd = Timestamp(nanoseconds: .min)
    private var loses = false
    /// When the last of the held packets came out, while more wait behind it.
    private var burstEnd: Timestamp?
    private var random: RandomStream

    init(_ handover: Handover, random: RandomStream) {
        self.handover = handover
        self.random = random
        next = .start + self.random.exponential(mean: handover.meanInterval)
    }

    /// What becomes of a packet that comes in at `time`, not before the one before.
    mutating func pass(_ size: DataSize, at time: Timestamp, rate: DataRate?) -> DelayLine.Release {
        while next <= time { begin() }
        if time < gapEnd, loses { return DelayLine.Release(time: time, isLost: true) }
        var release = max(time, gapEnd)
        if let burstEnd { release = max(release, burstEnd + ReleaseOrder.serialisation(of: size, at: rate)) }
        burstEnd = release > time ? release : nil
        return DelayLine.Release(time: release, isLost: false)
    }

    /// Three draws, whatever comes of them; a gap that begins within another goes on with it.
    private mutating func begin() {
        let goesOn = gapEnd > next
        gapEnd = max(gapEnd, next + handover.duration(at: random.normal()))
        let loses = random.unitInterval() < handover.lossProbability.value
        self.loses = loses || goesOn && self.loses
        next += random.exponential(mean: handover.meanInterval)
    }
}
