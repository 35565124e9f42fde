import MediaCodecs
import MediaTransport
import RTPWire
import RawMedia
import Units

/// One party's Opus decoder and loudspeaker: does what the jitter buffer decides, every 10 ms.
final class Speaker {
    static let pullInterval = TimeDelta.milliseconds(10)
    static let samplesPerPull = 480
    /// Samples that are held back to fade into what follows (libwebrtc, `expand.h`: 5 at 8 kHz).
    static let overlap = 30
    /// How much later than captured the decoder gives a sample back: 6.5 ms at 48 kHz (RFC 6716, section 4.5).
    static let codecDelay = SampleClock.duration(ofSamples: 312)

    private var decoder: OpusDecoder
    private var concealment: Concealment
    private let concealsByCodec: Bool
    private var buffer = PlayoutBuffer()
    private var decoded: [Int16] = []
    /// The last 30 ms that were put out.
    private var played: [Int16] = []

    init(seed: UInt64, concealsByCodec: Bool = false) throws {
        self.concealsByCodec = concealsByCodec
        decoder = try OpusDecoder()
        concealment = Concealment(seed: seed)
        buffer.append([Int16](repeating: 0, count: Self.overlap), .comfortNoise)
    }

    /// The sound of the last step, where it put anything out.
    var lastStep: ArraySlice<Int16> { played.suffix(Self.samplesPerPull) }

    /// How many samples wait, less those that a fade may still change.
    var bufferedSampleCount: Int { buffer.count - Self.overlap }

    /// Does one step; what was captured when is asked of the microphone at the other end.
    func play(_ decision: AudioDecision, from microphone: inout Microphone) throws -> (
        outcome: AudioOutcome, heard: HeardSound
    ) {
        guard decision.operation != .silence else { return (AudioOutcome(bufferedSampleCount: 0), HeardSound()) }
        var outcome = AudioOutcome(bufferedSampleCount: 0)
        let captured = decode(decision.packets, from: &microphone)
        outcome.decodedSampleCount = decoded.count
        switch decision.operation {
        case .merge: merge(captured, &outcome)
        case .accelerate:
            append(captured)
            let energy = concealment.background.energy
            outcome.removedSampleCount = buffer.shorten {
                TimeStretch.accelerate(&$0, backgroundEnergy: energy)
            }
        case .preemptiveExpand:
            append(captured)
            let energy = concealment.background.energy
            outcome.insertedSampleCount = buffer.lengthen { lengthen(&$0, backgroundEnergy: energy) }
        case .comfortNoise:
            try decoder.conceal(sampleCount: Self.samplesPerPull, into: &decoded)
            outcome.decodedSampleCount = decoded.count
            buffer.append(decoded, .comfortNoise)
        case .normal, .expand, .silence: append(captured)
        }
        if bufferedSampleCount < Self.samplesPerPull {
            try concealsByCodec ? concealByCodec(&outcome) : expand(&outcome)
        }
        played = Array((played + buffer.samples[..<Self.samplesPerPull]).suffix(TimeStretch.requiredSamples))
        let heard = buffer.play(Self.samplesPerPull)
        if !outcome.isConcealedByCodec { outcome.isMuted = concealment.isMuted }
        outcome.bufferedSampleCount = bufferedSampleCount
        return (outcome, heard)
    }

    /// Decodes packets into `decoded`; when their first sample was captured.
    private func decode(_ packets: [AudioPacketToDecode], from microphone: inout Microphone) -> Timestamp? {
        decoded.removeAll(keepingCapacity: true)
        for packet in packets {
            guard case .bytes(let bytes) = packet.payload else { continue }
            // A packet that libopus refuses leaves a gap, which is concealed and counted like any other.
            if packet.isFEC {
                try? decoder.decodeFEC(fromNext: bytes, sampleCount: packet.sampleCount, into: &decoded)
            } else {
                try? decoder.decode(bytes, into: &decoded)
            }
        }
        return packets.first.map { microphone.captureTime(ofTimestamp: $0.rtpTimestamp) - Self.codecDelay }
    }

    private func append(_ captured: Timestamp?) {
        guard let captured, !decoded.isEmpty else { return }
        concealment.played(decoded)
        buffer.append(decoded, .decoded(captured: captured))
    }

    private func merge(_ captured: Timestamp?, _ outcome: inout AudioOutcome) {
        guard let captured, !decoded.isEmpty else { return }
        let waiting = buffer.removeAll()
        let merged = concealment.merge(decoded, after: waiting)
        buffer.append(Array(merged.samples[..<merged.madeUp]), .concealment)
        buffer.append(Array(merged.samples[merged.madeUp...]), .decoded(captured: captured))
        outcome.mergeDelta = merged.madeUp - waiting.count
    }

    /// Inserts a pitch period, looking back at what was played already where too little waits.
    private func lengthen(_ samples: inout [Int16], backgroundEnergy: Double?) -> Int {
        let past = played.suffix(max(0, TimeStretch.requiredSamples - samples.count))
        var sound = Array(past) + samples
        let inserted = TimeStretch.preemptivelyExpand(
            &sound,
            unmodifiable: past.count,
            backgroundEnergy: backgroundEnergy
        )
        samples = Array(sound.dropFirst(past.count))
        return inserted
    }

    /// Fills the gap with whole steps of what libopus makes up, as libwebrtc does where it is told to
    /// (`audio_decoder_opus.cc`, `GeneratePlc`).
    private func concealByCodec(_ outcome: inout AudioOutcome) throws {
        var made: [Int16] = []
        try decoder.conceal(sampleCount: Self.samplesPerPull, into: &made)
        buffer.append(made, .concealment)
        outcome.concealedSampleCount = made.count
        outcome.isConcealedByCodec = true
        outcome.isMuted = made.allSatisfy { $0 == 0 }
    }

    private func expand(_ outcome: inout AudioOutcome) {
        var made: [Int16] = []
        concealment.expand(Self.samplesPerPull - bufferedSampleCount, into: &made)
        buffer.append(made, .concealment)
        outcome.concealedSampleCount = made.count
    }
}
