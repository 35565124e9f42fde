import MediaCodecs
import MediaTransport
import NetworkEmulation
import RTPWire
import RawMedia
import Units
import VirtualTime

/// One party in a call: microphone and camera, endpoint, loudspeaker and screen, and what they observed.
///
/// It is large. Methods are mutating and the other party is `inout` even where nothing changes: what is only looked at
/// the compiler hands over as a copy of all of it, which took a fifth of a call's time.
struct CallEnd: ~Copyable {
    let party: Party
    var endpoint: MediaEndpoint
    var microphone: Microphone
    var camera: Camera?
    private var speaker: Loudspeaker
    private var display: Display?
    /// What this party heard and saw of the other.
    private(set) var observations: DirectionObservations
    private(set) var connectedAt: Timestamp?
    /// Packets of this party's media, first sendings only, and those that the path did not deliver.
    private(set) var mediaPacketsSent = 0
    private(set) var mediaPacketsLost = 0
    private(set) var candidatePair = CandidatePairStatistics()
    private var expectedLoss = Probability.never
    private var repeatedAudio = RepeatedAudio()
    /// Of what a forwarding unit passed on.
    private var forwardedAudio = RepeatedAudio()
    /// Followed over a forwarding unit only, where neither end's counters see both halves.
    private(set) var missing: MissingMedia?

    init(plan: CallPlan, party: Party, keepsPictures: Bool, sharing shelf: PictureShelf?) throws {
        let streams = CallStreams(plan: plan)
        let own = streams[party]
        let microphone = try plan.microphone(of: party, firstTimestamp: own.firstAudioTimestamp)
        let speaker = try plan.loudspeaker(of: party)
        let camera = try plan.camera(of: party, firstTimestamp: own.firstVideoTimestamp, sharing: shelf)
        let display =
            camera == nil ? nil : try plan.display(of: party, keepsPictures: keepsPictures, sharing: shelf)
        self.party = party
        (self.microphone, self.speaker, self.camera, self.display) = (microphone, speaker, camera, display)
        missing = plan.forwarding == nil ? nil : MissingMedia(videoSSRC: own.identifiers.videoSSRC)
        endpoint = MediaEndpoint(
            configuration: EndpointConfiguration(plan: plan, party: party, streams: streams),
            // Its patience counts from the first check, after what it took to find a way.
            at: plan.startsAt + (plan.setUpWait ?? .zero)
        )
        observations = DirectionObservations(plan: plan, receiver: party)
    }

    /// Media may flow from here on.
    mutating func connect(at now: Timestamp) throws {
        connectedAt = now
        microphone.start(at: now)
        camera?.start(at: now)
        try apply(endpoint.sender.encoderTarget, at: now)
    }

    mutating func apply(_ target: EncoderTarget, at now: Timestamp) throws {
        expectedLoss = target.expectedLoss
        try microphone.setExpectedLoss(target.expectedLoss)
        camera?.setTarget(target, at: now)
    }

    /// Sends what the microphone has taken in by now; when it has the next.
    mutating func captureAudio(at now: Timestamp, into effects: inout [EndpointEffect]) throws -> Timestamp {
        if let frame = try microphone.capture() { endpoint.send(frame, at: now, into: &effects) }
        return microphone.nextCapture
    }

    /// Sends the picture that is due; what became of it, and when the next is due.
    mutating func captureVideo(
        at now: Timestamp,
        into effects: inout [EndpointEffect]
    ) throws -> (frame: EncodedVideoFrame?, next: Timestamp?) {
        let frame = try camera?.capture(mouthOpening: microphone.mouthOpening)
        if let frame { endpoint.send(frame, at: now, into: &effects) }
        return (frame, nextPicture)
    }

    /// When the next sound and, where there is a camera, the next picture are due.
    var nextCaptures: (audio: Timestamp, video: Timestamp?) {
        mutating get { (microphone.nextCapture, nextPicture) }
    }

    private var nextPicture: Timestamp? {
        mutating get { camera?.nextCapture }
    }

    mutating func requestKeyFrame() { camera?.requestKeyFrame() }

    /// Takes note of what the other party says, to be held against what of it is heard.
    mutating func note(spokenBy other: inout CallEnd) {
        guard let piece = other.microphone.lastPiece else { return }
        observations.spoke(from: piece.begin, to: piece.begin + Microphone.packetTime, isSpeech: piece.isSpeech)
    }

