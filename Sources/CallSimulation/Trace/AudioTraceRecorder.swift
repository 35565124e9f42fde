import MediaCodecs
import QualityModels
import RawMedia
import Units
import VirtualTime

/// Records what the encoder makes of a sound, and what a receiver could do with each part of it.
struct AudioTraceRecorder {
    /// What libopus is told to expect; in between the nearest is taken.
    ///
    /// Without in-band copies it makes no difference.
    var expectedLossPercents: [Int] { settings.inBandFEC ? [0, 2, 6, 12, 20] : [0] }

    let settings: OpusEncoderSettings

    /// A voice that talks for 6 s and pauses for 3 s, four times.
    func voice(_ voice: SpeechSynthesiser.Voice) throws -> AudioTrace {
        let (talk, pause) = (300, 150)
        let turns = 4
        let spurts = (0..<turns).map { turn in
            let start = Self.packetTime * Int64(turn * (talk + pause))
            return TalkSpurt(start: start, end: start + Self.packetTime * Int64(talk))
        }
        var seed = RandomStream(seed: 0, owner: 0, cause: .clinicianSpeech)
        let source = AudioSource.synthetic(SpeechSynthesiser(voice: voice, spurts: spurts, using: &seed))
        return AudioTrace(
            material: .voice(talkCount: talk, pauseCount: pause),
            levels: try levels(of: source, packetCount: turns * (talk + pause))
        )
    }

    /// The first minute of a recording.
    func recording(_ clip: AudioClip) throws -> AudioTrace {
        AudioTrace(material: .recording, levels: try levels(of: .clip(clip), packetCount: 3_000))
    }

    private static let packetTime = Microphone.packetTime

    private func levels(of source: AudioSource, packetCount: Int) throws -> [AudioTrace.Level] {
        try expectedLossPercents.map { percent in
            AudioTrace.Level(
                expectedLossPercent: percent,
                packets: try packets(of: source, count: packetCount, expectedLossPercent: percent)
            )
        }
    }

    private func packets(of source: AudioSource, count: Int, expectedLossPercent: Int) throws -> [TracedSound] {
        var settings = settings
        settings.expectedLoss = Probability(clamping: Double(expectedLossPercent) / 100)
        var (source, block) = (source, [Int16]())
        var encoder = try OpusEncoder(settings)
        var decoder = try OpusDecoder()
        var (activity, heard) = (SpeechActivity(), [Int16]())
        var traced: [TracedSound] = []
        for _ in 0..<count {
            source.next(Microphone.samplesPerPacket, into: &block)
            let encoded = try encoder.encode(block)
            try decoder.decode(encoded.bytes, into: &heard)
            traced.append(
                TracedSound(
                    byteCount: UInt16(encoded.bytes.count),
                    hasInBandFEC: encoded.hasInBandFEC,
                    isDTX: encoded.isDTX,
                    continuesDTX: encoded.continuesDTX,
                    isSpeech: activity.isSpeech(block)
                )
            )
        }
        // The last packets are followed by silence, of which nothing can be stretched: the start stands for it.
        heard += heard.prefix(TimeStretch.requiredSamples)
        var background = BackgroundNoise()
        for index in traced.indices {
            let start = index * Microphone.samplesPerPacket
            background.hear(Array(heard[start..<(start + Microphone.samplesPerPacket)]))
            let found = TimeStretch.stretchability(
                of: Array(heard[start..<(start + TimeStretch.requiredSamples)]),
                backgroundEnergy: background.energy
            )
            traced[index].period = UInt16(found.period)
            (traced[index].repeats, traced[index].isPassive) = (found.repeats, found.isPassive)
        }
        return traced
    }
}
