import MediaTransport
import RTPWire
import RawMedia
import Results
import Units

extension CallRecorder {
    /// A camera takes a picture, and the encoder makes something of it or drops it.
    mutating func captured(_ frame: EncodedVideoFrame?, by party: Party, at now: Timestamp) {
        self[party].frames.captured(frame, at: now)
        let index = JSONValue.integer(self[party].frames.frames.count - 1)
        log.add(.frameCaptured, at: party, now, ["frame": index])
        guard let frame else {
            log.add(.frameDropped, at: party, now, ["frame": index, "by": .string("encoder")])
            return
        }
        var details: JSONObject = ["frame": index, "rtp_time": .integer(frame.rtpTimestamp)]
        details.append("bytes", .integer(frame.payload.length))
        details.append("key", .boolean(frame.isKeyFrame))
        details.append("quantizer", .integer(frame.quantizer))
        details.append("width", .integer(frame.width))
        details.append("height", .integer(frame.height))
        log.add(.frameEncoded, at: party, now, details)
    }

    /// A sender is asked for a key frame and will make one.
    mutating func flushed(_ packetCount: Int, by party: Party, at now: Timestamp) {
        log.add(.pacerFlushed, at: party, now, ["packets": .integer(packetCount)])
    }

    mutating func keyFrameRequested(of party: Party, at now: Timestamp) {
        log.add(.keyFrameRequested, at: party, now)
    }

    mutating func logAssembly(of index: Int, from sender: Party, at now: Timestamp) {
        let frame = self[sender].frames.frames[index]
        var details: JSONObject = ["frame": .integer(index), "packets": .integer(frame.sequences.count)]
        details.append("first_packet_s", log.seconds(frame.firstArrival ?? now))
        log.add(.frameAssembled, at: sender.other, now, details)
    }

    /// A frame goes to the decoder of `party`, who never gets those that were passed over for it.
    mutating func decoded(_ frame: ReceivedVideoFrame, by party: Party, succeeded: Bool, at now: Timestamp) {
        self[party].receive(frame)
        guard let index = self[party.other].frames.index(ofTimestamp: frame.rtpTimestamp) else { return }
        let previous = self[party].lastDecodedFrame ?? -1
        if previous + 1 < index {
            for passed in (previous + 1)..<index { logPassedOver(passed, by: party, at: now) }
        }
        self[party].lastDecodedFrame = index
        self[party.other].frames.decoded(index, at: now)
        var details: JSONObject = ["frame": .integer(index), "key": .boolean(frame.isKeyFrame)]
        details.append("packets", .integer(frame.packetCount))
        details.append("complete_s", log.seconds(frame.completeTime))
        details.append("waited_ms", .milliseconds(now - frame.completeTime))
        details.append("show_at_s", log.seconds(frame.renderTime))
        details.append("retransmitted", .boolean(frame.wasRetransmitted))
        if self[party.other].frames.frames[index].isRecovered { details.append("by_parity", .boolean(true)) }
        details.append("succeeded", .boolean(succeeded))
        log.add(.frameDecoded, at: party, now, details)
    }

    mutating func shown(_ index: Int, _ picture: I420Frame?, to party: Party, capturedAt: Timestamp, at now: Timestamp)
    {
        if let picture { self[party].show(picture, at: now) }
        log.add(
            .frameShown,
            at: party,
            now,
            ["frame": .integer(index), "camera_to_screen_ms": .milliseconds(now - capturedAt)]
        )
        let change = self[party].freezes.show(index, at: now)
        if let begun = change.begun { logFreezeBegin(begun, at: party, now) }
        if let ended = change.ended { logFreezeEnd(ended, shown: index, at: party, now) }
    }

    private mutating func logPassedOver(_ index: Int, by party: Party, at now: Timestamp) {
        let frame = self[party.other].frames.frames[index]
        guard frame.isEncoded else { return }
        var details: JSONObject = ["frame": .integer(index)]
        if frame.assembledAt != nil {
            details.append("reason", .string("late_or_undecodable"))
        } else {
            details.append("reason", .string("incomplete"))
            let missing = frame.sequences.filter { self[party.other].videoPackets[$0]?.arrivedAt == nil }
            details.append("missing", .array(missing.map { .integer(UInt16(truncatingIfNeeded: $0)) }))
        }
        log.add(.framePassedOver, at: party, now, details)
    }
}
