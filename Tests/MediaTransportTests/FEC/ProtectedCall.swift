import MediaTransport
import RTPWire
import TestSupport
import Units

/// Two whole endpoints over a path like the one that calls of real browsers were recorded on.
///
/// Loss, then a rate limit with a drop-tail queue, then delay and jitter. End 0 made the offer.
struct ProtectedCall {
    /// Endpoints cannot be copied, and so not be kept in an array by themselves.
    final class End {
        var endpoint: MediaEndpoint

        init(_ configuration: EndpointConfiguration) {
            endpoint = MediaEndpoint(configuration: configuration, at: .start)
        }

        var sender: MediaSender { endpoint.sender }
        var receiver: MediaReceiver { endpoint.receiver }
    }

    enum Loss {
        case independent(Double)
        /// Good and bad by packet: nothing and everything is lost.
        case gilbert(intoBad: Double, intoGood: Double)
    }

    struct Path {
        var loss = Loss.independent(0)
        /// Bits a second from each moment on; none is no limit.
        var rates: [(from: Double, bitsPerSecond: Double)] = []
        var queueLimit = TimeDelta.milliseconds(200)
        var delay = TimeDelta.milliseconds(20)
        /// Uniform, either way; packets overtake each other.
        var jitter = TimeDelta.zero
    }

    /// What the packets of one end came to.
    struct Count {
        var media = 0
        var parity = 0
        var retransmissions = 0
        var frames = 0
        var framesWithParity = 0
        var mediaBytes = 0

        var parityShare: Double { Double(parity) / Double(max(media, 1)) }
        var packetsPerFrame: Double { Double(media) / Double(max(frames, 1)) }
    }

    private enum Event {
        case audio(Int)
        case video(Int)
        case arrival(Int, Datagram)
        case decoded(Int, ReceivedVideoFrame)
    }

    let path: Path
    var carriesBytes = false
    private(set) var ends: [End] = []
    private(set) var counts = [Count(), Count()]
    /// Every datagram, as it was sent.
    private(set) var trace: [(time: Timestamp, end: Int, datagram: Datagram)] = []
    var keepsTrace = false
    private(set) var decodedCounts = [0, 0]

    private var hasStarted = false
    private var random: SplitMix64
    private var events: [(time: Timestamp, order: Int, event: Event)] = []
    private var eventCount = 0
    private var isBad = [false, false]
    private var freeAt = [Timestamp.start, .start]
    private var targets = [DataRate.zero, .zero]
    private var wantsKeyFrame = [true, true]
    private var frameNumbers: [UInt32] = [0, 0]
    private var lastParityTimestamp: [UInt32?] = [nil, nil]
    private var effects: [EndpointEffect] = []

    init(_ path: Path, seed: UInt64, sender change: (inout SenderConfiguration) -> Void = { _ in }) {
        self.path = path
        random = SplitMix64(seed: seed)
        let identifiers = (0..<2).map { end in
            let base = UInt32(end + 1) << 16
            return StreamIdentifiers(audioSSRC: base | 1, videoSSRC: base | 2, videoRTXSSRC: base | 3)
        }
        for end in 0..<2 {
            var sender = SenderConfiguration(identifiers: identifiers[end])
            change(&sender)
            let remote = identifiers[1 - end]
            let configuration = EndpointConfiguration(
                role: end == 0 ? .dtlsServer : .dtlsClient,
                sender: sender,
                receiver: ReceiverConfiguration(
                    audioSSRC: remote.audioSSRC,
                    videoSSRC: remote.videoSSRC,
                    rtxSSRC: remote.videoRTXSSRC,
                    localSSRC: identifiers[end].videoSSRC
                ),
                carriesVideo: true,
                canonicalName: "end",
                usesReducedSizeRTCP: end == 1,
                reportIntervalFactors: (0..<64).map { _ in 0.5 + random.unitInterval() }
            )
            ends.append(End(configuration))
        }
    }

    /// Goes on until so many seconds after the start.
    mutating func run(until seconds: Double) {
        let end = Timestamp.start + TimeDelta(seconds: seconds)
        if !hasStarted {
            hasStarted = true
            for index in 0..<2 {
                ends[index].endpoint.start(at: .start, into: &effects)
                settle(index, at: .start)
            }
        }
        while true {
            let next = events.indices.min { (events[$0].time, events[$0].order) < (events[$1].time, events[$1].order) }
            let timeouts = ends.map { $0.endpoint.nextTimeout ?? .distantFuture }
            let timer = timeouts[0] <= timeouts[1] ? 0 : 1
            let eventTime = next.map { events[$0].time } ?? .distantFuture
            let now = min(eventTime, timeouts[timer])
            guard now < end else { return }
            if let next, eventTime <= timeouts[timer] {
                handle(events.remove(at: next).event, at: now)
            } else {
                ends[timer].endpoint.advance(to: now, into: &effects)
                settle(timer, at: now)
            }
        }
    }

