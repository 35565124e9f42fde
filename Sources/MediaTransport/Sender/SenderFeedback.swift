public import RTPWire
import Statistics
public import Units

extension MediaSender {
    /// Two key frames that were asked for lie at least so far apart (libwebrtc, `encoder_rtcp_feedback.cc`).
    private static let keyFrameInterval = TimeDelta.milliseconds(300)

    /// Takes what the other end says about this party's streams; all else is ignored.
    public mutating func receive(_ packet: RTCPPacket, at now: Timestamp, into effects: inout [SenderEffect]) {
        switch packet {
        case .senderReport(let report): receive(report.reportBlocks, at: now, into: &effects)
        case .receiverReport(let report): receive(report.reportBlocks, at: now, into: &effects)
        case .genericNACK(let nack): receive(nack, at: now, into: &effects)
        case .pictureLossIndication(let request):
            guard request.mediaSSRC == configuration.identifiers.videoSSRC else { return }
            counters.video.pliCount += 1
            requestKeyFrame(at: now, into: &effects)
        case .fullIntraRequest(let request):
            guard request.mediaSSRC == configuration.identifiers.videoSSRC else { return }
            counters.video.firCount += 1
            // A repetition has the number of its request (RFC 5104, section 4.3.1.1).
            guard request.commandSequenceNumber != lastFullIntraRequest else { return }
            lastFullIntraRequest = request.commandSequenceNumber
            requestKeyFrame(at: now, into: &effects)
        case .transportFeedback(let feedback):
            estimator.receive(feedback, at: now)
            ratesChanged(at: now, into: &effects)
            pump(at: now, into: &effects)
        case .remb(let remb):
            if receiverLimited == nil {
                estimator.receive(remb, at: now)
            } else {
                receiverLimited?.receive(remb, at: now)
            }
            ratesChanged(at: now, into: &effects)
            pump(at: now, into: &effects)
        case .sourceDescription, .goodbye: break
        }
    }

    private mutating func requestKeyFrame(at now: Timestamp, into effects: inout [SenderEffect]) {
        if let lastKeyFrameRequest, now - lastKeyFrameRequest < Self.keyFrameInterval { return }
        lastKeyFrameRequest = now
        effects.append(.keyFrameRequested)
    }

    private mutating func receive(_ nack: GenericNACK, at now: Timestamp, into effects: inout [SenderEffect]) {
        guard nack.mediaSSRC != configuration.identifiers.audioSSRC else {
            counters.audio.nackCount += 1
            for sequenceNumber in nack.sequenceNumbers { queueAudioRetransmission(sequenceNumber, at: now) }
            return pump(at: now, into: &effects)
        }
        guard nack.mediaSSRC == configuration.identifiers.videoSSRC else { return }
        counters.video.nackCount += 1
        for sequenceNumber in nack.sequenceNumbers { queueRetransmission(sequenceNumber, at: now) }
        pump(at: now, into: &effects)
    }

    private mutating func receive(_ blocks: [ReportBlock], at now: Timestamp, into effects: inout [SenderEffect]) {
        let fractionCount = reportedLoss.fractionCount
        // Blocks of other sources are no loss of ours.
        reportedLoss.receive(blocks.filter { configuration.identifiers.isOwn($0.ssrc) }, at: now)
        estimator.receive(reportedLoss, at: now)
        for block in blocks {
            let kind: MediaKind
            switch block.ssrc {
            case configuration.identifiers.audioSSRC: kind = .audio
            case configuration.identifiers.videoSSRC: kind = .video
            default: continue
            }
            let roundTripTime = roundTrip.receive(block, at: now)
            if let roundTripTime { estimator.setRoundTripTime(roundTripTime) }
            if let longest = roundTrip.longest, roundTripTime != nil {
                history.setRoundTripTime(longest)
                audioHistory?.setRoundTripTime(longest)
            }
            if kind == .audio {
                expectedLoss.receive(fraction: Double(block.fractionLost) / 256, at: now)
                counters.remoteInboundAudio.receive(block, clockRate: StreamClocks.audioRate, roundTrip: roundTripTime)
            } else {
                counters.remoteInboundVideo.receive(block, clockRate: StreamClocks.videoRate, roundTrip: roundTripTime)
            }
        }
        receiverLimited?.reported(
            loss: reportedLoss.fractionCount == fractionCount ? nil : reportedLoss.fraction,
            roundTripTime: roundTrip.longest ?? .zero,
            at: now
        )
        ratesChanged(at: now, into: &effects)
    }
}

extension RemoteInboundRTPStatistics {
    mutating func receive(_ block: ReportBlock, clockRate: Int64, roundTrip: TimeDelta?) {
        reportsReceived += 1
        packetsLost = Int64(block.cumulativeLost)
        fractionLost = Probability(clamping: Double(block.fractionLost) / 256)
        jitter = TimeDelta(nanoseconds: Int64(block.jitter) * 1_000_000_000 / clockRate)
        guard let roundTrip else { return }
        roundTripTime = roundTrip
        totalRoundTripTime += roundTrip
        roundTripTimeMeasurements += 1
    }
}
