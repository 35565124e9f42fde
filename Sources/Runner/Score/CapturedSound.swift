import MediaCodecs
import NetworkEmulation
import QualityModels
import RTPWire
import Results
import Units

/// What a buffer of fixed length would have played of a captured stream of Opus.
struct CapturedSound {
    /// Of AES_CM_128_HMAC_SHA1_80 (RFC 3711), what browsers agree on.
    private static let tagLength = 10

    let settings: CaptureScore.Settings
    let bitrate: DataRate?
    let bytes: [UInt8]
    let begin: Timestamp
    let end: Timestamp
    /// When the last picture that is shown to the same end came; `nil` without pictures.
    let alive: Timestamp?

    /// Fills in what is known of the sound, and counts its losses.
    func score(_ stream: CapturedStream, _ evidence: inout CallEvidence) throws(CaptureScore.Fault) -> LossTally {
        let measurement = try stream.measurement("sound")
        let tally = LossTally(measurement.losses)
        let step = samplesPerPacket(stream)
        let packet = TimeDelta(seconds: step / CapturedWindows.clock)
        let windows = CapturedWindows(
            stream,
            from: begin,
            to: end,
            buffer: settings.buffer,
            step: packet,
            alive: alive
        )
        evidence.hasHeard = windows?.hasPlayed
        note(stream, measurement, tally, &evidence)
        evidence.received.remarks.unknown["audio.concealed_ratio"] = "play-out is not in a capture"
        guard let delay = settings.delay else {
            let reason = "the delay on the way is not in a capture; --delay gives it"
            evidence.received.remarks.unknown["audio.mos"] = reason
            evidence.received.remarks.unknown["audio.mouth_to_ear"] = reason
            return tally
        }
        let rate = bitrate ?? rate(stream, step: step, &evidence)
        let mouthToEar = delay + settings.buffer + packet + .microseconds(6_500)
        evidence.received.metrics["audio.mouth_to_ear"] = mouthToEar.milliseconds
        let words =
            "the given delay, a buffer of \(settings.buffer.wholeMilliseconds) ms, a packet of "
            + "\(packet.wholeMilliseconds) ms and 6.5 ms of look-ahead"
        evidence.received.remarks.estimates["audio.mouth_to_ear"] = words
        evidence.received.remarks.estimates["audio.mos"] =
            "Ppl is of packets lost or over \(settings.buffer.wholeMilliseconds) ms later than the fastest of their window; "
            + "in-band copies, which would fill gaps, are not seen; delay: " + words
        evidence.received.windows["audio.mos"] = windows?.scored.map { mos($0, mouthToEar, rate) }
        evidence.received.remarks.unknown["audio.mos"] = gap(windows)
        return tally
    }

    /// Why not every window has a score; `nil` where each has.
    private func gap(_ windows: CapturedWindows?) -> String? {
        guard let windows else {
            return "time stamps and times of arrival drift apart by more than \(Int(CapturedWindows.longestDrift)) s"
        }
        guard windows.sampleCount > 0 else { return "a window takes at least 5 s of sound" }
        let count = windows.sampleCount - windows.scored.count
        guard count > 0 else { return nil }
        return
            "\(count) of \(windows.sampleCount) windows have less than 5 s of sound, and whether more was due there, "
            + "before it begins, after it ends or while its sender pauses, is not in a capture"
    }

    private func mos(_ window: CapturedWindows.Window, _ mouthToEar: TimeDelta, _ rate: DataRate) -> Double {
        guard window.expected > window.missed,
            let loss = EffectiveLoss(lostPackets: window.missed, ofPackets: window.expected)
        else { return 1 }
        var parameters = EModelParameters.wideband
        parameters.ie = OpusImpairment.ie(bitrate: rate)
        parameters.bpl = OpusImpairment.bpl
        parameters.setLoss(loss)
        parameters.ta = mouthToEar.milliseconds
        return WidebandEModel.rating(parameters).mos.value
    }

    /// What has no metric of its own, in words.
    private func note(
        _ stream: CapturedStream,
        _ measurement: PathMeasurement,
        _ tally: LossTally,
        _ evidence: inout CallEvidence
    ) {
        var words = "sound: SSRC \(stream.ssrc), payload type \(stream.payloadType), \(stream.packets.count) packets"
        if let jitter = measurement.interarrivalJitter {
            words += ", jitter \((jitter.milliseconds * 10).rounded() / 10) ms (RFC 3550) at the end"
        }
        if let rate = tally.lossRate, let run = tally.meanRun, let ratio = BurstRatio(lossRate: rate, meanBurst: run) {
            words += ", burst ratio \((ratio.value * 100).rounded() / 100)"
        }
        evidence.notes.append(words)
        if let last = stream.packets.map(\.time).max(), end - last > .seconds(1) {
            func round(_ time: TimeDelta) -> Double { (time.seconds * 10).rounded() / 10 }
            var words = "the sound ends \(round(end - last)) s before the rest of the capture does"
            if let alive, alive - last > .seconds(1) {
                words += "; the \(round(alive - last)) s in which pictures still come count as silence"
            }
            evidence.notes.append(words)
        }
    }

    /// The commonest step of the time stamps from packet to packet.
    private func samplesPerPacket(_ stream: CapturedStream) -> Double {
        var counts: [Int64: Int] = [:]
        for (one, next) in zip(stream.packets, stream.packets.dropFirst())
        where next.sequenceNumber == one.sequenceNumber + 1 && (120...5_760).contains(next.timestamp - one.timestamp) {
            counts[next.timestamp - one.timestamp, default: 0] += 1
        }
        return Double(counts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? 960)
    }

    private func rate(_ stream: CapturedStream, step: Double, _ evidence: inout CallEvidence) -> DataRate {
        let heads = stream.packets.map { OpusPacket(Array(bytes[$0.payload])) }
        let isClear = heads.count { $0.map { Double($0.sampleCount) == step } ?? false } * 20 >= 19 * heads.count
        let tag = isClear ? 0 : Self.tagLength
        let size = stream.packets.reduce(0) { $0 + max($1.payload.count - tag, 0) }
        let rate = Double(size) * 8 / Double(stream.packets.count) * CapturedWindows.clock / step
        let words = isClear ? "" : ", less \(tag) bytes a packet for SRTP's tag"
        evidence.notes.append(
            "Opus at \((rate / 100).rounded() / 10) kbit/s, as it arrived\(words); --bitrate tells it better"
        )
        return DataRate(bitsPerSecond: Int64(min(rate, 1e6)))
    }
}
