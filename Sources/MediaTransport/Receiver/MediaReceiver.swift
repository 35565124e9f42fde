public import RTPWire
public import Units

/// Receives one party's audio and video: reorders, repairs, times and counts it, and makes the feedback.
///
/// It reads no clock and sends nothing. The driver
/// - hands over each packet of the remote party with `receive`, and the sender reports;
/// - calls `advance` at `nextTimeout`, sends each `.feedback` and decodes each `.decode`; when a frame has been decoded
///   or has failed it calls `videoDecoded`, and when one is shown `videoRendered`;
/// - every 10 ms calls `pullAudio` with the number of decoded samples it holds, does what the decision says, and then
///   calls `completeAudio`.
///
/// One audio step, in samples per channel at 48 kHz: decode the decision's packets in order and append the sound to
/// the samples held (for a packet with `isFEC` decode the copy of the earlier frame in its payload); apply the
/// operation; take 480 samples out; report what was done. `expand` and `comfortNoise` make at least as many samples
/// as are lacking; `accelerate` works on the first 30 ms held; `preemptiveExpand` works on the last 30 ms decoded, of
/// which the first part may have been played already and stays as it is; `merge` joins the invented sound to what was
/// just decoded and reports by how many samples the result is longer.
public struct MediaReceiver: Sendable {
    public let configuration: ReceiverConfiguration

    private var audio: AudioJitterBuffer
    private var video: VideoReceiveStream
    private var parity: ULPFECReceiver
    private var rebuilt: [RTPPacket] = []
    private var audioReception: ReceptionStatistics
    private var audioNACK: AudioNACKTracker?
    private var audioNACKCount = 0
    private var audioTimestamps = TimestampUnwrapper()
    /// Made for the first packet that tells when it left.
    private var estimator: ReceiveSideEstimator?
    private var videoReception = ReceptionStatistics(clockRate: 90_000, reorderingMax: 450)
    private var rtxReception = ReceptionStatistics(clockRate: 90_000, reorderingMax: 450)
    private var transportFeedback: TransportFeedbackGenerator
    private var audioSequences = SequenceUnwrapper()
    private var audioLedger = LossLedger()
    private var audioClock = CaptureClock(clockRate: 48_000)
    private var videoClock = CaptureClock(clockRate: 90_000)
    private var synchronizer = StreamSynchronizer()
    private var nextSynchronization = Timestamp.distantFuture
    private var bufferedSampleCount = 0

    public init(configuration: ReceiverConfiguration) {
        self.configuration = configuration
        transportFeedback = TransportFeedbackGenerator(phase: configuration.feedbackPhase)
        audio = AudioJitterBuffer(packetCountMax: configuration.audioPacketCountMax)
        audio.setDelayBounds(
            minimumMilliseconds: Int(configuration.audioDelayMin.wholeMilliseconds),
            maximumMilliseconds: Int(configuration.audioDelayMax.wholeMilliseconds)
        )
        // As libwebrtc has it: 50, or as many as can be asked for.
        audioReception = ReceptionStatistics(
            clockRate: 48_000,
            reorderingMax: configuration.isAudioNACKEnabled ? AudioNACKTracker.listCountMax : 50
        )
        if configuration.isAudioNACKEnabled { audioNACK = AudioNACKTracker() }
        parity = ULPFECReceiver(ssrc: configuration.videoSSRC, payloadTypes: configuration.payloadTypes)
        video = VideoReceiveStream(
            retriesMax: configuration.nackRetries,
            localSSRC: configuration.localSSRC,
            mediaSSRC: configuration.videoSSRC,
            keyFrameRequest: configuration.keyFrameRequest
        )
    }

