import Results
import Units

extension CallRecorder {
    /// The most frames that one freeze tells about in full.
    private static let toldFramesMax = 20

    /// Looks whether the picture of `party` has stood still for too long by now.
    mutating func checkFreeze(of party: Party, at now: Timestamp) {
        if let begun = self[party].freezes.check(at: now) { logFreezeBegin(begun, at: party, now) }
    }

    mutating func closeOpenFreeze(of party: Party, at end: Timestamp) {
        let change = self[party].freezes.finish(at: end)
        if let begun = change.begun { logFreezeBegin(begun, at: party, end) }
        if let ended = change.ended { logFreezeEnd(ended, shown: nil, at: party, end) }
    }

    mutating func logFreezeBegin(_ freeze: FreezeWatch.Freeze, at party: Party, _ now: Timestamp) {
        var details: JSONObject = ["since_s": log.seconds(freeze.since)]
        details.append("last_frame", ifKnown: freeze.lastFrame.map { .integer($0) })
        let frames = self[party.other].frames.frames
        let next = frames.dropFirst((freeze.lastFrame ?? -1) + 1).first { $0.isEncoded && $0.decodedAt == nil }
        details.append("waiting_for", ifKnown: next.map { story(of: $0, from: party.other) })
        log.add(.freezeBegin, at: party, now, details)
    }

    mutating func logFreezeEnd(_ freeze: FreezeWatch.Freeze, shown: Int?, at party: Party, _ now: Timestamp) {
        let first = (freeze.lastFrame ?? -1) + 1
        let all = self[party.other].frames.frames
        let between = Array(all[min(first, all.count)..<min((shown ?? all.count - 1) + 1, all.count)])
        var details: JSONObject = ["since_s": log.seconds(freeze.since)]
        details.append("length_s", .seconds(now - freeze.since))
        details.append("last_frame", ifKnown: freeze.lastFrame.map { .integer($0) })
        details.append("frame", ifKnown: shown.map { .integer($0) })
        details.append("counted", .boolean(freeze.isCounted))
        details.append("cause", .string(cause(of: between, shown: shown, from: party.other)))
        details.append("ended_by", .string(ending(of: between, shown: shown, from: party.other)))
        details.append("frames_between", .integer(max(between.count - (shown == nil ? 0 : 1), 0)))
        let told = between.filter { isTroubled($0, from: party.other) }.prefix(Self.toldFramesMax)
        details.append("frames", .array(told.map { story(of: $0, from: party.other) }))
        log.add(.freezeEnd, at: party, now, details)
    }

    /// The first thing that went wrong, in one word.
    private func cause(of frames: [FrameLedger.Frame], shown: Int?, from sender: Party) -> String {
        for frame in frames where frame.isEncoded {
            for sequence in frame.sequences {
                guard let entry = self[sender].videoPackets[sequence] else { continue }
                if let fate = packets.firstLoss(of: entry.sendings) { return fate.name }
            }
        }
        let unshown = frames.filter { $0.isEncoded && $0.index != shown }
        if unshown.contains(where: \.sequences.isEmpty) { return "flushed" }
        return unshown.isEmpty ? "nothing_sent" : "delay"
    }

    /// What brought the picture back.
    private func ending(of frames: [FrameLedger.Frame], shown: Int?, from sender: Party) -> String {
        guard let shown, let last = frames.last, last.index == shown else { return "end_of_call" }
        if last.isKeyFrame { return "key_frame" }
        let isRepaired = frames.contains { frame in
            frame.sequences.contains { sequence in
                guard let entry = self[sender].videoPackets[sequence], entry.arrivedAt != nil else { return false }
                return packets.firstLoss(of: entry.sendings) != nil
            }
        }
        if isRepaired { return "retransmission" }
        return frames.contains(where: \.isRecovered) ? "parity" : "next_frame"
    }

    /// Whether something kept a frame from being shown in its time.
    private func isTroubled(_ frame: FrameLedger.Frame, from sender: Party) -> Bool {
        guard frame.isEncoded, frame.decodedAt != nil else { return true }
        return frame.sequences.contains { sequence in
            guard let entry = self[sender].videoPackets[sequence] else { return false }
            return entry.sendings.count > 1 || !entry.requestedAt.isEmpty
        }
    }

    /// How far a frame came, and the packets of it that did not come at the first attempt.
    private func story(of frame: FrameLedger.Frame, from sender: Party) -> JSONValue {
        var object: JSONObject = ["frame": .integer(frame.index), "captured_s": log.seconds(frame.capturedAt)]
        guard frame.isEncoded else {
            object.append("dropped_by", .string("encoder"))
            return .object(object)
        }
        object.append("key", .boolean(frame.isKeyFrame))
        object.append("packets", .integer(frame.sequences.count))
        object.append("wholly_sent", .boolean(frame.isWhollySent))
        object.append("assembled_s", ifKnown: frame.assembledAt.map(log.seconds))
        object.append("decoded_s", ifKnown: frame.decodedAt.map(log.seconds))
        let troubled = frame.sequences.filter { sequence in
            guard let entry = self[sender].videoPackets[sequence] else { return false }
            return entry.arrivedAt == nil || entry.sendings.count > 1 || !entry.requestedAt.isEmpty
        }
        object.append(
            "troubled_packets",
            .array(troubled.map { self[sender].videoPackets.story(of: $0, packets, log) })
        )
        return .object(object)
    }
}