    mutating func playAudio(heardFrom other: inout CallEnd, at now: Timestamp, recorder: inout CallRecorder?) throws {
        let decision = endpoint.pullAudio(at: now, decodedSampleCount: speaker.bufferedSampleCount)
        let (outcome, heard) = try speaker.play(decision, from: &other.microphone)
        endpoint.completeAudio(outcome, at: now)
        observations.hear(heard, at: now)
        recorder?.played(decision, outcome, speaker.lastStep, to: party, at: now)
    }

    mutating func tellPlayed(_ moment: inout MomentRecorder?, at now: Timestamp) {
        moment?.played(speaker.lastStep, to: party, at: now)
    }

    mutating func tellSpoken(_ moment: inout MomentRecorder?) {
        if let piece = microphone.lastPiece { moment?.spoken(microphone.lastSamples, by: party, from: piece.begin) }
    }

    mutating func tellCaptured(_ moment: inout MomentRecorder?, at now: Timestamp) {
        if let camera { moment?.captured(by: party, camera, at: now) }
    }

    /// Decodes a frame; the number under which to show it, or `nil` where no picture came of it.
    mutating func decode(
        _ frame: ReceivedVideoFrame,
        from other: inout CallEnd,
        at now: Timestamp,
        into effects: inout [EndpointEffect]
    ) throws -> Int? {
        guard other.camera != nil else { return nil }
        let decoded = display?.decode(frame, from: &other.camera)
        endpoint.videoDecoded(frame, as: decoded?.picture, at: now, into: &effects)
        return decoded?.number
    }

    /// Shows a picture; the picture itself where it was kept.
    mutating func show(
        _ picture: Int,
        from other: inout CallEnd,
        at now: Timestamp,
        recorder: inout CallRecorder?
    ) -> I420Frame? {
        guard let shown = display?.take(picture),
            let capturedAt = other.camera?.captureTime(ofFrame: shown.frameIndex)
        else { return nil }
        endpoint.videoRendered(at: now)
        observations.see(shown.score, capturedAt: capturedAt, at: now)
        recorder?.shown(shown.frameIndex, shown.picture, to: party, capturedAt: capturedAt, at: now)
        return shown.picture
    }

    mutating func countSent(_ packet: InFlight.Packet, at now: Timestamp) {
        candidatePair.sent(packet, at: now)
        if packet.envelope.isFirstSending, !repeatedAudio.noteSent(packet) {
            mediaPacketsSent += 1
            missing?.sent(packet.datagram)
        }
    }

    mutating func countReceived(_ packet: InFlight.Packet, at now: Timestamp) {
        candidatePair.received(packet, at: now)
    }

    mutating func countLost(_ packet: InFlight.Packet) {
        guard packet.envelope.isFirstSending else { return }
        guard !(packet.isForwarded ? forwardedAudio.contains(packet) : repeatedAudio.contains(packet)) else { return }
        mediaPacketsLost += 1
        missing?.lost(packet.datagram)
    }

    /// Notes what of this party's has reached the other.
    mutating func countDelivered(_ packet: InFlight.Packet) {
        missing?.delivered(packet.datagram)
    }

    /// Notes what a forwarding unit sends on; it counts as sent already.
    mutating func countForwarded(_ packet: InFlight.Packet) {
        if packet.envelope.isFirstSending { _ = forwardedAudio.noteSent(packet) }
    }

    mutating func record(into series: inout SeriesRecorder?, at now: Timestamp) { series?.record(&self, at: now) }

    mutating func log(audioInto log: inout CodecLog?) {
        log?.add(microphone.lastSound, expectedLoss: expectedLoss, of: party)
    }

    mutating func log(videoInto log: inout CodecLog?) { log?.add(camera?.lastPicture, camera?.lastDecision, of: party) }
}

extension Fate {
    /// The number of a fate in the digest; part of the results format, never renumbered.
    var digestNumber: UInt8 {
        switch self {
        case .delivered: 1
        case .lost: 2
        case .queueDropped: 3
        case .outage: 4
        case .corrupted: 5
        case .policed: 6
        }
    }
}
