public import QualityModels
public import Units

extension StatisticsTable {
    /// What was played between each snapshot and the next, as the quality models take it.
    ///
    /// `getStats` does not know when a sound was captured: mouth-to-ear is what the jitter buffer held in the interval
    /// (`jitterBufferDelay` over `jitterBufferEmittedCount`), half the latest round-trip time, and `sendingDelay`, which
    /// is a packet's length and the codec's look-ahead. Devices are left out. All concealment counts, as it does for
    /// a sender without DTX; for one with it, silent concealment is left out while packets come, of which DTX sends one
    /// each 400 ms.
    public func audioPlayouts(
        sendingDelay: TimeDelta = .microseconds(26_500),
        usesDTX: Bool = false
    ) -> [AudioPlayout] {
        // Reports begin a little after the sound: the first of them tells of the time before it too.
        let earliest = firstRoundTripTime
        return times.indices.dropFirst().compactMap { index in
            func grown(_ field: String) -> Double? {
                guard self["inbound-rtp.audio.\(field)"]?[index] != nil else { return nil }
                return growth("inbound-rtp.audio.\(field)", from: index - 1, to: index)
            }
            guard let samples = grown("totalSamplesReceived"), samples >= 1 else { return nil }
            var mouthToEar: TimeDelta?
            if let emitted = grown("jitterBufferEmittedCount"), emitted > 0, let held = grown("jitterBufferDelay") {
                let transit = (roundTripTime(at: index) ?? earliest ?? 0) / 2
                mouthToEar = sendingDelay + TimeDelta(seconds: held / emitted + transit)
            }
            let duration = times[index] - times[index - 1]
            var concealed = grown("concealedSamples") ?? 0
            if usesDTX, let packets = grown("packetsReceived"), packets >= 2 * duration.seconds {
                concealed -= min(grown("silentConcealedSamples") ?? 0, concealed)
            }
            return AudioPlayout(
                time: .start + times[index - 1],
                duration: duration,
                samples: Int(samples),
                concealedSamples: Int(concealed),
                mouthToEar: mouthToEar
            )
        }
    }

    private static let roundTripTimes = [
        "remote-inbound-rtp.audio.roundTripTime", "remote-inbound-rtp.video.roundTripTime",
        "candidate-pair.currentRoundTripTime",
    ]

    /// The latest round-trip time known at a snapshot, in seconds: of RTCP for audio, for video, or of STUN.
    private func roundTripTime(at index: Int) -> Double? {
        for name in Self.roundTripTimes {
            if let known = latest(name, at: index) { return known }
        }
        return nil
    }

    private var firstRoundTripTime: Double? {
        Self.roundTripTimes.compactMap { name in self[name]?.first { $0 != nil } ?? nil }.first
    }

    /// Whether any round-trip time is known.
    var knowsRoundTripTime: Bool { firstRoundTripTime != nil }
}
