import DequeModule
import Units

/// When the packets of probes are due (libwebrtc, `bitrate_prober.cc`).
struct ProbeSchedule: Sendable {
    /// One slot carries at least this much time at the probe's rate.
    private static let slot = TimeDelta.milliseconds(2)
    /// A packet at least this large starts probing: media flows.
    static let startingPacketSize = 200

    private struct Progress {
        var cluster: ProbeCluster
        var requested: Timestamp
        var begin: Timestamp?
        var bytes = 0
        var slots = 0
    }

    /// A probe that has waited longer is given up, and so is the oldest of more.
    private static let longestWait = TimeDelta.seconds(5)
    private static let pendingMax = 5

    private var queue: Deque<Progress> = []
    private var isActive = false
    private var slotBytes = 0
    /// Probes that waited too long, or too many of them.
    private(set) var givenUpCount: Int64 = 0

    mutating func append(_ cluster: ProbeCluster, at now: Timestamp) {
        while let first = queue.first, now - first.requested > Self.longestWait || queue.count > Self.pendingMax {
            queue.removeFirst()
            slotBytes = 0
            givenUpCount += 1
        }
        queue.append(Progress(cluster: cluster, requested: now))
    }

    mutating func mediaQueued(size: Int) {
        if size >= Self.startingPacketSize { isActive = true }
    }

    var isIdle: Bool { !isActive || queue.isEmpty }

    /// The probe under way, and when its next packet is due; `nil` time means at once.
    var current: (identifier: Int32, due: Timestamp?)? {
        guard isActive, let first = queue.first else { return nil }
        guard let begin = first.begin else { return (first.cluster.identifier, nil) }
        return (first.cluster.identifier, begin + TimeDelta(seconds: Double(first.bytes * 8) / first.cluster.bitrate))
    }

    /// Bytes that the slot still wants.
    var missingBytes: Int {
        guard let first = queue.first else { return 0 }
        return max(0, Int(first.cluster.bitrate * Self.slot.seconds / 8) - slotBytes)
    }

    /// Counts a packet of the slot; `isExhausted` when there is nothing to fill the slot with.
    mutating func sent(size: Int, isExhausted: Bool = false, at now: Timestamp) {
        guard var first = queue.first else { return }
        if first.begin == nil { first.begin = now }
        slotBytes += size
        first.bytes += size
        if missingBytes == 0 || isExhausted {
            first.slots += 1
            slotBytes = 0
        }
        let isDone =
            slotBytes == 0 && first.slots >= ProbeCluster.minimumPackets && first.bytes >= first.cluster.minimumBytes
        if isDone || isExhausted {
            queue.removeFirst()
        } else {
            queue[0] = first
        }
    }
}
