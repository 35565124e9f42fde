import MediaTransport
import Units

/// Plays described audio: the samples that a decoder and a time stretcher would give, counted and not heard.
struct SamplePlayer {
    /// 10 ms at 48 kHz.
    private static let pull = 480
    /// What a stretch adds or removes, as long as a usual pitch period.
    private static let stretch = 240
    private var buffered = 0

    mutating func play(from endpoint: inout MediaEndpoint, at now: Timestamp) {
        let decision = endpoint.pullAudio(at: now, decodedSampleCount: buffered)
        var outcome = AudioOutcome(bufferedSampleCount: 0)
        guard decision.operation != .silence else {
            endpoint.completeAudio(outcome, at: now)
            return
        }
        outcome.decodedSampleCount = decision.packets.reduce(0) { $0 + $1.sampleCount }
        buffered += outcome.decodedSampleCount
        switch decision.operation {
        case .accelerate where buffered >= 3 * Self.pull:
            outcome.removedSampleCount = Self.stretch
            buffered -= Self.stretch
        case .preemptiveExpand where buffered > 0:
            outcome.insertedSampleCount = Self.stretch
            buffered += Self.stretch
        default: break
        }
        let missing = max(Self.pull - buffered, 0)
        outcome.concealedSampleCount = missing
        buffered += missing - Self.pull
        outcome.bufferedSampleCount = buffered
        endpoint.completeAudio(outcome, at: now)
    }
}