    private mutating func handle(_ event: Event, at now: Timestamp) {
        switch event {
        case .audio(let end):
            let frame = EncodedAudioFrame(
                payload: .described(length: 80, frame: 0),
                captureTime: now,
                rtpTimestamp: UInt32(truncatingIfNeeded: now.nanoseconds / 1_000_000 * 48),
                descriptor: OpusDescriptor(sampleCount: 960, hasInBandFEC: false, isDTX: false)
            )
            ends[end].endpoint.send(frame, at: now, into: &effects)
            schedule(.audio(end), at: now + .milliseconds(20))
            settle(end, at: now)
        case .video(let end):
            sendFrame(from: end, at: now)
            schedule(.video(end), at: now + TimeDelta(nanoseconds: 33_333_333))
            settle(end, at: now)
        case .arrival(let end, let datagram):
            ends[end].endpoint.receive(datagram, at: now, into: &effects)
            settle(end, at: now)
        case .decoded(let end, let frame):
            decodedCounts[end] += 1
            let picture = DecodedPicture(width: 640, height: 480, quantizer: 20)
            ends[end].endpoint.videoDecoded(frame, as: picture, at: now, into: &effects)
            settle(end, at: now)
        }
    }

    /// A frame that meets the target on average, a quarter more or less; a key frame has five times as much.
    private mutating func sendFrame(from end: Int, at now: Timestamp) {
        let isKeyFrame = wantsKeyFrame[end]
        wantsKeyFrame[end] = false
        let average = Double(targets[end].bitsPerSecond) / 240
        let length = max(20, Int(average * (0.75 + 0.5 * random.unitInterval()) * (isKeyFrame ? 5 : 1)))
        var bytes: [UInt8] = []
        if carriesBytes {
            bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ Int(frameNumbers[end])) }
            bytes[0] = isKeyFrame ? 0 : 1
        }
        let frame = EncodedVideoFrame(
            payload: carriesBytes ? .bytes(bytes) : .described(length: length, frame: frameNumbers[end]),
            isKeyFrame: isKeyFrame,
            captureTime: now,
            rtpTimestamp: UInt32(truncatingIfNeeded: now.nanoseconds / 1_000_000 * 90),
            codec: .vp8,
            width: 640,
            height: 480,
            quantizer: 30
        )
        frameNumbers[end] += 1
        ends[end].endpoint.send(frame, at: now, into: &effects)
    }

    private mutating func settle(_ end: Int, at now: Timestamp) {
        while !effects.isEmpty {
            let pending = effects
            effects.removeAll()
            for effect in pending { perform(effect, of: end, at: now) }
        }
    }

    private mutating func perform(_ effect: EndpointEffect, of end: Int, at now: Timestamp) {
        switch effect {
        case .transmit(let datagram): carry(datagram, from: end, at: now)
        case .connected:
            targets[end] = ends[end].sender.encoderTarget.videoBitrate
            schedule(.audio(end), at: now)
            schedule(.video(end), at: now)
        case .connectionFailed: break
        case .encoderTarget(let target): targets[end] = target.videoBitrate
        case .keyFrameRequested: wantsKeyFrame[end] = true
        case .videoFlushed: break
        case .decode(let frame): schedule(.decoded(end, frame), at: now)
        }
    }

    private mutating func schedule(_ event: Event, at time: Timestamp) {
        eventCount += 1
        events.append((time, eventCount, event))
    }
}

extension ProtectedCall {
    private mutating func carry(_ datagram: Datagram, from end: Int, at now: Timestamp) {
        if keepsTrace { trace.append((now, end, datagram)) }
        var isMedia = true
        if case .control = datagram { isMedia = false }
        if case .rtp(let packet) = datagram { count(packet, from: end) }
        let draws = (random.unitInterval(), random.unitInterval())
        if isMedia, isLost(draws.0, from: end) { return }
        var leaves = now
        if let rate = path.rates.last(where: { now.seconds >= $0.from })?.bitsPerSecond {
            let start = max(now, freeAt[end])
            guard start - now <= path.queueLimit else { return }
            leaves = start + TimeDelta(seconds: Double(datagram.wireSize.bytes * 8) / rate)
            freeAt[end] = leaves
        }
        let jitter = TimeDelta(seconds: path.jitter.seconds * (2 * draws.1 - 1))
        schedule(.arrival(1 - end, datagram), at: leaves + path.delay + jitter)
    }

    private mutating func isLost(_ draw: Double, from end: Int) -> Bool {
        switch path.loss {
        case .independent(let probability): return draw < probability
        case .gilbert(let intoBad, let intoGood):
            isBad[end] = isBad[end] ? draw >= intoGood : draw < intoBad
            return isBad[end]
        }
    }

    private mutating func count(_ packet: RTPPacket, from end: Int) {
        if packet.originalSequenceNumber != nil {
            counts[end].retransmissions += 1
            return
        }
        switch packet.descriptor {
        case .vp8, .vp9:
            counts[end].media += 1
            counts[end].mediaBytes += packet.length
            if packet.header.marker { counts[end].frames += 1 }
        case .ulpfec:
            counts[end].parity += 1
            if lastParityTimestamp[end] != packet.header.timestamp { counts[end].framesWithParity += 1 }
            lastParityTimestamp[end] = packet.header.timestamp
        case .opus, .opusRED, .padding: break
        }
    }
}
