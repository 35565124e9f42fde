import MediaTransport
import RTPWire
import RawMedia
import Units

/// What is recorded at one party's end of a call.
struct RecordedSide {
    let party: Party
    private let identifiers: StreamIdentifiers
    /// Whom it sends to.
    private let peer: UDPAddress
    private var connectedAt: Timestamp?
    private var capture = PacketCapture(epochSeconds: CaptureAddress.epochSeconds)
    private var capturedBytes = PacketCapture.fileHeader
    private(set) var sound: SoundTrack?
    private(set) var screen: ScreenTrack?
    private(set) var encoded: EncodedTrack?
    /// The streams that this party sends.
    var audioPackets = StreamLedger()
    var videoPackets = StreamLedger()
    /// What this party's camera took.
    var frames = FrameLedger()
    /// What this party heard and saw of the other.
    var concealment = ConcealmentWatch()
    var freezes = FreezeWatch()
    var lastDecodedFrame: Int?

    init(party: Party, identifiers: StreamIdentifiers, isForwarded: Bool) {
        self.party = party
        peer = isForwarded ? CaptureAddress.unit : CaptureAddress.of(party.other)
        self.identifiers = identifiers
    }

    mutating func connect(at now: Timestamp, until end: Timestamp, video: VideoPlan?, pictures: RecordedPictures) {
        connectedAt = now
        sound = SoundTrack(start: now, end: end)
        guard let video else { return }
        freezes.start(at: now)
        switch pictures {
        case .ivf: encoded = EncodedTrack(plan: video)
        case .y4m: screen = ScreenTrack(plan: video, start: now, end: end)
        case .none: break
        }
    }

    mutating func capture(_ datagram: Datagram, isSent: Bool, at now: Timestamp) {
        let own = CaptureAddress.of(party)
        capture.append(
            datagram.serialised(payloadTypes: identifiers.payloadTypes),
            from: isSent ? own : peer,
            to: isSent ? peer : own,
            at: now,
            to: &capturedBytes
        )
    }

    mutating func play(_ samples: ArraySlice<Int16>, at now: Timestamp) { sound?.play(samples, at: now) }

    mutating func show(_ picture: I420Frame, at now: Timestamp) { screen?.show(picture, at: now) }

    mutating func receive(_ frame: ReceivedVideoFrame) {
        if case .bytes(let bytes) = frame.payload { encoded?.add(bytes, rtpTimestamp: frame.rtpTimestamp) }
    }

    mutating func finish() {
        sound?.finish()
        screen?.finish()
    }

    mutating func take(into chunks: inout [RecordedChunk]) {
        chunks.append(RecordedChunk(file: .packets(party), bytes: capturedBytes))
        capturedBytes.removeAll(keepingCapacity: true)
        chunks.append(RecordedChunk(file: .sound(party), bytes: sound?.take() ?? []))
        chunks.append(RecordedChunk(file: .pictures(party), bytes: screen?.take() ?? encoded?.take() ?? []))
    }

    /// Which of this party's streams an RTP packet belongs to.
    func stream(of packet: RTPPacket) -> String {
        switch packet.header.ssrc {
        case identifiers.audioSSRC: "audio"
        case identifiers.videoSSRC: "video"
        case identifiers.videoRTXSSRC: "video_rtx"
        default: "other"
        }
    }

    /// What a reader of the capture needs to know of this party.
    var key: CaptureKey {
        let address = CaptureAddress.of(party)
        return CaptureKey(
            party: party,
            host: address.hostText,
            port: Int(address.port),
            audioSSRC: identifiers.audioSSRC,
            videoSSRC: identifiers.videoSSRC,
            videoRTXSSRC: identifiers.videoRTXSSRC,
            connectedAt: connectedAt
        )
    }

    func isAudio(_ packet: RTPPacket) -> Bool { isAudio(packet.header.ssrc) }

    func isAudio(_ ssrc: UInt32) -> Bool { ssrc == identifiers.audioSSRC }
}

/// Where a capture puts the two parties: addresses set aside for documentation (RFC 5737), ports of ours.
enum CaptureAddress {
    /// 1 January 2026, where the wall clock of sender reports begins too.
    static let epochSeconds = Int64(NTPTime.epochOffset) - 2_208_988_800

    /// The forwarding unit.
    static let unit = UDPAddress(host: 0xC000_0203, port: 50_004)

    static func of(_ party: Party) -> UDPAddress {
        switch party {
        case .clinician: UDPAddress(host: 0xC000_0201, port: 50_000)
        case .patient: UDPAddress(host: 0xC000_0202, port: 50_002)
        }
    }
}
