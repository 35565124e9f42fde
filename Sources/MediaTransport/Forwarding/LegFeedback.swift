import RTPWire
import Units

extension LegSender {
    /// Takes a request for lost packets, and answers it from what is kept.
    mutating func receive(_ nack: GenericNACK, at now: Timestamp, into datagrams: inout [Datagram]) {
        switch nack.mediaSSRC {
        case identifiers.audioSSRC:
            audioCounters.nackCount += 1
            for number in nack.sequenceNumbers { queueAudio(number, at: now) }
        case identifiers.videoSSRC:
            videoCounters.nackCount += 1
            for number in nack.sequenceNumbers { queueVideo(number, at: now) }
        default: return
        }
        pump(at: now, into: &datagrams)
    }

    /// Takes the party's transport-wide feedback.
    mutating func receive(_ feedback: TransportFeedback, at now: Timestamp, into datagrams: inout [Datagram]) {
        estimator.receive(feedback, at: now)
        applyRates(at: now)
        pump(at: now, into: &datagrams)
    }

    mutating func receive(
        _ remb: ReceiverEstimatedMaximumBitrate,
        at now: Timestamp,
        into datagrams: inout [Datagram]
    ) {
        if receiverLimited == nil {
            estimator.receive(remb, at: now)
        } else {
            receiverLimited?.receive(remb, at: now)
        }
        applyRates(at: now)
        pump(at: now, into: &datagrams)
    }

    /// Takes the party's report blocks about the streams that are passed on to it.
    mutating func receive(_ blocks: [ReportBlock], at now: Timestamp) {
        let own = blocks.filter { identifiers.isOwn($0.ssrc) }
        guard !own.isEmpty else { return }
        let fractionCount = reportedLoss.fractionCount
        reportedLoss.receive(own, at: now)
        estimator.receive(reportedLoss, at: now)
        for block in own where block.ssrc != identifiers.videoRTXSSRC {
            let measured = roundTrip.receive(block, at: now)
            if let measured {
                estimator.setRoundTripTime(measured)
                history.setRoundTripTime(roundTrip.longest ?? measured)
                audioHistory?.setRoundTripTime(roundTrip.longest ?? measured)
            }
            if block.ssrc == identifiers.audioSSRC {
                audioCounters.remote.receive(block, clockRate: StreamClocks.audioRate, roundTrip: measured)
            } else {
                videoCounters.remote.receive(block, clockRate: StreamClocks.videoRate, roundTrip: measured)
            }
        }
        receiverLimited?.reported(
            loss: reportedLoss.fractionCount == fractionCount ? nil : reportedLoss.fraction,
            roundTripTime: roundTrip.longest ?? .zero,
            at: now
        )
        applyRates(at: now)
    }

    private mutating func queueAudio(_ number: UInt16, at now: Timestamp) {
        audioCounters.packetsRequested += 1
        guard let packet = audioHistory?.takeForRetransmission(number, at: now) else {
            audioCounters.packetsUnanswered += 1
            return
        }
        pacer.enqueue(packet, priority: .audioRetransmission, size: MediaSender.wireSize(packet), at: now)
    }

    private mutating func queueVideo(_ number: UInt16, at now: Timestamp) {
        videoCounters.packetsRequested += 1
        guard let original = history.takeForRetransmission(number, at: now) else {
            videoCounters.packetsUnanswered += 1
            return
        }
        let packet = retransmission(of: original)
        pacer.enqueue(packet, priority: .videoRetransmission, size: MediaSender.wireSize(packet), at: now)
    }
}
