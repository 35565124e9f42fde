import RTPWire
import Units

/// Numbers packets transport-wide, and joins feedback to what was sent (libwebrtc, `transport_feedback_adapter.cc`).
struct TransportFeedbackAdapter: Sendable {
    private struct Entry {
        var packet: SentPacket
        var isReceived = false
    }

    /// Packets older than this are forgotten; libwebrtc keeps 60 s, but a report so late has no use.
    private static let historyLength = TimeDelta.seconds(10)
    /// Feedback makes room in time; without it, so many wait at least.
    private static let countBeforeForgetting = 1_000
    private static let arrivalTick = TimeDelta.microseconds(250)
    private static let referenceTick = TimeDelta.milliseconds(64)

    /// In the order of sequence numbers, without gaps, ending before `nextSequenceNumber`.
    private var history = Ring<Entry>()
    private var nextSequenceNumber: Int64 = 1
    private var lastSent = Timestamp.start
    /// The last reference time, and where it lies in the sender's time.
    private var reference: (ticks: UInt32, time: Timestamp)?

    /// The number that the next packet carries.
    var nextWireSequenceNumber: UInt16 { UInt16(truncatingIfNeeded: nextSequenceNumber) }

    mutating func packetSent(size: Int, probeCluster: Int32, at now: Timestamp) {
        lastSent = now
        if history.count >= Self.countBeforeForgetting { forget() }
        history.append(
            Entry(
                packet: SentPacket(
                    sequenceNumber: nextSequenceNumber,
                    sendTime: now,
                    size: size,
                    probeCluster: probeCluster
                )
            )
        )
        nextSequenceNumber += 1
    }

    /// Forgets the oldest, as of when a packet was last sent.
    private mutating func forget() {
        while let first = history.first, first.isReceived || lastSent - first.packet.sendTime > Self.historyLength {
            history.removeFirst()
        }
    }

    /// Replaces `results` by the fates of the packets that `feedback` speaks of, in the order they arrived, lost ones
    /// first among their neighbours; packets reported as received before are left out.
    mutating func receive(_ feedback: TransportFeedback, at now: Timestamp, into results: inout [PacketResult]) {
        forget()
        results.removeAll(keepingCapacity: true)
        var arrival = referenceTime(of: feedback, at: now)
        let last = nextSequenceNumber - 1
        let distance = Int16(bitPattern: feedback.baseSequenceNumber &- UInt16(truncatingIfNeeded: last))
        let oldest = nextSequenceNumber - Int64(history.count)
        var sequenceNumber = last + Int64(distance)
        var isOrdered = true
        var latest = Timestamp(nanoseconds: .min)
        for delta in feedback.arrivalDeltas {
            defer { sequenceNumber += 1 }
            if let delta { arrival += Self.arrivalTick * Int64(delta) }
            let index = Int(sequenceNumber - oldest)
            guard index >= 0, index < history.count, !history[index].isReceived else { continue }
            if delta != nil {
                history[index].isReceived = true
                if arrival < latest { isOrdered = false }
                latest = arrival
            }
            results.append(PacketResult(sent: history[index].packet, receiveTime: delta == nil ? nil : arrival))
        }
        if !isOrdered { Self.sortByArrival(&results) }
    }

    /// Receiver clocks have their own zero: the first reference time is taken as now (as libwebrtc does).
    private mutating func referenceTime(of feedback: TransportFeedback, at now: Timestamp) -> Timestamp {
        let ticks = feedback.referenceTime & 0xFF_FFFF
        guard let reference else {
            self.reference = (ticks, now)
            return now
        }
        // A signed difference of 24 bits.
        let difference = Int32(bitPattern: (ticks &- reference.ticks) << 8) >> 8
        let time = reference.time + Self.referenceTick * Int64(difference)
        self.reference = (ticks, time)
        return time
    }

    private static func sortByArrival(_ results: inout [PacketResult]) {
        results.sort { left, right in
            switch (left.receiveTime, right.receiveTime) {
            case (nil, nil): left.sent.sequenceNumber < right.sent.sequenceNumber
            case (nil, _): true
            case (_, nil): false
            case (let first?, let second?):
                (first, left.sent.sequenceNumber) < (second, right.sent.sequenceNumber)
            }
        }
    }
}
