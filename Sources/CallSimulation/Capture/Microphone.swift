import MediaCodecs
import MediaTransport
import QualityModels
import RTPWire
import RawMedia
import Units

/// One party's microphone: a packet of 20 ms at a time, from an Opus encoder or from what a trace has of one.
struct Microphone {
    /// What one packet holds, and so how often one is due.
    static let packetTime = TimeDelta.milliseconds(20)
    static let samplesPerPacket = OpusEncoder.samplesPerPacket

    /// One of the three makes the packets; side by side, so that each is changed in place.
    private var encoder: SpeechEncoder?
    private var trace: AudioTracePlayer?
    private var packets: [TracedSound] = []
    private let firstTimestamp: UInt32
    private var startedAt = Timestamp.start
    private var packetCount = 0
    /// The sounds of the last packets, where they come from a trace.
    private var traced = Recent<TracedSound>(capacity: 1_024)
    /// The piece that was captured last, and whether somebody talked in it.
    private(set) var lastPiece: (begin: Timestamp, isSpeech: Bool)?
    private(set) var lastSound: TracedSound?

    init(source: AudioSource, settings: OpusEncoderSettings, firstTimestamp: UInt32) throws {
        encoder = try SpeechEncoder(source: source, settings: settings)
        self.firstTimestamp = firstTimestamp
    }

    init(_ player: AudioTracePlayer, firstTimestamp: UInt32) {
        trace = player
        self.firstTimestamp = firstTimestamp
    }

    /// One that sends the very packets of another call.
    init(packets: [TracedSound], firstTimestamp: UInt32) {
        self.packets = packets
        self.firstTimestamp = firstTimestamp
    }

    /// How far the speaker's mouth is open, 0 to 1.
    var mouthOpening: Double { encoder?.mouthOpening ?? 0 }

    /// The sound of the packet that was captured last; of a trace there is none.
    var lastSamples: [Int16] { encoder?.block ?? [] }

    mutating func start(at now: Timestamp) { startedAt = now }

    /// When the next packet is full.
    var nextCapture: Timestamp { startedAt + Self.packetTime * Int64(packetCount + 1) }

    mutating func setExpectedLoss(_ loss: Probability) throws {
        try encoder?.setExpectedLoss(loss)
        trace?.setExpectedLoss(loss)
    }

    /// The packet that is full now, or `nil` where discontinuous transmission leaves it out.
    mutating func capture() throws -> EncodedAudioFrame? {
        let captured = startedAt + Self.packetTime * Int64(packetCount)
        let (sound, payload) = try make()
        lastPiece = (captured, sound.isSpeech)
        lastSound = sound
        let timestamp = firstTimestamp &+ UInt32(truncatingIfNeeded: packetCount * Self.samplesPerPacket)
        packetCount += 1
        guard !sound.continuesDTX else { return nil }
        return EncodedAudioFrame(
            payload: payload,
            captureTime: captured,
            rtpTimestamp: timestamp,
            descriptor: OpusDescriptor(
                sampleCount: Self.samplesPerPacket,
                hasInBandFEC: sound.hasInBandFEC,
                isDTX: sound.isDTX
            )
        )
    }

    private mutating func make() throws -> (TracedSound, Payload) {
        if let encoder { return try encoder.next() }
        let sound = trace?.nextSound() ?? packets[min(packetCount, packets.count - 1)]
        traced.append(sound)
        return (sound, .described(length: Int(sound.byteCount), frame: UInt32(truncatingIfNeeded: packetCount)))
    }

    /// What a trace has of the sound that was captured then; `nil` where it is too old, or was really encoded.
    func sound(capturedAt time: Timestamp) -> TracedSound? {
        guard time >= startedAt else { return nil }
        return traced[Int((time - startedAt).nanoseconds / Self.packetTime.nanoseconds)]
    }

    /// When the first sample of the packet with this time stamp was captured.
    func captureTime(ofTimestamp timestamp: UInt32) -> Timestamp {
        let samples = Int64(Int32(bitPattern: timestamp &- firstTimestamp))
        return startedAt + TimeDelta(nanoseconds: samples * 1_000_000_000 / 48_000)
    }
}