    /// Takes one packet of any of the remote party's streams; packets of other streams only count for the transport.
    public mutating func receive(
        _ packet: consuming RTPPacket,
        at now: Timestamp,
        into effects: inout [ReceiverEffect]
    ) {
        if let number = packet.header.transportSequenceNumber { transportFeedback.receive(number, at: now) }
        if packet.header.absoluteSendTime != nil { estimateBitrate(by: packet, at: now, into: &effects) }
        switch packet.header.ssrc {
        case configuration.audioSSRC:
            receiveAudio(packet, at: now, into: &effects)
        case configuration.videoSSRC:
            receiveVideo(consume packet, at: now, into: &effects)
        case configuration.rtxSSRC:
            rtxReception.receive(packet, at: now)
            // Padding has nothing to unwrap.
            guard let number = packet.originalSequenceNumber else { return }
            video.receive(packet, number: number, by: .retransmission, at: now, into: &effects)
        default:
            return
        }
        if nextSynchronization == .distantFuture, configuration.synchronizesStreams {
            nextSynchronization = now + StreamSynchronizer.interval
        }
    }

    /// Takes a sender report of the remote party, for the reports back and for synchronisation.
    public mutating func receive(_ report: SenderReport, at now: Timestamp) {
        switch report.ssrc {
        case configuration.audioSSRC:
            audioReception.receive(report, at: now)
            audioClock.receive(report)
        case configuration.videoSSRC:
            videoReception.receive(report, at: now)
            videoClock.receive(report)
        default:
            break
        }
    }

    /// Takes the round-trip time, as the endpoint measures it each second.
    public mutating func updateRoundTripTime(_ roundTripTime: TimeDelta, at now: Timestamp) {
        video.updateRoundTripTime(roundTripTime)
        audioNACK?.roundTripTime = roundTripTime
        estimator?.setRoundTripTime(roundTripTime)
    }

    /// Takes the bitrate that this end may send at; transport feedback takes a twentieth of it.
    public mutating func updateAvailableBitrate(_ bitrate: DataRate) { transportFeedback.updateBitrate(bitrate) }

    /// Does what is due.
    public mutating func advance(to now: Timestamp, into effects: inout [ReceiverEffect]) {
        transportFeedback.advance(
            to: now,
            senderSSRC: configuration.localSSRC,
            mediaSSRC: configuration.videoSSRC,
            into: &effects
        )
        video.advance(to: now, into: &effects)
        synchronize(at: now)
    }

    /// When `advance` has something to do; the audio clock is the driver's.
    public var nextTimeout: Timestamp? {
        wakeTime == .distantFuture ? nil : wakeTime
    }

    /// The same; `distantFuture` where nothing is due.
    var wakeTime: Timestamp {
        min(min(transportFeedback.wakeTime, nextSynchronization), video.wakeTime)
    }

    /// The block to report about one stream, or nil before its first packet and after 8 s without one.
    ///
    /// Making it begins a new interval for the fraction lost, whoever asks for it.
    public mutating func reportBlock(for kind: MediaKind, at now: Timestamp) -> ReportBlock? {
        switch kind {
        case .audio: audioReception.makeReportBlock(ssrc: configuration.audioSSRC, at: now)
        case .video: videoReception.makeReportBlock(ssrc: configuration.videoSSRC, at: now)
        }
    }

    /// The blocks to report about one kind of media: its stream, and for video the one of its retransmissions.
    public mutating func reportBlocks(for kind: MediaKind, at now: Timestamp) -> [ReportBlock] {
        let media = reportBlock(for: kind, at: now)
        let rtx = kind == .video ? rtxReception.makeReportBlock(ssrc: configuration.rtxSSRC, at: now) : nil
        return [media, rtx].compactMap { $0 }
    }

    /// Decides one 10 ms step of audio; `decodedSampleCount` samples are decoded and not yet played.
    public mutating func pullAudio(at now: Timestamp, decodedSampleCount: Int) -> AudioDecision {
        let decision = audio.pull(decodedSampleCount: decodedSampleCount)
        for index in decision.packets.indices {
            let sequence = audioSequences.peek(decision.packets[index].mediaSequenceNumber)
            audioLedger.noteUsable(sequence, by: way(of: decision.packets[index], sequence))
        }
        return decision
    }

    /// Takes what the driver did in the step that `pullAudio` decided.
    public mutating func completeAudio(_ outcome: AudioOutcome, at now: Timestamp) {
        bufferedSampleCount = outcome.bufferedSampleCount
        audio.complete(outcome)
    }

