import MediaCodecs
import QualityModels
import RTPWire
import RawMedia
import Units

/// A sound and the Opus encoder that it goes through.
final class SpeechEncoder {
    private var source: AudioSource
    private var encoder: OpusEncoder
    /// The sound that was encoded last.
    private(set) var block: [Int16] = []
    private var activity = SpeechActivity()

    init(source: AudioSource, settings: OpusEncoderSettings) throws {
        self.source = source
        encoder = try OpusEncoder(settings)
        block.reserveCapacity(Microphone.samplesPerPacket)
    }

    var mouthOpening: Double { source.mouthOpening }

    func setExpectedLoss(_ loss: Probability) throws { try encoder.setExpectedLoss(loss) }

    func next() throws -> (sound: TracedSound, payload: Payload) {
        source.next(Microphone.samplesPerPacket, into: &block)
        let isSpeech = activity.isSpeech(block)
        let encoded = try encoder.encode(block)
        let sound = TracedSound(
            byteCount: UInt16(encoded.bytes.count),
            hasInBandFEC: encoded.hasInBandFEC,
            isDTX: encoded.isDTX,
            continuesDTX: encoded.continuesDTX,
            isSpeech: isSpeech
        )
        return (sound, .bytes(encoded.bytes))
    }
}
