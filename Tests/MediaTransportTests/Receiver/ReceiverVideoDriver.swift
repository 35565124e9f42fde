import MediaTransport
import RTPWire
import TestSupport
import Units

/// A sender of video and a decoder, joined to a receiver by a path that loses, repeats and reorders.
struct ReceiverVideoDriver {
    /// One thing that will happen.
    enum Event {
        case arrival(RTPPacket)
        case decoded(ReceivedVideoFrame)
        case retransmission(UInt16)
        case keyFrameRequest
    }

    var receiver = MediaReceiver(configuration: ReceiverAudioDriver.configuration)
    var random: SplitMix64
    var firstSequence: UInt16 = 1_000
    var firstTimestamp: UInt32 = 90_000
    var firstPictureID: UInt16 = 7
    var usesVP9 = false
    /// One way, in ms.
    var delay: Int64 = 20
    var jitter: Int64 = 0
    var keepsOrder = false
    var lossProbability = 0.0
    var duplicateProbability = 0.0
    var repairs = true
    var keyFrames: Set<Int> = [0]
    /// Frames of which every packet is lost at first, or even for ever.
    var lostFrames: Set<Int> = []
    var decodeFailures: Set<Int64> = []

    private(set) var decoded: [ReceivedVideoFrame] = []
    private(set) var decodeTimes: [Timestamp] = []
    private(set) var feedback: [(time: Timestamp, packet: RTCPPacket)] = []
    private(set) var now = Timestamp.start
    private var events: [(time: Timestamp, order: Int, event: Event)] = []
    private var eventCount = 0
    private var sent: [RTPPacket] = []
    private var sequence: UInt16 = 0
    private var rtxSequence: UInt16 = 0
    private var wantsKeyFrame = false
    private var lastArrival = Timestamp.start

    init(seed: UInt64) { random = SplitMix64(seed: seed) }

    var video: InboundVideoStatistics { receiver.statistics.video }
    var requestTimes: [Timestamp] {
        feedback.compactMap { if case .pictureLossIndication = $0.packet { $0.time } else { nil } }
    }

    /// Sends frames at 30 fps, each of one to four packets, and lets everything happen until `milliseconds`.
    mutating func run(frameCount: Int, untilMilliseconds end: Int64) {
        sequence = firstSequence
        for number in 0..<frameCount {
            run(until: .start + .milliseconds(Int64(number) * 33))
            sendFrame(number)
        }
        run(until: .start + .milliseconds(end))
    }

    private mutating func sendFrame(_ number: Int) {
        let isKeyFrame = keyFrames.contains(number) || wantsKeyFrame
        wantsKeyFrame = false
        let count = isKeyFrame ? 8 : 1 + number % 4
        let pictureID = firstPictureID &+ UInt16(truncatingIfNeeded: number) & 0x7FFF
        for index in 0..<count {
            let isLast = index == count - 1
            let descriptor: PayloadDescriptor =
                usesVP9
                ? .vp9(
                    VP9Descriptor(
                        startsFrame: index == 0,
                        endsFrame: isLast,
                        pictureID: pictureID & 0x7FFF,
                        isInterPredicted: !isKeyFrame,
                        referenceDistances: isKeyFrame ? [] : [1]
                    )
                )
                : .vp8(VP8Descriptor(startsFrame: index == 0, pictureID: pictureID & 0x7FFF, isKeyFrame: isKeyFrame))
            let packet = RTPPacket(
                header: RTPHeader(
                    marker: isLast,
                    payloadType: 96,
                    sequenceNumber: sequence,
                    timestamp: firstTimestamp &+ UInt32(truncatingIfNeeded: number * 2_970),
                    ssrc: 2,
                    transportSequenceNumber: sequence
                ),
                descriptor: descriptor,
                payload: .described(length: 1_000, frame: UInt32(number))
            )
            sequence &+= 1
            sent.append(packet)
            if !lostFrames.contains(number) { transmit(packet) }
        }
    }

    private mutating func transmit(_ packet: RTPPacket) {
        guard random.unitInterval() >= lossProbability else { return }
        let copies = random.unitInterval() < duplicateProbability ? 2 : 1
        for _ in 0..<copies {
            let extra = jitter > 0 ? Int64(random.next() % UInt64(jitter * 1_000)) : 0
            let arrival = now + .milliseconds(delay) + .microseconds(extra)
            lastArrival = keepsOrder ? max(lastArrival, arrival) : arrival
            schedule(.arrival(packet), at: lastArrival)
        }
    }

    private mutating func schedule(_ event: Event, at time: Timestamp) {
        eventCount += 1
        events.append((time, eventCount, event))
    }

    private mutating func run(until end: Timestamp) {
        while true {
            let next = events.indices.min { (events[$0].time, events[$0].order) < (events[$1].time, events[$1].order) }
            let eventTime = next.map { events[$0].time } ?? .distantFuture
            let timeout = receiver.nextTimeout ?? .distantFuture
            guard min(eventTime, timeout) <= end else { break }
            var effects: [ReceiverEffect] = []
            if let next, eventTime <= timeout {
                now = max(now, eventTime)
                handle(events.remove(at: next).event, into: &effects)
            } else {
                now = max(now, timeout)
                receiver.advance(to: now, into: &effects)
            }
            for effect in effects { take(effect) }
        }
        now = end
    }

    private mutating func handle(_ event: Event, into effects: inout [ReceiverEffect]) {
        switch event {
        case .arrival(let packet):
            receiver.receive(packet, at: now, into: &effects)
        case .decoded(let frame):
            let succeeds = !decodeFailures.contains(frame.pictureID)
            receiver.videoDecoded(
                frame,
                succeeded: succeeds,
                decodeTime: .milliseconds(5),
                at: now,
                into: &effects
            )
            if succeeds { receiver.videoRendered(at: now) }
        case .retransmission(let number):
            guard var packet = sent.last(where: { $0.header.sequenceNumber == number }) else { return }
            packet.originalSequenceNumber = number
            packet.header.ssrc = 3
            packet.header.transportSequenceNumber = nil
            packet.header.sequenceNumber = rtxSequence
            rtxSequence &+= 1
            transmit(packet)
        case .keyFrameRequest:
            wantsKeyFrame = true
        }
    }

    private mutating func take(_ effect: ReceiverEffect) {
        switch effect {
        case .decode(let frame):
            decoded.append(frame)
            decodeTimes.append(now)
            schedule(.decoded(frame), at: now + .milliseconds(5))
        case .feedback(let packet):
            feedback.append((now, packet))
            guard repairs else { return }
            let arrival = now + .milliseconds(delay)
            switch packet {
            case .genericNACK(let nack):
                for number in nack.sequenceNumbers { schedule(.retransmission(number), at: arrival) }
            case .pictureLossIndication:
                schedule(.keyFrameRequest, at: arrival)
            default:
                break
            }
        }
    }
}