    /// Takes the end of one frame's decoding, which lets the next frame go.
    public mutating func videoDecoded(
        _ frame: ReceivedVideoFrame,
        succeeded: Bool,
        picture: DecodedPicture? = nil,
        decodeTime: TimeDelta,
        at now: Timestamp,
        into effects: inout [ReceiverEffect]
    ) {
        if let picture { video.count(picture) }
        video.decoded(frame, succeeded: succeeded, decodeTime: decodeTime, at: now, into: &effects)
    }

    /// Notes that a frame was given to the renderer.
    public mutating func videoRendered(at now: Timestamp) { video.rendered(at: now) }
}

extension MediaReceiver {
    /// The audio delay that the jitter buffer aims at.
    public var audioTargetDelay: TimeDelta { .milliseconds(Int64(audio.targetDelayMilliseconds)) }

    /// The video delay that the jitter asks for.
    public var videoTargetDelay: TimeDelta { video.timing.targetDelay }

    /// What this end tells the sender that the path carries; `nil` without REMB and before the first estimate.
    public var availableIncomingBitrate: DataRate? { estimator?.bitrate }

    /// Interarrival jitter (RFC 3550, appendix A.8) in seconds.
    public func jitter(of kind: MediaKind) -> Double {
        kind == .audio ? audioReception.jitterSeconds : videoReception.jitterSeconds
    }

    public var statistics: ReceiverStatistics {
        var result = ReceiverStatistics()
        result.audio = audioStatistics
        result.video = video.statistics(media: videoReception, rtx: rtxReception)
        result.video.fecPacketsReceived = parity.packetsReceived
        result.video.fecBytesReceived = parity.bytesReceived
        result.video.fecPacketsDiscarded = parity.packetsDiscarded
        result.audioRepair = audioLedger.statistics(waiting: audio.packets.primaryCount)
        result.videoRepair = video.ledger.statistics()
        return result
    }

    private var audioStatistics: InboundAudioStatistics {
        let account = audio.account
        var result = InboundAudioStatistics()
        result.packetsReceived = audioReception.packetCount
        result.packetsLost = Int(audioReception.cumulativeLost)
        result.packetsDiscarded = audio.packets.discardedPacketCount
        result.bytesReceived = audioReception.payloadByteCount
        result.headerBytesReceived = audioReception.headerByteCount
        result.lastPacketReceivedTimestamp = audioReception.lastPacketTime
        result.jitter = audioReception.jitterSeconds
        result.fecPacketsReceived = audio.fecPacketsReceived
        result.fecPacketsDiscarded = audio.packets.discardedFECPacketCount
        result.totalSamplesReceived = account.totalSampleCount
        result.totalSamplesDuration = Double(account.totalSampleCount) / 48_000
        result.concealedSamples = account.concealedSampleCount
        result.silentConcealedSamples = account.silentConcealedSampleCount
        result.concealmentEvents = account.eventCount
        result.insertedSamplesForDeceleration = audio.insertedSampleCount
        result.removedSamplesForAcceleration = audio.removedSampleCount
        result.jitterBufferDelay = Double(audio.delayMillisecondSamples) / 1_000
        result.jitterBufferTargetDelay = Double(audio.targetDelayMillisecondSamples) / 1_000
        result.jitterBufferMinimumDelay = Double(audio.minimumDelayMillisecondSamples) / 1_000
        result.jitterBufferEmittedCount = audio.emittedSampleCount
        result.jitterBufferFlushes = audio.packets.flushCount
        result.interruptionCount = account.interruptionCount
        result.totalInterruptionDuration = Double(account.interruptionSampleTotal) / 48_000
        result.nackCount = audioNACKCount
        result.retransmittedPacketsReceived = audioNACK?.recoveredCount ?? 0
        result.relativePacketArrivalDelay = Double(audio.relativeArrivalDelayMilliseconds) / 1_000
        return result
    }

