import MediaTransport
import Results
import Units

/// Keeps a line for each end and second of a call, with cumulative statistics as getStats names them.
struct SeriesRecorder {
    private let call: Int
    private let startsAt: Timestamp
    private let carriesVideo: Bool
    private(set) var lines: [SeriesLine] = []
    /// When the last lines were written, and how many frames each end had decoded and encoded by then.
    private var lastTime: Timestamp
    private var lastFrames = [(decoded: 0, encoded: 0), (decoded: 0, encoded: 0)]

    init(plan: CallPlan) {
        call = plan.number
        startsAt = plan.startsAt
        lastTime = plan.startsAt
        carriesVideo = plan.video != nil
    }

    /// Takes note of both ends.
    mutating func record(_ ends: [CallEnd], at now: Timestamp) {
        for end in ends { record(end, at: now) }
        lastTime = now
    }

    private mutating func record(_ end: CallEnd, at now: Timestamp) {
        var line = SeriesLine(call: call, at: end.party, time: now - startsAt)
        let received = end.endpoint.receiver.statistics
        let sent = end.endpoint.sender.statistics
        line.append("inbound-rtp.audio", received.audio.audioObject)
        let rates = takeFrameRates(end.party, received.video.framesDecoded, Int(sent.video.framesEncoded), at: now)
        if carriesVideo { line.append("inbound-rtp.video", received.video.videoObject(framesPerSecond: rates.decoded)) }
        line.append("outbound-rtp.audio", sent.audio.audioObject)
        if carriesVideo { line.append("outbound-rtp.video", sent.video.videoObject(framesPerSecond: rates.encoded)) }
        line.append("remote-inbound-rtp.audio", sent.remoteInboundAudio.object)
        if carriesVideo { line.append("remote-inbound-rtp.video", sent.remoteInboundVideo.object) }
        line.append(
            "candidate-pair",
            end.candidatePair.object(availableOutgoingBitrate: sent.availableOutgoingBitrate)
        )
        lines.append(line)
    }

    /// Frames a second since the last line, decoded and encoded.
    private mutating func takeFrameRates(
        _ party: Party,
        _ decoded: Int,
        _ encoded: Int,
        at now: Timestamp
    ) -> (decoded: Double?, encoded: Double?) {
        let last = lastFrames[Int(party.rawValue)]
        lastFrames[Int(party.rawValue)] = (decoded, encoded)
        let elapsed = (now - lastTime).seconds
        guard elapsed > 0 else { return (nil, nil) }
        return (Double(decoded - last.decoded) / elapsed, Double(encoded - last.encoded) / elapsed)
    }
}

extension OutboundRTPStatistics {
    fileprivate var audioObject: JSONObject {
        [
            "packetsSent": .integer(packetsSent),
            "bytesSent": .integer(bytesSent),
            "headerBytesSent": .integer(headerBytesSent),
            "targetBitrate": .integer(targetBitrate.bitsPerSecond),
        ]
    }

    fileprivate func videoObject(framesPerSecond: Double?) -> JSONObject {
        var object = audioObject
        object.append("retransmittedPacketsSent", .integer(retransmittedPacketsSent))
        object.append("retransmittedBytesSent", .integer(retransmittedBytesSent))
        object.append("framesEncoded", .integer(framesEncoded))
        object.append("keyFramesEncoded", .integer(keyFramesEncoded))
        object.append("framesPerSecond", ifKnown: framesPerSecond.map { .score($0) })
        object.append("framesSent", .integer(framesSent))
        object.append("hugeFramesSent", .integer(hugeFramesSent))
        object.append("qpSum", .integer(qpSum))
        object.append("frameWidth", .integer(frameWidth))
        object.append("frameHeight", .integer(frameHeight))
        object.append("totalPacketSendDelay", .score(totalPacketSendDelay.seconds))
        object.append("nackCount", .integer(nackCount))
        object.append("pliCount", .integer(pliCount))
        object.append("firCount", .integer(firCount))
        return object
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
