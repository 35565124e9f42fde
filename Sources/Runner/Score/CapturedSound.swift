import MediaCodecs
import NetworkEmulation
import QualityModels
import RTPWire
import Results
import Units

/// What a buffer of fixed length would have played of a captured stream of Opus.
struct CapturedSound {
    /// Opus's clock (RFC 7587, section 4.1).
    private static let clock = 48_000.0
    /// Of AES_CM_128_HMAC_SHA1_80 (RFC 3711), what browsers agree on.
    private static let tagLength = 10

    let settings: CaptureScore.Settings
    let bitrate: DataRate?
    let bytes: [UInt8]
    let begin: Timestamp
    let end: Timestamp

    /// What became of the packets that were sent within 10 s.
    private struct Window {
        var fastest = Double.infinity
        var expected = 0
        var missed = 0
    }

    /// Fills in what is known of the sound, and counts its losses.
    func score(_ stream: CapturedStream, _ evidence: inout CallEvidence) throws(CaptureScore.Fault) -> LossTally {
        let measurement = try stream.measurement("sound")
        let tally = LossTally(measurement.losses)
        evidence.hasHeard = true
        note(stream, measurement, tally, &evidence)
        evidence.received.remarks.unknown["audio.concealed_ratio"] = "play-out is not in a capture"
        guard let delay = settings.delay else {
            let reason = "the delay on the way is not in a capture; --delay gives it"
            evidence.received.remarks.unknown["audio.mos"] = reason
            evidence.received.remarks.unknown["audio.mouth_to_ear"] = reason
            return tally
        }
        let step = samplesPerPacket(stream)
        let rate = bitrate ?? rate(stream, step: step, &evidence)
        let packet = TimeDelta(seconds: step / Self.clock)
        let mouthToEar = delay + settings.buffer + packet + .microseconds(6_500)
        evidence.received.metrics["audio.mouth_to_ear"] = mouthToEar.milliseconds
        let words =
            "the given delay, a buffer of \(settings.buffer.wholeMilliseconds) ms, a packet of "
            + "\(packet.wholeMilliseconds) ms and 6.5 ms of look-ahead"
        evidence.received.remarks.estimates["audio.mouth_to_ear"] = words
        evidence.received.remarks.estimates["audio.mos"] =
            "Ppl is of packets lost or over \(settings.buffer.wholeMilliseconds) ms later than the fastest of their window; "
            + "in-band copies, which would fill gaps, are not seen; delay: " + words
        let windows = windows(stream)
        evidence.received.windows["audio.mos"] = windows.map { mos($0, mouthToEar, rate) }
        if windows.isEmpty { evidence.received.remarks.unknown["audio.mos"] = "a window takes at least 5 s of sound" }
        return tally
    }

    private func mos(_ window: Window, _ mouthToEar: TimeDelta, _ rate: DataRate) -> Double {
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
        if let last = stream.packets.last?.time, end - last > .seconds(1) {
            let silence = ((end - last).seconds * 10).rounded() / 10
            evidence.notes.append("the sound ends \(silence) s before the rest of the capture does")
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
        let rate = Double(size) * 8 / Double(stream.packets.count) * Self.clock / step
        let words = isClear ? "" : ", less \(tag) bytes a packet for SRTP's tag"
        evidence.notes.append(
            "Opus at \((rate / 100).rounded() / 10) kbit/s, as it arrived\(words); --bitrate tells it better"
        )
        return DataRate(bitsPerSecond: Int64(min(rate, 1e6)))
    }

    /// The windows of 10 s from the start of the capture that have 5 s of sound or more.
    private func windows(_ stream: CapturedStream) -> [Window] {
        guard let first = stream.packets.first else { return [] }
        let seconds = AudioWindows.windowLength.seconds
        let offset = (first.time - begin).seconds
        var delays: [Int64: (sent: Double, delay: Double)] = [:]
        for packet in stream.packets where delays[packet.sequenceNumber] == nil {
            let sent = offset + Double(packet.timestamp - first.timestamp) / Self.clock
            delays[packet.sequenceNumber] = (sent, (packet.time - begin).seconds - sent)
        }
        guard let low = delays.keys.min(), let high = delays.keys.max() else { return [] }
        let length = (end - begin).seconds
        let count = AudioWindows.sampleCount(in: end - begin)
        var windows = [Window](repeating: Window(), count: count)
        func place(_ sent: Double) -> Int? {
            let index = Int(min(max(sent, 0), length) / seconds)
            return index < count ? index : nil
        }
        for known in delays.values {
            guard let index = place(known.sent) else { continue }
            windows[index].fastest = min(windows[index].fastest, known.delay)
        }
        var sent = offset
        for number in low...high {
            let known = delays[number]
            sent = known?.sent ?? sent
            guard let index = place(sent) else { continue }
            windows[index].expected += 1
            let isLate = known.map { $0.delay - windows[index].fastest > settings.buffer.seconds } ?? true
            if isLate { windows[index].missed += 1 }
        }
        return windows.filter { $0.expected > 0 }
    }
}