    private mutating func estimateBitrate(
        by packet: RTPPacket,
        at now: Timestamp,
        into effects: inout [ReceiverEffect]
    ) {
        if estimator == nil { estimator = ReceiveSideEstimator(localSSRC: configuration.localSSRC) }
        estimator?.receive(packet, at: now, into: &effects)
    }

    private mutating func receiveAudio(_ packet: RTPPacket, at now: Timestamp, into effects: inout [ReceiverEffect]) {
        audioReception.receive(packet, at: now)
        let sequence = audioSequences.unwrap(packet.header.sequenceNumber)
        if audioNACK != nil { requestAudio(after: packet, sequence, at: now, into: &effects) }
        if audioNACK?.hasRecovered(sequence) != true { audioLedger.noteArrival(sequence) }
        switch packet.descriptor {
        case .opus(let descriptor):
            audioClock.packetArrived(rtpTimestamp: packet.header.timestamp, at: now)
            audio.receive(packet, descriptor: descriptor, at: now)
        case .opusRED(let redundancy):
            audioClock.packetArrived(rtpTimestamp: packet.header.timestamp, at: now)
            audio.receive(packet, redundancy: redundancy, at: now)
        case .vp8, .vp9, .ulpfec, .padding: return
        }
    }

    /// How a packet that is about to be decoded came.
    private func way(of packet: AudioPacketToDecode, _ sequence: Int64) -> LossLedger.Way {
        if packet.isFEC || packet.isRedundant { return .fec }
        return audioNACK?.hasRecovered(sequence) == true ? .retransmission : .firstTransmission
    }

    /// Asks for audio that a packet shows to be missing.
    private mutating func requestAudio(
        after packet: RTPPacket,
        _ sequence: Int64,
        at now: Timestamp,
        into effects: inout [ReceiverEffect]
    ) {
        let timestamp = audioTimestamps.unwrap(packet.header.timestamp)
        let wanted = audioNACK?.receive(sequence, timestamp: timestamp, at: now) ?? []
        guard !wanted.isEmpty else { return }
        audioNACKCount += 1
        let request = GenericNACK(
            senderSSRC: configuration.localSSRC,
            mediaSSRC: configuration.audioSSRC,
            sequenceNumbers: wanted.map { UInt16(truncatingIfNeeded: $0) }
        )
        effects.append(.feedback(.genericNACK(request)))
    }

    private mutating func receiveVideo(
        _ packet: consuming RTPPacket,
        at now: Timestamp,
        into effects: inout [ReceiverEffect]
    ) {
        videoReception.receive(packet, at: now)
        switch packet.kind {
        case .padding, .ulpfec: break
        case .opus, .opusRED, .vp8, .vp9: videoClock.packetArrived(rtpTimestamp: packet.header.timestamp, at: now)
        }
        video.receive(packet, number: packet.header.sequenceNumber, by: .firstTransmission, at: now, into: &effects)
        guard packet.redBlockType != nil else { return }
        parity.receive(consume packet, into: &rebuilt)
        guard !rebuilt.isEmpty else { return }
        for packet in rebuilt {
            video.receive(packet, number: packet.header.sequenceNumber, by: .fec, at: now, into: &effects)
        }
        rebuilt.removeAll(keepingCapacity: true)
    }

    private mutating func synchronize(at now: Timestamp) {
        guard now >= nextSynchronization else { return }
        nextSynchronization = now + StreamSynchronizer.interval
        guard let audioTransit = audioClock.transitMilliseconds, let videoTransit = videoClock.transitMilliseconds
        else {
            return
        }
        let change = synchronizer.update(
            transitDifference: videoTransit - audioTransit,
            audioDelay: audio.bufferedDelayMilliseconds(bufferedSampleCount: bufferedSampleCount),
            videoDelay: Int(video.timing.targetDelay.wholeMilliseconds)
        )
        guard let change else { return }
        audio.setDelayBounds(
            minimumMilliseconds: max(change.audio, Int(configuration.audioDelayMin.wholeMilliseconds)),
            maximumMilliseconds: Int(configuration.audioDelayMax.wholeMilliseconds)
        )
        video.timing.minimumPlayoutDelay = .milliseconds(Int64(change.video))
    }
}
