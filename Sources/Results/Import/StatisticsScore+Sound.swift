import QualityModels
import Units

extension StatisticsScore {
    private static let prefix = "inbound-rtp.audio."
    private static let delayFields = ["jitterBufferDelay", "jitterBufferEmittedCount"].map { prefix + $0 }
    private static let concealmentFields = ["totalSamplesReceived", "concealedSamples"].map { prefix + $0 }
    private static let all = ["audio.mos", "audio.concealed_ratio", "audio.mouth_to_ear"]

    /// Fills in what is known of the sound; the score where every second of it is known.
    func scoreSound(_ evidence: inout CallEvidence) -> AudioScore? {
        guard choice.carriesAudio else {
            return leaveUnknown(Self.all, "no received stream of sound is in the dump", &evidence)
        }
        if let missing = missing(Self.concealmentFields) { return leaveUnknown(Self.all, missing, &evidence) }
        let pieces = table.audioPlayouts(usesDTX: choice.usesDTX).filter { piece in
            (start...(start + length)).contains(piece.time - .start)
        }
        let played = pieces.reduce(0) { $0 + $1.samples }
        guard played > 0 else {
            return leaveUnknown(Self.all, "nothing was played between any two snapshots", &evidence)
        }
        let concealed = pieces.reduce(0) { $0 + $1.concealedSamples }
        evidence.received.metrics["audio.concealed_ratio"] = min(Double(concealed) / Double(played), 1)
        evidence.received.remarks.estimates["audio.concealed_ratio"] =
            choice.usesDTX
            ? "the sender pauses for silence (usedtx): silent concealment is left out while packets come"
            : "all concealedSamples, silent ones too: the dump names no pauses for silence (usedtx)"
        // What was heard before the dump began was heard.
        let counts = Self.concealmentFields.compactMap { table.filled($0)?[last] }
        evidence.hasHeard = pieces.contains { $0.concealedSamples < $0.samples } || counts[0] > counts[1]
        guard let rate = rate(&evidence) else { return nil }
        if let reason = delayGap {
            return leaveUnknown(["audio.mos", "audio.mouth_to_ear"], reason, &evidence)
        }
        return score(pieces, rate, &evidence)
    }

    private func leaveUnknown(_ names: [String], _ reason: String, _ evidence: inout CallEvidence) -> AudioScore? {
        for name in names { evidence.received.remarks.unknown[name] = reason }
        return nil
    }

    /// Why no mouth-to-ear delay can be estimated; `nil` where one can.
    private var delayGap: String? {
        if let missing = missing(Self.delayFields) { return missing }
        guard table.knowsRoundTripTime else {
            return "no round-trip time is in the dump, and a delay cannot be seen from one end without it"
        }
        return nil
    }

    private func score(_ pieces: [AudioPlayout], _ rate: DataRate, _ evidence: inout CallEvidence) -> AudioScore? {
        var windows = AudioWindows(start: .start + start, length: length, bitrate: rate)
        for piece in pieces where piece.duration <= AudioWindows.windowLength { windows.add(piece) }
        let score = windows.score()
        evidence.received.metrics["audio.mouth_to_ear"] = score.mouthToEar?.milliseconds
        if score.mouthToEar == nil {
            evidence.received.remarks.unknown["audio.mouth_to_ear"] = "no sound was decoded"
        }
        let words =
            "mouth to ear is half the round-trip time, the jitter buffer, a packet of 20 ms and 6.5 ms of look-ahead"
        evidence.received.remarks.estimates["audio.mouth_to_ear"] = words + "; devices are not in it"
        evidence.received.remarks.estimates["audio.mos"] = words
        let counted = counted(score.windows, pieces)
        // All but a second of a window must be counted.
        let known = zip(score.windows, counted).filter { $0.length - $1 < .seconds(1) }.map(\.0)
        evidence.received.windows["audio.mos"] = known.filter(\.isSample).map(\.mos)
        if known.isEmpty || known.allSatisfy({ !$0.isSample }) {
            evidence.received.remarks.unknown["audio.mos"] =
                length < AudioWindows.shortestWindow
                ? "a window takes at least 5 s, and the dump lasts \(length.milliseconds / 1_000) s"
                : "in no window of 10 s was play-out counted throughout"
        } else if known.count < score.windows.count {
            evidence.received.remarks.unknown["audio.mos"] =
                "\(score.windows.count - known.count) of \(score.windows.count) windows, in which nothing was played for "
                + "a second or more, or in which snapshots are missing"
        }
        return known.count == score.windows.count ? score : nil
    }

    /// For how much of each window play-out was counted; windows follow one another.
    private func counted(_ windows: [AudioScore.Window], _ pieces: [AudioPlayout]) -> [TimeDelta] {
        var counted = [TimeDelta](repeating: .zero, count: windows.count)
        for piece in pieces where piece.duration <= AudioWindows.windowLength {
            let (begin, end) = (piece.time - .start - start, piece.time + piece.duration - .start - start)
            var index = Int(max(begin, .zero).nanoseconds / AudioWindows.windowLength.nanoseconds)
            while index < windows.count, windows[index].start < end {
                let window = windows[index]
                counted[index] += max(min(end, window.start + window.length) - max(begin, window.start), .zero)
                index += 1
            }
        }
        return counted
    }

    /// Opus's bit rate, or `nil` with the reason.
    private func rate(_ evidence: inout CallEvidence) -> DataRate? {
        if let codec = choice.audioCodec {
            guard codec.lowercased() == "audio/opus" else {
                return nothing("the codec is \(codec), for which there is no table", &evidence)
            }
        } else {
            evidence.notes.append("the codec is Opus: the dump does not name it")
        }
        if let bitrate {
            evidence.notes.append("Opus at \(bitrate.kilobitsPerSecond) kbit/s, \(bitrateOrigin)")
            return bitrate
        }
        guard let bytes = growth(Self.prefix + "bytesReceived"), let packets = growth(Self.prefix + "packetsReceived"),
            packets > 0
        else {
            return nothing("the bit rate of Opus is not known: no packet came, or none is counted", &evidence)
        }
        let lost = max(growth(Self.prefix + "packetsLost") ?? 0, 0)
        let rate = 8 * bytes / packets * (packets + lost) / length.seconds
        guard (1_000...1_000_000).contains(rate) else {
            return nothing("\(rate) bit/s of sound came, which is no rate of Opus", &evidence)
        }
        let rounded = DataRate(bitsPerSecond: Int64(rate))
        evidence.notes.append(
            "Opus at \((rounded.kilobitsPerSecond * 10).rounded() / 10) kbit/s, as it arrived; --bitrate tells it better"
        )
        return rounded
    }

    private func nothing(_ reason: String, _ evidence: inout CallEvidence) -> DataRate? {
        evidence.received.remarks.unknown["audio.mos"] = reason
        evidence.received.remarks.unknown["audio.mouth_to_ear"] = reason
        return nil
    }
}
