import MediaTransport
import Results
import Units

extension CallRecorder {
    /// The most missing packets that one concealment tells about.
    private static let toldPacketsMax: Int64 = 50

    /// One party's play-out does a step of 10 ms; `sound` is what it puts out.
    mutating func played(
        _ decision: AudioDecision,
        _ outcome: AudioOutcome,
        _ sound: ArraySlice<Int16>,
        to party: Party,
        at now: Timestamp
    ) {
        checkFreeze(of: party, at: now)
        guard decision.operation != .silence else { return }
        self[party].play(sound, at: now)
        if decision.operation != .normal || outcome.concealedSampleCount > 0 {
            logDecision(decision, outcome, at: party, now)
        }
        let decoded = decision.packets.map { packet in
            self[party.other].audioPackets.sequence(of: packet.mediaSequenceNumber)
        }
        let change = self[party].concealment.step(
            concealedSampleCount: outcome.concealedSampleCount,
            decoded: decoded,
            at: now
        )
        if let begun = change.begun { logConcealmentBegin(begun, at: party, now) }
        if let ended = change.ended {
            let isFEC = decision.packets.first.map { $0.isFEC || $0.isRedundant } ?? false
            logConcealmentEnd(ended, next: decoded.min(), isFromFEC: isFEC, at: party, now)
        }
    }

    mutating func closeOpenConcealment(of party: Party, at end: Timestamp) {
        guard let open = self[party].concealment.finish() else { return }
        logConcealmentEnd(open, next: nil, isFromFEC: false, at: party, end)
    }

    private mutating func logDecision(
        _ decision: AudioDecision,
        _ outcome: AudioOutcome,
        at party: Party,
        _ now: Timestamp
    ) {
        var details: JSONObject = ["operation": .string(decision.operation.name)]
        details.append("decoded_samples", .integer(outcome.decodedSampleCount))
        details.append("concealed_samples", .integer(outcome.concealedSampleCount))
        details.append("removed_samples", .integer(outcome.removedSampleCount))
        details.append("inserted_samples", .integer(outcome.insertedSampleCount))
        details.append("buffered_samples", .integer(outcome.bufferedSampleCount))
        details.append("seqs", .array(decision.packets.map { .integer($0.sequenceNumber) }))
        if decision.packets.contains(where: \.isFEC) {
            let carriers = decision.packets.filter(\.isFEC).map { JSONValue.integer($0.sequenceNumber) }
            details.append("fec_in_seqs", .array(carriers))
        }
        if decision.packets.contains(where: \.isRedundant) {
            let carriers = decision.packets.filter(\.isRedundant).map { JSONValue.integer($0.sequenceNumber) }
            details.append("red_in_seqs", .array(carriers))
        }
        if outcome.isConcealedByCodec { details.append("concealed_by", .string("codec")) }
        log.add(.audioDecision, at: party, now, details)
    }

    private mutating func logConcealmentBegin(
        _ concealment: ConcealmentWatch.Concealment,
        at party: Party,
        _ now: Timestamp
    ) {
        var details: JSONObject = [:]
        if let after = concealment.after {
            details.append("after_seq", .integer(UInt16(truncatingIfNeeded: after)))
            details.append("waiting_for", self[party.other].audioPackets.story(of: after + 1, packets, log))
        }
        log.add(.concealmentBegin, at: party, now, details)
    }

    private mutating func logConcealmentEnd(
        _ concealment: ConcealmentWatch.Concealment,
        next: Int64?,
        isFromFEC: Bool,
        at party: Party,
        _ now: Timestamp
    ) {
        let stream = self[party.other].audioPackets
        var details: JSONObject = ["since_s": log.seconds(concealment.since)]
        details.append("samples", .integer(concealment.sampleCount))
        let first = (concealment.after ?? (stream.highest ?? 0)) + 1
        let end = next ?? (stream.highest ?? first - 1) + 1
        let missing = (first..<max(first, end)).filter { !concealment.decoded.contains($0) }
        details.append("cause", .string(cause(of: missing, next: next, stream)))
        let told = missing.prefix(Int(Self.toldPacketsMax))
        details.append("missing", .array(told.map { stream.story(of: $0, packets, log) }))
        details.append("next", ifKnown: next.map { stream.story(of: $0, packets, log) })
        if isFromFEC { details.append("next_from_fec", .boolean(true)) }
        log.add(.concealmentEnd, at: party, now, details)
    }

    /// Why sound was lacking, in one word.
    private func cause(of missing: [Int64], next: Int64?, _ stream: StreamLedger) -> String {
        for sequence in missing {
            guard let entry = stream[sequence] else { continue }
            if let fate = packets.firstLoss(of: entry.sendings) { return fate.name }
        }
        return missing.isEmpty && next == nil ? "nothing_sent" : "late"
    }
}

extension AudioOperation {
    fileprivate var name: String {
        switch self {
        case .normal: "normal"
        case .expand: "expand"
        case .merge: "merge"
        case .accelerate(let fast): fast ? "fast_accelerate" : "accelerate"
        case .preemptiveExpand: "preemptive_expand"
        case .comfortNoise: "comfort_noise"
        case .silence: "silence"
        }
    }
}
