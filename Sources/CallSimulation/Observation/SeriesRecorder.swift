import MediaTransport
import Results
import Units

/// Keeps a line for each end and second of a call, with cumulative statistics as getStats names them.
struct SeriesRecorder {
    private let call: Int
    private let startsAt: Timestamp
    private let carriesVideo: Bool
    private let repeatsAudio: Bool
    private var frameRates: [FrameRateCount]
    private(set) var lines: [SeriesLine] = []

    init(plan: CallPlan) {
        call = plan.number
        startsAt = plan.startsAt
        carriesVideo = plan.video != nil
        repeatsAudio = plan.audio.nack
        frameRates = Party.allCases.map { _ in FrameRateCount(at: plan.startsAt) }
    }

    mutating func record(_ end: inout CallEnd, at now: Timestamp) {
        var line = SeriesLine(call: call, at: end.party, time: now - startsAt)
        let received = end.endpoint.receiver.statistics
        var sent = end.endpoint.sender.statistics
        // What the encoder was asked for, less than its share where it is known to overshoot.
        if let control = end.camera?.control, end.connectedAt != nil { sent.video.targetBitrate = control.bitrate }
        let frameRate = frameRates[Int(end.party.rawValue)].advance(
            encoded: sent.video.framesEncoded,
            decoded: Int64(received.video.framesDecoded),
            at: now
        )
        var heard = received.audio.audioObject
        if repeatsAudio { received.audio.appendRepair(to: &heard) }
        line.append("inbound-rtp.audio", heard)
        if carriesVideo {
            line.append("inbound-rtp.video", received.video.videoObject(framesPerSecond: frameRate.decoded))
        }
        var spoken = sent.audio.object
        if repeatsAudio { sent.audio.appendRepair(to: &spoken) }
        line.append("outbound-rtp.audio", spoken)
        if carriesVideo {
            var video = sent.video.object
            sent.video.appendVideo(to: &video, framesPerSecond: frameRate.encoded)
            end.camera?.control.append(to: &video, at: now)
            line.append("outbound-rtp.video", video)
        }
        line.append("remote-inbound-rtp.audio", sent.remoteInboundAudio.object)
        if carriesVideo { line.append("remote-inbound-rtp.video", sent.remoteInboundVideo.object) }
        line.append(
            "candidate-pair",
            end.candidatePair.object(
                availableOutgoingBitrate: sent.availableOutgoingBitrate,
                availableIncomingBitrate: end.endpoint.receiver.availableIncomingBitrate
            )
        )
        lines.append(line)
    }
}

extension OutboundRTPStatistics {
    fileprivate var object: JSONObject {
        [
            "packetsSent": .integer(packetsSent),
            "bytesSent": .integer(bytesSent),
            "headerBytesSent": .integer(headerBytesSent),
            "targetBitrate": .integer(targetBitrate.bitsPerSecond),
            "totalPacketSendDelay": .score(totalPacketSendDelay.seconds),
        ]
    }

    /// What requests for lost packets led to, where there can be any.
    fileprivate func appendRepair(to object: inout JSONObject) {
        object.append("retransmittedPacketsSent", .integer(retransmittedPacketsSent))
        object.append("retransmittedBytesSent", .integer(retransmittedBytesSent))
        object.append("nackCount", .integer(nackCount))
    }

    fileprivate func appendVideo(to object: inout JSONObject, framesPerSecond: Double) {
        object.append("retransmittedPacketsSent", .integer(retransmittedPacketsSent))
        object.append("retransmittedBytesSent", .integer(retransmittedBytesSent))
        object.append("framesEncoded", .integer(framesEncoded))
        object.append("keyFramesEncoded", .integer(keyFramesEncoded))
        object.append("framesPerSecond", .score(framesPerSecond))
        object.append("framesSent", .integer(framesSent))
        object.append("hugeFramesSent", .integer(hugeFramesSent))
        object.append("qpSum", .integer(qpSum))
        object.append("frameWidth", .integer(frameWidth))
        object.append("frameHeight", .integer(frameHeight))
        object.append("nackCount", .integer(nackCount))
        object.append("pliCount", .integer(pliCount))
        object.append("firCount", .integer(firCount))
        object.append("historyOverflows", .integer(historyOverflows))
        object.append("probesGivenUp", .integer(probesGivenUp))
    }
}

extension RemoteInboundRTPStatistics {
    fileprivate var object: JSONObject {
        var object: JSONObject = [
            "packetsLost": .integer(packetsLost),
            "fractionLost": .score(fractionLost.value),
            "jitter": .score(jitter.seconds),
        ]
        object.append("roundTripTime", ifKnown: roundTripTime.map { .score($0.seconds) })
        object.append("totalRoundTripTime", .score(totalRoundTripTime.seconds))
        object.append("roundTripTimeMeasurements", .integer(roundTripTimeMeasurements))
        return object
    }
}
