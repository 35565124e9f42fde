import RTPWire
import Units

/// The unit's receiving half on the leg to one party: takes its media, asks for what this leg lost, and reports.
///
/// Frames are not put together: a packet is passed on when it comes, late ones too.
struct LegReceiver: Sendable {
    /// What mediasoup and Pion do.
    private static let feedbackInterval = TimeDelta.milliseconds(100)
    private static let sequenceNumbersPerNACK = VideoReceiveStream.sequenceNumbersPerNACK

    let identifiers: StreamIdentifiers
    private let localSSRC: UInt32
    private let keyFrameRequest: KeyFrameRequest
    private var audioCounters = ForwardingInboundStatistics()
    private var videoCounters = ForwardingInboundStatistics()
    private(set) var clocks = StreamClocks()
    private var transportFeedback: TransportFeedbackGenerator
    private var estimator: ReceiveSideEstimator?
    private var audioReception: ReceptionStatistics
    private var videoReception = ReceptionStatistics(clockRate: StreamClocks.videoRate, reorderingMax: 450)
    private var rtxReception = ReceptionStatistics(clockRate: StreamClocks.videoRate, reorderingMax: 450)
    private var audioSequences = SequenceUnwrapper()
    private var videoSequences = SequenceUnwrapper()
    private var audioTimestamps = TimestampUnwrapper()
    private var audioLedger = LossLedger()
    private var videoLedger = LossLedger()
    private var audioNACK: AudioNACKTracker?
    private var videoNACK: NACKRequester
    private var keyFrames = KeyFrameRequestThrottle()
    private var commandSequenceNumber: UInt8 = 0

    init(_ configuration: ForwardingConfiguration, leg: ForwardingConfiguration.Leg) {
        identifiers = leg.identifiers
        localSSRC = leg.localSSRC
        keyFrameRequest = configuration.keyFrameRequest
        transportFeedback = TransportFeedbackGenerator(phase: leg.feedbackPhase, interval: Self.feedbackInterval)
        videoNACK = NACKRequester(retriesMax: configuration.nackRetries)
        audioReception = ReceptionStatistics(
            clockRate: StreamClocks.audioRate,
            reorderingMax: configuration.isAudioNACKEnabled ? AudioNACKTracker.listCountMax : 50
        )
        if configuration.isAudioNACKEnabled { audioNACK = AudioNACKTracker() }
        if configuration.congestionFeedback == .receiverEstimate {
            estimator = ReceiveSideEstimator(localSSRC: leg.localSSRC)
        }
    }

    var hasVideo: Bool { videoCounters.packetsAccepted > 0 }

    /// When something is due; `distantFuture` where nothing is.
    var wakeTime: Timestamp {
        min(
            transportFeedback.nextTimeout ?? .distantFuture,
            videoNACK.nextTimeout ?? .distantFuture,
            keyFrames.nextTimeout ?? .distantFuture
        )
    }

    /// Takes a packet; returns what is to be passed on.
    mutating func receive(
        _ packet: RTPPacket,
        at now: Timestamp,
        into effects: inout [ReceiverEffect]
    ) -> (packet: RTPPacket, kind: MediaKind)? {
        if let number = packet.header.transportSequenceNumber { transportFeedback.receive(number, at: now) }
        estimator?.receive(packet, at: now, into: &effects)
        switch packet.header.ssrc {
        case identifiers.audioSSRC: return receiveAudio(packet, at: now, into: &effects)
        case identifiers.videoSSRC:
            videoReception.receive(packet, at: now)
            videoCounters.packetsReceived += 1
            return receiveVideo(packet, by: .firstTransmission, at: now, into: &effects)
        case identifiers.videoRTXSSRC:
            rtxReception.receive(packet, at: now)
            videoCounters.retransmittedPacketsReceived += 1
            guard let original = identifiers.original(of: packet) else {
                videoCounters.paddingDiscarded += 1
                return nil
            }
            return receiveVideo(original, by: .retransmission, at: now, into: &effects)
        default: return nil
        }
    }

    mutating func receive(_ report: SenderReport, at now: Timestamp) {
        let point = StreamClocks.Point(rtpTimestamp: report.rtpTimestamp, time: NTPTime.timestamp(of: report.ntpTime))
        switch report.ssrc {
        case identifiers.audioSSRC:
            audioReception.receive(report, at: now)
            clocks.audio = point
        case identifiers.videoSSRC:
            videoReception.receive(report, at: now)
            clocks.video = point
        default: break
        }
    }

    mutating func setRoundTripTime(_ roundTripTime: TimeDelta) {
        videoNACK.roundTripTime = roundTripTime
        audioNACK?.roundTripTime = roundTripTime
        estimator?.setRoundTripTime(roundTripTime)
    }

    /// Asks the party for a key frame, unless one is under way.
    mutating func requestKeyFrame(at now: Timestamp, into effects: inout [ReceiverEffect]) {
        if keyFrames.request(at: now) { sendKeyFrameRequest(into: &effects) }
    }

    mutating func advance(to now: Timestamp, into effects: inout [ReceiverEffect]) {
        transportFeedback.advance(
            to: now,
            senderSSRC: localSSRC,
            mediaSSRC: identifiers.videoSSRC,
            into: &effects
        )
        if let due = videoNACK.nextTimeout, due <= now { sendNACK(videoNACK.process(at: now), into: &effects) }
        if keyFrames.advance(to: now) { sendKeyFrameRequest(into: &effects) }
    }

