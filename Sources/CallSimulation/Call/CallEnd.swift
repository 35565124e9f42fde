import MediaCodecs
import MediaTransport
import NetworkEmulation
import RTPWire
import RawMedia
import Units
import VirtualTime

/// One party in a call: microphone and camera, endpoint, loudspeaker and screen, and what they observed.
final class CallEnd {
    let party: Party
    var endpoint: MediaEndpoint
    let microphone: Microphone
    let camera: Camera?
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

    init(plan: CallPlan, party: Party, keepsPictures: Bool) throws {
        self.party = party
        let streams = CallStreams(plan: plan)
        let own = streams[party]
        missing = plan.forwarding == nil ? nil : MissingMedia(videoSSRC: own.identifiers.videoSSRC)
        endpoint = MediaEndpoint(
            configuration: EndpointConfiguration(plan: plan, party: party, streams: streams),
            // Its patience counts from the first check, after what it took to find a way.
            at: plan.startsAt + (plan.setUpWait ?? .zero)
        )
        microphone = try plan.microphone(of: party, firstTimestamp: own.firstAudioTimestamp)
        speaker = try plan.loudspeaker(of: party)
        camera = try plan.camera(of: party, firstTimestamp: own.firstVideoTimestamp)
        display = camera == nil ? nil : try plan.display(of: party, keepsPictures: keepsPictures)
        observations = DirectionObservations(plan: plan, receiver: party)
    }

    /// Media may flow from here on.
    func connect(at now: Timestamp) throws {
        connectedAt = now
        microphone.start(at: now)
        camera?.start(at: now)
        try apply(endpoint.sender.encoderTarget, at: now)
    }

    func apply(_ target: EncoderTarget, at now: Timestamp) throws {
        expectedLoss = target.expectedLoss
        try microphone.setExpectedLoss(target.expectedLoss)
        camera?.setTarget(target, at: now)
    }

    /// Takes note of what the other party says, to be held against what of it is heard.
    func note(spokenBy other: CallEnd) {
        guard let piece = other.microphone.lastPiece else { return }
        observations.spoke(from: piece.begin, to: piece.begin + Microphone.packetTime, isSpeech: piece.isSpeech)
    }

    func playAudio(heardFrom other: CallEnd, at now: Timestamp, recorder: inout CallRecorder?) throws {
        let decision = endpoint.pullAudio(at: now, decodedSampleCount: speaker.bufferedSampleCount)
        let (outcome, heard) = try speaker.play(decision, from: other.microphone)
        endpoint.completeAudio(outcome, at: now)
        observations.hear(heard, at: now)
        recorder?.played(decision, outcome, speaker.lastStep, to: party, at: now)
    }

    /// What the loudspeaker put out in its last step; of a trace there is nothing to hear.
    var lastSound: ArraySlice<Int16> { speaker.lastStep }

    /// Decodes a frame; the number under which to show it, or `nil` where no picture came of it.
    func decode(
        _ frame: ReceivedVideoFrame,
        from other: CallEnd,
        at now: Timestamp,
        into effects: inout [EndpointEffect]
    ) throws -> Int? {
        guard let camera = other.camera else { return nil }
        let decoded = display?.decode(frame, from: camera)
        endpoint.videoDecoded(frame, as: decoded?.picture, at: now, into: &effects)
        return decoded?.number
    }

    /// Shows a picture; the picture itself where it was kept.
    func show(
        _ picture: Int,
        from other: CallEnd,
        at now: Timestamp,
        recorder: inout CallRecorder?
    ) -> I420Frame? {
        guard let shown = display?.take(picture), let camera = other.camera else { return nil }
        endpoint.videoRendered(at: now)
        let capturedAt = camera.captureTime(ofFrame: shown.frameIndex)
        observations.see(shown.score, capturedAt: capturedAt, at: now)
        recorder?.shown(shown.frameIndex, shown.picture, to: party, capturedAt: capturedAt, at: now)
        return shown.picture
    }

    func countSent(_ packet: InFlight.Packet, at now: Timestamp) {
        candidatePair.sent(packet, at: now)
        if packet.datagram.isFirstSending, !repeatedAudio.noteSent(packet) {
            mediaPacketsSent += 1
            missing?.sent(packet.datagram)
        }
    }

    func countReceived(_ packet: InFlight.Packet, at now: Timestamp) { candidatePair.received(packet, at: now) }

    func countLost(_ packet: InFlight.Packet) {
        let repeated = packet.isForwarded ? forwardedAudio : repeatedAudio
        guard packet.datagram.isFirstSending, !repeated.contains(packet) else { return }
        mediaPacketsLost += 1
        missing?.lost(packet.datagram)
    }

    /// Notes what of this party's has reached the other.
    func countDelivered(_ packet: InFlight.Packet) {
        missing?.delivered(packet.datagram)
    }

    /// Notes what a forwarding unit sends on; it counts as sent already.
    func countForwarded(_ packet: InFlight.Packet) {
        if packet.datagram.isFirstSending { _ = forwardedAudio.noteSent(packet) }
    }

    func log(audioInto log: inout CodecLog?) {
        log?.add(microphone.lastSound, expectedLoss: expectedLoss, of: party)
    }

    func log(videoInto log: inout CodecLog?) { log?.add(camera?.lastPicture, camera?.lastDecision, of: party) }
}

extension Datagram {
    /// Whether this is media that was never sent before, but for repeated audio, which looks no different: no
    /// retransmission, parity, padding or report.
    fileprivate var isFirstSending: Bool {
        guard case .rtp(let packet) = self, packet.originalSequenceNumber == nil else { return false }
        switch packet.descriptor {
        case .opus, .opusRED, .vp8, .vp9: return true
        case .ulpfec, .padding: return false
        }
    }

    var digestKind: UInt8 {
        switch self {
        case .rtp: 1
        case .rtcp: 2
        case .control: 3
        }
    }
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
