import CrossTraffic
import DequeModule
import MediaTransport
import RTPWire
import Scenarios
import Units
import VirtualTime

/// One end of a media flow: an endpoint, sources of described frames, and the least that stands for a player.
struct MediaFlowEnd: ~Copyable {
    var endpoint: MediaEndpoint
    let sends: Bool
    private let settings: MediaFlowSettings
    private let pauses: [Range<Timestamp>]
    private let stop: Timestamp
    private var video: SyntheticVideo
    /// What the congestion control last asked for; the source may have been deaf to it.
    private var wantedVideo: DataRate?
    private var nextAudio = Timestamp.distantFuture
    private var nextVideo = Timestamp.distantFuture
    private var nextPull = Timestamp.distantFuture
    private var toShow: Deque<Timestamp> = []
    /// Of frames sent and not yet known to be complete, in order.
    private var captures: Deque<(timestamp: UInt32, time: Timestamp)> = []
    private var audioCount: UInt32 = 0
    private var connectedAt: Timestamp?
    private var needsKeyFrame = true
    private var player = SamplePlayer()

    private static let picture = DecodedPicture(width: 640, height: 360, quantizer: 60)

    init(plan: FlowPlan, settings: MediaFlowSettings, isFirst: Bool) {
        self.settings = settings
        pauses = plan.pauses
        stop = plan.stop
        sends = isFirst || settings.isTwoWay
        endpoint = MediaEndpoint(
            configuration: EndpointConfiguration(flow: plan, settings: settings, isFirst: isFirst, sends: sends),
            at: plan.start
        )
        video = SyntheticVideo(
            configuration: SyntheticVideoConfiguration(
                minimumRate: settings.videoMin,
                maximumRate: settings.videoMax,
                startRate: settings.videoStart,
                frameRate: settings.frameRate,
                keepsMeanInTransients: true
            ),
            random: plan.random(.syntheticVideo, leg: isFirst ? .clinicianUp : .patientUp),
            at: plan.start
        )
    }

    var nextTime: Timestamp {
        mutating get {
            let media = min(min(nextAudio, nextVideo), min(nextPull, toShow.first ?? .distantFuture))
            return min(media, endpoint.nextTimeout ?? .distantFuture)
        }
    }

    mutating func connect(at now: Timestamp) {
        connectedAt = now
        nextPull = now + .milliseconds(10)
        guard sends else { return }
        if settings.audioBitrate != nil { nextAudio = now + .milliseconds(20) }
        nextVideo = now
        apply(endpoint.sender.encoderTarget, at: now)
    }

    mutating func apply(_ target: EncoderTarget, at now: Timestamp) {
        wantedVideo = target.videoBitrate
        askForVideo(at: now)
    }

    private mutating func askForVideo(at now: Timestamp) {
        if let rate = wantedVideo, video.setTargetRate(rate, at: now) { wantedVideo = nil }
    }

    mutating func requestKeyFrame() {
        needsKeyFrame = true
        video.insertKeyFrame()
    }

    /// Does what is due at `now`.
    mutating func advance(to now: Timestamp, into effects: inout [EndpointEffect]) {
        while let first = toShow.first, first <= now {
            toShow.removeFirst()
            endpoint.videoRendered(at: now)
        }
        if nextAudio <= now { sendAudio(at: now, into: &effects) }
        if nextVideo <= now { sendVideo(at: now, into: &effects) }
        if nextPull <= now {
            nextPull = now + .milliseconds(10)
            player.play(from: &endpoint, at: now)
        }
        if let timeout = endpoint.nextTimeout, timeout <= now { endpoint.advance(to: now, into: &effects) }
    }

    /// When a frame was captured that the other end sent.
    mutating func captureTime(of frame: ReceivedVideoFrame) -> Timestamp? {
        // Frames are decoded in order: those before it never will be.
        while let first = captures.first {
            captures.removeFirst()
            if first.timestamp == frame.rtpTimestamp { return first.time }
        }
        return nil
    }

    mutating func decode(_ frame: ReceivedVideoFrame, at now: Timestamp, into effects: inout [EndpointEffect]) {
        endpoint.videoDecoded(frame, as: Self.picture, at: now, into: &effects)
        toShow.append(max(frame.renderTime, now))
    }

    private func isSilent(at now: Timestamp) -> Bool { now >= stop || pauses.contains { $0.contains(now) } }

    private mutating func sendAudio(at now: Timestamp, into effects: inout [EndpointEffect]) {
        nextAudio += .milliseconds(20)
        defer { audioCount &+= 1 }
        guard !isSilent(at: now), let rate = settings.audioBitrate else { return }
        let frame = EncodedAudioFrame(
            payload: .described(length: Int(rate.bitsPerSecond / 400), frame: audioCount),
            captureTime: now - .milliseconds(20),
            rtpTimestamp: audioCount &* 960,
            descriptor: OpusDescriptor(sampleCount: 960, hasInBandFEC: false, isDTX: false)
        )
        endpoint.send(frame, at: now, into: &effects)
    }

    private mutating func sendVideo(at now: Timestamp, into effects: inout [EndpointEffect]) {
        askForVideo(at: now)
        let synthetic = video.nextFrame()
        nextVideo = video.nextFrameAt
        guard !isSilent(at: now), let connectedAt else { return }
        let timestamp = UInt32(truncatingIfNeeded: (now - connectedAt).nanoseconds / 100_000 * 9)
        let frame = EncodedVideoFrame(
            payload: .described(length: Int(synthetic.size.bytes), frame: timestamp),
            isKeyFrame: needsKeyFrame,
            captureTime: now,
            rtpTimestamp: timestamp,
            codec: .vp8,
            width: 640,
            height: 360,
            quantizer: 40
        )
        needsKeyFrame = false
        captures.append((timestamp, now))
        endpoint.send(frame, at: now, into: &effects)
    }
}
