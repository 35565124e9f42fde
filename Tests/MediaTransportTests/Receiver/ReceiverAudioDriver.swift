import MediaTransport
import RTPWire
import Units

/// Stands in for the decoder and the signal work: it counts samples and does what the decisions say.
struct ReceiverAudioDriver {
    static let configuration = ReceiverConfiguration(audioSSRC: 1, videoSSRC: 2, rtxSSRC: 3, localSSRC: 9)

    var receiver = MediaReceiver(configuration: Self.configuration)
    var buffered = 0
    var muteCount = 0
    var concealsByCodec = false
    var pullCount: Int64 = 0
    var operations: [AudioOperation] = []
    var decoded: [AudioPacketToDecode] = []
    var effects: [ReceiverEffect] = []
    /// What a stretch removes or inserts; 5 ms.
    var pitchPeriod = 240

    var audio: InboundAudioStatistics { receiver.statistics.audio }

    static func packet(
        number: Int,
        firstSequence: UInt16 = 100,
        firstTimestamp: UInt32 = 5_000,
        hasFEC: Bool = false,
        isDTX: Bool = false
    ) -> RTPPacket {
        RTPPacket(
            header: RTPHeader(
                marker: false,
                payloadType: 111,
                sequenceNumber: firstSequence &+ UInt16(truncatingIfNeeded: number),
                timestamp: firstTimestamp &+ UInt32(truncatingIfNeeded: number * 960),
                ssrc: 1
            ),
            descriptor: .opus(OpusDescriptor(sampleCount: 960, hasInBandFEC: hasFEC, isDTX: isDTX)),
            payload: .described(length: isDTX ? 1 : 80, frame: UInt32(truncatingIfNeeded: number))
        )
    }

    mutating func receive(_ packet: RTPPacket, atMilliseconds time: Int64) {
        receiver.receive(packet, at: .start + .milliseconds(time), into: &effects)
    }

    /// One 10 ms step.
    mutating func pull() {
        pullCount += 1
        let now = Timestamp.start + .milliseconds(pullCount * 10)
        let decision = receiver.pullAudio(at: now, decodedSampleCount: buffered)
        operations.append(decision.operation)
        decoded += decision.packets
        var outcome = AudioOutcome(bufferedSampleCount: 0)
        outcome.decodedSampleCount = decision.packets.reduce(0) { $0 + $1.sampleCount }
        buffered += outcome.decodedSampleCount
        switch decision.operation {
        case .normal: break
        case .silence: return
        case .expand:
            muteCount += 1
            outcome.concealedSampleCount = max(0, 480 - buffered)
            outcome.isMuted = muteCount > 30
            outcome.isConcealedByCodec = concealsByCodec
            buffered += outcome.concealedSampleCount
        case .merge:
            outcome.mergeDelta = -100
            buffered -= 100
        case .accelerate:
            outcome.removedSampleCount = buffered >= 1_440 ? pitchPeriod : 0
            buffered -= outcome.removedSampleCount
        case .preemptiveExpand:
            // May look at what has been played already, so that it never lacks samples.
            outcome.insertedSampleCount = pitchPeriod
            buffered += outcome.insertedSampleCount
        case .comfortNoise:
            outcome.decodedSampleCount = max(0, 480 - buffered)
            buffered += outcome.decodedSampleCount
        }
        if decision.operation != .expand { muteCount = 0 }
        buffered = max(0, buffered - 480)
        outcome.bufferedSampleCount = buffered
        receiver.completeAudio(outcome, at: now)
    }

    /// Runs a stream of 20 ms packets: `delay` gives each packet's delay in ms, or nil for a loss.
    mutating func run(
        packetCount: Int,
        firstSequence: UInt16 = 100,
        firstTimestamp: UInt32 = 5_000,
        hasFEC: Bool = false,
        delay: (Int) -> Int64?
    ) {
        var arrivals: [(time: Int64, number: Int)] = []
        for number in 0..<packetCount {
            if let delay = delay(number) { arrivals.append((Int64(number) * 20 + delay, number)) }
        }
        arrivals.sort { ($0.time, $0.number) < ($1.time, $1.number) }
        var next = 0
        for step in 0..<(packetCount * 2) {
            while next < arrivals.count, arrivals[next].time <= Int64(step) * 10 {
                let packet = Self.packet(
                    number: arrivals[next].number,
                    firstSequence: firstSequence,
                    firstTimestamp: firstTimestamp,
                    hasFEC: hasFEC
                )
                receive(packet, atMilliseconds: arrivals[next].time)
                next += 1
            }
            pull()
        }
    }
}
