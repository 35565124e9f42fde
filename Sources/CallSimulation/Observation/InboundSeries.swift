import MediaTransport
import QualityModels
import Results
import Units

extension InboundAudioStatistics {
    /// The stats object of `series.ndjson`.
    var audioObject: JSONObject {
        var object: JSONObject = [
            "packetsReceived": .integer(packetsReceived),
            "packetsLost": .integer(packetsLost),
            "packetsDiscarded": .integer(packetsDiscarded),
            "bytesReceived": .integer(bytesReceived),
            "headerBytesReceived": .integer(headerBytesReceived),
            "jitter": .score(jitter),
            "fecPacketsReceived": .integer(fecPacketsReceived),
            "fecPacketsDiscarded": .integer(fecPacketsDiscarded),
        ]
        object.append("lastPacketReceivedTimestamp", ifKnown: lastPacketReceivedTimestamp.map { .milliseconds($0) })
        object.append("totalSamplesReceived", .integer(totalSamplesReceived))
        object.append("totalSamplesDuration", .score(totalSamplesDuration))
        object.append("concealedSamples", .integer(concealedSamples))
        object.append("silentConcealedSamples", .integer(silentConcealedSamples))
        object.append("concealmentEvents", .integer(concealmentEvents))
        object.append("insertedSamplesForDeceleration", .integer(insertedSamplesForDeceleration))
        object.append("removedSamplesForAcceleration", .integer(removedSamplesForAcceleration))
        object.append("jitterBufferDelay", .score(jitterBufferDelay))
        object.append("jitterBufferTargetDelay", .score(jitterBufferTargetDelay))
        object.append("jitterBufferMinimumDelay", .score(jitterBufferMinimumDelay))
        object.append("jitterBufferEmittedCount", .integer(jitterBufferEmittedCount))
        object.append("jitterBufferFlushes", .integer(jitterBufferFlushes))
        object.append("interruptionCount", .integer(interruptionCount))
        object.append("totalInterruptionDuration", .score(totalInterruptionDuration))
        object.append("relativePacketArrivalDelay", .score(relativePacketArrivalDelay))
        return object
    }
}

extension InboundAudioStatistics {
    /// `nil` where nothing was played.
    var stretching: TimeStretching? {
        TimeStretching(
            insertedSamples: insertedSamplesForDeceleration,
            removedSamples: removedSamplesForAcceleration,
            totalSamples: totalSamplesReceived
        )
    }
}

extension InboundAudioStatistics {
    /// What requests for lost packets led to, where there can be any.
    func appendRepair(to object: inout JSONObject) {
        object.append("nackCount", .integer(nackCount))
        object.append("retransmittedPacketsReceived", .integer(retransmittedPacketsReceived))
    }
}

extension InboundVideoStatistics {
    /// The stats object of `series.ndjson`.
    func videoObject(framesPerSecond: Double) -> JSONObject {
        var object: JSONObject = [
            "packetsReceived": .integer(packetsReceived),
            "packetsLost": .integer(packetsLost),
            "packetsDiscarded": .integer(packetsDiscarded),
            "bytesReceived": .integer(bytesReceived),
            "headerBytesReceived": .integer(headerBytesReceived),
            "jitter": .score(jitter),
            "retransmittedPacketsReceived": .integer(retransmittedPacketsReceived),
            "retransmittedBytesReceived": .integer(retransmittedBytesReceived),
        ]
        object.append("fecPacketsReceived", .integer(fecPacketsReceived))
        object.append("fecBytesReceived", .integer(fecBytesReceived))
        object.append("fecPacketsDiscarded", .integer(fecPacketsDiscarded))
        object.append("lastPacketReceivedTimestamp", ifKnown: lastPacketReceivedTimestamp.map { .milliseconds($0) })
        object.append("nackCount", .integer(nackCount))
        object.append("pliCount", .integer(pliCount))
        object.append("firCount", .integer(firCount))
        object.append("framesReceived", .integer(framesReceived))
        object.append("framesDecoded", .integer(framesDecoded))
        object.append("framesDropped", .integer(framesDropped))
        object.append("framesRendered", .integer(framesRendered))
        object.append("framesPerSecond", .score(framesPerSecond))
        object.append("frameWidth", ifKnown: frameWidth > 0 ? .integer(frameWidth) : nil)
        object.append("frameHeight", ifKnown: frameHeight > 0 ? .integer(frameHeight) : nil)
        object.append("qpSum", .integer(qpSum))
        object.append("keyFramesDecoded", .integer(keyFramesDecoded))
        object.append("framesAssembledFromMultiplePackets", .integer(framesAssembledFromMultiplePackets))
        object.append("totalAssemblyTime", .score(totalAssemblyTime))
        object.append("totalDecodeTime", .score(totalDecodeTime))
        object.append("totalProcessingDelay", .score(totalProcessingDelay))
        object.append("totalInterFrameDelay", .score(totalInterFrameDelay))
        object.append("totalSquaredInterFrameDelay", .score(totalSquaredInterFrameDelay))
        object.append("freezeCount", .integer(freezeCount))
        object.append("totalFreezesDuration", .score(totalFreezesDuration))
        object.append("pauseCount", .integer(pauseCount))
        object.append("totalPausesDuration", .score(totalPausesDuration))
        object.append("jitterBufferDelay", .score(jitterBufferDelay))
        object.append("jitterBufferTargetDelay", .score(jitterBufferTargetDelay))
        object.append("jitterBufferMinimumDelay", .score(jitterBufferMinimumDelay))
        object.append("jitterBufferEmittedCount", .integer(jitterBufferEmittedCount))
        object.append("nackListOverflows", .integer(nackListOverflows))
        object.append("nackRetriesExhausted", .integer(nackRetriesExhausted))
        object.append("packetBufferOverflows", .integer(packetBufferOverflows))
        return object
    }
}

extension JSONValue {
    /// A moment as webrtc-stats gives one, in milliseconds; they count from the start of the run.
    fileprivate static func milliseconds(_ time: Timestamp) -> JSONValue { .milliseconds(time - .start) }
}