    mutating func reportBlocks(for kind: MediaKind, at now: Timestamp) -> [ReportBlock] {
        let blocks =
            switch kind {
            case .audio: [audioReception.makeReportBlock(ssrc: identifiers.audioSSRC, at: now)]
            case .video:
                [
                    videoReception.makeReportBlock(ssrc: identifiers.videoSSRC, at: now),
                    rtxReception.makeReportBlock(ssrc: identifiers.videoRTXSSRC, at: now),
                ]
            }
        return blocks.compactMap { $0 }
    }

    func statistics(of kind: MediaKind) -> ForwardingInboundStatistics {
        var result = kind == .audio ? audioCounters : videoCounters
        let reception = kind == .audio ? audioReception : videoReception
        result.packetsLost = reception.cumulativeLost
        result.jitter = TimeDelta(seconds: reception.jitterSeconds)
        result.repair = kind == .audio ? audioLedger.statistics() : videoLedger.statistics()
        return result
    }
}

extension LegReceiver {
    private mutating func receiveAudio(
        _ packet: RTPPacket,
        at now: Timestamp,
        into effects: inout [ReceiverEffect]
    ) -> (packet: RTPPacket, kind: MediaKind)? {
        audioReception.receive(packet, at: now)
        audioCounters.packetsReceived += 1
        let sequence = audioSequences.unwrap(packet.header.sequenceNumber)
        if audioNACK != nil { requestAudio(after: packet, sequence, at: now, into: &effects) }
        let isRepair = audioNACK?.hasRecovered(sequence) == true
        if !isRepair { audioLedger.noteArrival(sequence) }
        guard audioLedger.noteUsable(sequence, by: isRepair ? .retransmission : .firstTransmission) else {
            audioCounters.duplicatesDiscarded += 1
            return nil
        }
        audioCounters.packetsAccepted += 1
        if isRepair { audioCounters.packetsRepaired += 1 }
        return (packet, .audio)
    }

    private mutating func receiveVideo(
        _ packet: RTPPacket,
        by way: LossLedger.Way,
        at now: Timestamp,
        into effects: inout [ReceiverEffect]
    ) -> (packet: RTPPacket, kind: MediaKind)? {
        let sequence = videoSequences.unwrap(packet.header.sequenceNumber)
        if way == .firstTransmission { videoLedger.noteArrival(sequence) }
        switch videoNACK.receive(sequence, isRecovered: way != .firstTransmission, at: now) {
        case .requested: break
        case .gap(let missing): sendNACK(missing, into: &effects)
        case .overflow: requestKeyFrame(at: now, into: &effects)
        }
        guard videoLedger.noteUsable(sequence, by: way) else {
            videoCounters.duplicatesDiscarded += 1
            return nil
        }
        videoCounters.packetsAccepted += 1
        if way == .retransmission { videoCounters.packetsRepaired += 1 }
        if packet.startsKeyFrame { keyFrames.keyFrameArrived() }
        return (packet, .video)
    }

    private mutating func requestAudio(
        after packet: RTPPacket,
        _ sequence: Int64,
        at now: Timestamp,
        into effects: inout [ReceiverEffect]
    ) {
        let timestamp = audioTimestamps.unwrap(packet.header.timestamp)
        let wanted = audioNACK?.receive(sequence, timestamp: timestamp, at: now) ?? []
        guard !wanted.isEmpty else { return }
        audioCounters.nackCount += 1
        audioCounters.packetsRequested += Int64(wanted.count)
        effects.append(.feedback(nack(wanted[...], of: identifiers.audioSSRC)))
    }

    private mutating func sendNACK(_ missing: [Int64], into effects: inout [ReceiverEffect]) {
        var rest = missing[...]
        while !rest.isEmpty {
            videoCounters.nackCount += 1
            effects.append(.feedback(nack(rest.prefix(Self.sequenceNumbersPerNACK), of: identifiers.videoSSRC)))
            rest = rest.dropFirst(Self.sequenceNumbersPerNACK)
        }
        videoCounters.packetsRequested += Int64(missing.count)
    }

    private func nack(_ missing: ArraySlice<Int64>, of ssrc: UInt32) -> RTCPPacket {
        .genericNACK(
            GenericNACK(
                senderSSRC: localSSRC,
                mediaSSRC: ssrc,
                sequenceNumbers: missing.map { UInt16(truncatingIfNeeded: $0) }
            )
        )
    }

    private mutating func sendKeyFrameRequest(into effects: inout [ReceiverEffect]) {
        videoCounters.keyFrameRequestsSent += 1
        let mediaSSRC = identifiers.videoSSRC
        switch keyFrameRequest {
        case .pli:
            let request = PictureLossIndication(senderSSRC: localSSRC, mediaSSRC: mediaSSRC)
            effects.append(.feedback(.pictureLossIndication(request)))
        case .fir:
            let request = FullIntraRequest(
                senderSSRC: localSSRC,
                mediaSSRC: mediaSSRC,
                commandSequenceNumber: commandSequenceNumber
            )
            commandSequenceNumber &+= 1
            effects.append(.feedback(.fullIntraRequest(request)))
        }
    }
}
