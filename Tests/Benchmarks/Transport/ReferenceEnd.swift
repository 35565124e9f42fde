import DequeModule
import MediaTransport
import RTPWire
import Units

/// One end of the reference call: an endpoint, and the least that stands for codecs around it.
struct ReferenceEnd: ~Copyable {
    var endpoint: MediaEndpoint
    private var nextAudio = Timestamp.distantFuture
    private var nextVideo = Timestamp.distantFuture
    private var nextPull = Timestamp.distantFuture
    private var audioCount: UInt32 = 0
    private var videoCount: UInt32 = 0
    private var bufferedSampleCount = 0
    private var toShow: Deque<Timestamp> = []
    private var timer = Timestamp.distantFuture
    private(set) var nextEvent = Timestamp.start

    /// 500 kbit/s at 30 frames a second.
    private static let frameLength = 2_083
    private static let audioLength = 80
    private static let picture = DecodedPicture(width: 640, height: 360, quantizer: 60)

    init(index: Int) {
        let own = Self.identifiers(index)
        let other = Self.identifiers(1 - index)
        var sender = SenderConfiguration(identifiers: own)
        sender.audioBitrate = .kilobitsPerSecond(32)
        sender.startBitrate = .kilobitsPerSecond(500)
        sender.maximumVideoBitrate = .kilobitsPerSecond(500)
        endpoint = MediaEndpoint(
            configuration: EndpointConfiguration(
                role: index == 0 ? .dtlsServer : .dtlsClient,
                sender: sender,
                receiver: ReceiverConfiguration(
                    audioSSRC: other.audioSSRC,
                    videoSSRC: other.videoSSRC,
                    rtxSSRC: other.videoRTXSSRC,
                    localSSRC: own.videoSSRC
                ),
                carriesVideo: true,
                canonicalName: "bench",
                reportIntervalFactors: [0.9, 1.1, 0.7, 1.3]
            ),
            at: .start
        )
    }

    private static func identifiers(_ index: Int) -> StreamIdentifiers {
        let base = UInt32(index) * 16 + 1
        return StreamIdentifiers(audioSSRC: base, videoSSRC: base + 1, videoRTXSSRC: base + 2)
    }

    /// Asks once after each event, as a simulated call does.
    mutating func setNextEvent() {
        timer = endpoint.nextTimeout ?? .distantFuture
        nextEvent = min(min(nextAudio, nextVideo), min(nextPull, timer))
        if let first = toShow.first { nextEvent = min(nextEvent, first) }
    }

    mutating func connect(at now: Timestamp) {
        nextAudio = now + .milliseconds(20)
        nextVideo = now
        nextPull = now + .milliseconds(10)
    }

    mutating func advance(to now: Timestamp, into effects: inout [EndpointEffect]) {
        while let first = toShow.first, first <= now {
            toShow.removeFirst()
            endpoint.videoRendered(at: now)
        }
        if nextAudio <= now { sendAudio(at: now, into: &effects) }
        if nextVideo <= now { sendVideo(at: now, into: &effects) }
        if nextPull <= now { pull(at: now) }
        if timer <= now { endpoint.advance(to: now, into: &effects) }
    }

    mutating func decode(_ frame: ReceivedVideoFrame, at now: Timestamp, into effects: inout [EndpointEffect]) {
        endpoint.videoDecoded(frame, as: Self.picture, at: now, into: &effects)
        toShow.append(max(frame.renderTime, now))
    }

    private mutating func sendAudio(at now: Timestamp, into effects: inout [EndpointEffect]) {
        let frame = EncodedAudioFrame(
            payload: .described(length: Self.audioLength, frame: audioCount),
            captureTime: now - .milliseconds(20),
            rtpTimestamp: audioCount &* 960,
            descriptor: OpusDescriptor(sampleCount: 960, hasInBandFEC: false, isDTX: false)
        )
        audioCount += 1
        nextAudio += .milliseconds(20)
        endpoint.send(frame, at: now, into: &effects)
    }

    private mutating func sendVideo(at now: Timestamp, into effects: inout [EndpointEffect]) {
        let isKeyFrame = videoCount == 0
        let frame = EncodedVideoFrame(
            payload: .described(length: isKeyFrame ? 8_000 : Self.frameLength, frame: videoCount),
            isKeyFrame: isKeyFrame,
            captureTime: now,
            rtpTimestamp: videoCount &* 3_000,
            codec: .vp8,
            width: 640,
            height: 360,
            quantizer: 40
        )
        videoCount += 1
        nextVideo += .microseconds(33_333)
        endpoint.send(frame, at: now, into: &effects)
    }

    private mutating func pull(at now: Timestamp) {
        nextPull += .milliseconds(10)
        let decision = endpoint.pullAudio(at: now, decodedSampleCount: bufferedSampleCount)
        var outcome = AudioOutcome(bufferedSampleCount: 0)
        guard decision.operation != .silence else {
            endpoint.completeAudio(outcome, at: now)
            return
        }
        outcome.decodedSampleCount = decision.packets.reduce(0) { $0 + $1.sampleCount }
        bufferedSampleCount += outcome.decodedSampleCount
        switch decision.operation {
        case .accelerate where bufferedSampleCount >= 1_440:
            outcome.removedSampleCount = 240
            bufferedSampleCount -= 240
        case .preemptiveExpand where bufferedSampleCount > 0:
            outcome.insertedSampleCount = 240
            bufferedSampleCount += 240
        default: break
        }
        let missing = max(480 - bufferedSampleCount, 0)
        outcome.concealedSampleCount = missing
        bufferedSampleCount += missing - 480
        outcome.bufferedSampleCount = bufferedSampleCount
        endpoint.completeAudio(outcome, at: now)
    }
}
