import MediaCodecs
import MediaTransport
import QualityModels
import RTPWire
import RawMedia
import Units

/// One party's microphone and Opus encoder: a packet of 20 ms at a time.
final class Microphone {
    /// What one packet holds, and so how often one is due.
    static let packetTime = TimeDelta.milliseconds(20)
    static let samplesPerPacket = OpusEncoder.samplesPerPacket

    private var source: AudioSource
    private var encoder: OpusEncoder
    private var block: [Int16] = []
    private let firstTimestamp: UInt32
    private var startedAt = Timestamp.start
    private var packetCount = 0
    private var activity = SpeechActivity()
    /// The piece that was captured last, and whether somebody talked in it.
    private(set) var lastPiece: (begin: Timestamp, isSpeech: Bool)?

    init(source: AudioSource, settings: OpusEncoderSettings, firstTimestamp: UInt32) throws {
        self.source = source
        encoder = try OpusEncoder(settings)
        self.firstTimestamp = firstTimestamp
        block.reserveCapacity(Self.samplesPerPacket)
    }

    /// How far the speaker's mouth is open, 0 to 1.
    var mouthOpening: Double { source.mouthOpening }

    func start(at now: Timestamp) { startedAt = now }

    /// When the next packet is full.
    var nextCapture: Timestamp { startedAt + Self.packetTime * Int64(packetCount + 1) }

    func setExpectedLoss(_ loss: Probability) throws { try encoder.setExpectedLoss(loss) }

    /// The packet that is full now, or `nil` where discontinuous transmission leaves it out.
    func capture() throws -> EncodedAudioFrame? {
        source.next(Self.samplesPerPacket, into: &block)
        let captured = startedAt + Self.packetTime * Int64(packetCount)
        lastPiece = (captured, activity.isSpeech(block))
        let encoded = try encoder.encode(block)
        let timestamp = firstTimestamp &+ UInt32(truncatingIfNeeded: packetCount * Self.samplesPerPacket)
        packetCount += 1
        guard !encoded.continuesDTX else { return nil }
        return EncodedAudioFrame(
            payload: .bytes(encoded.bytes),
            captureTime: captured,
            rtpTimestamp: timestamp,
            descriptor: OpusDescriptor(
                sampleCount: encoded.sampleCount,
                hasInBandFEC: encoded.hasInBandFEC,
                isDTX: encoded.isDTX
            )
        )
    }

    /// When the first sample of the packet with this time stamp was captured.
    func captureTime(ofTimestamp timestamp: UInt32) -> Timestamp {
        let samples = Int64(Int32(bitPattern: timestamp &- firstTimestamp))
        return startedAt + TimeDelta(nanoseconds: samples * 1_000_000_000 / 48_000)
    }
}
