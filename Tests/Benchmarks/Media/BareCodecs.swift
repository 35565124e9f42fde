import CallSimulation
import MediaCodecs
import RawMedia
import Units

/// The codecs alone, over the pictures, sounds and decisions of a simulated call.
///
/// Both directions take turns, a frame or packet at a time, as they do in a call: two encoders and two decoders share
/// the processor's caches, and a bare run of one direction after the other would be too kind to itself.
enum BareCodecs {
    /// The CPU seconds that encoding and decoding take after the warm-up, both directions together.
    static func cpuSeconds(of log: CodecLog, plan: CallPlan, warmUpSeconds: Int) throws -> Double {
        let sounds = try Party.allCases.map {
            try BareAudio(plan, party: $0, expectedLosses: log.expectedLosses(of: $0))
        }
        let pictures = try Party.allCases.compactMap { try BareVideo(plan, party: $0, decisions: log.frames(of: $0)) }
        var cpu = 0.0
        for second in 0..<Int(plan.length.seconds) {
            var spent = 0.0
            for step in 0..<50 {
                for sound in sounds { spent += try sound.step() }
                // Three frames go with five packets at 30 frames a second; other rates keep their own share.
                for picture in pictures { spent += try picture.catchUp(toPacket: second * 50 + step + 1) }
            }
            if second >= warmUpSeconds { cpu += spent }
        }
        return cpu
    }
}

/// One direction's Opus.
private final class BareAudio {
    private var source: AudioSource
    private var encoder: OpusEncoder
    private var decoder: OpusDecoder
    private let expectedLosses: [Probability]
    private var index = 0
    private var block: [Int16] = []
    private var decoded: [Int16] = []

    init(_ plan: CallPlan, party: Party, expectedLosses: [Probability]) throws {
        source = plan.makeAudioSource(of: party)
        encoder = try OpusEncoder(plan.audio.encoder)
        decoder = try OpusDecoder()
        self.expectedLosses = expectedLosses
    }

    /// Encodes and decodes the next packet; the CPU seconds it took.
    func step() throws -> Double {
        guard index < expectedLosses.count else { return 0 }
        source.next(OpusEncoder.samplesPerPacket, into: &block)
        let start = ThreadTime.now()
        try encoder.setExpectedLoss(expectedLosses[index])
        decoded.removeAll(keepingCapacity: true)
        try decoder.decode(encoder.encode(block).bytes, into: &decoded)
        index += 1
        return ThreadTime.now() - start
    }
}

/// One direction's video codec.
private final class BareVideo {
    private let source: VideoSource
    private let frameRate: FrameRate
    private let decisions: [CodecLog.Frame]
    private var encoder: VideoEncoder
    private var decoder: VideoDecoder
    private let settings: VideoEncoderSettings
    private var picture: I420Frame
    private var scaled: I420Frame
    private var decoded: I420Frame?
    private var index = 0

    init?(_ plan: CallPlan, party: Party, decisions: [CodecLog.Frame]) throws {
        guard let video = plan.video, let source = plan.makeVideoSource(of: party) else { return nil }
        self.source = source
        self.decisions = decisions
        frameRate = video.frameRate
        settings = video.encoder
        encoder = try VideoEncoder(video.encoder)
        decoder = try VideoDecoder(video.encoder.codec)
        picture = I420Frame(width: video.encoder.width, height: video.encoder.height)
        scaled = picture
    }

    /// Encodes and decodes the frames that belong before an audio packet of 20 ms; the CPU seconds they took.
    func catchUp(toPacket packet: Int) throws -> Double {
        let due = packet * frameRate.numerator / (50 * frameRate.denominator)
        var cpu = 0.0
        while index < min(due, decisions.count) {
            let decision = decisions[index]
            index += 1
            source.frame(index: decision.index, mouthOpening: decision.mouthOpening, into: &picture)
            try resize(to: decision)
            let isWhole = scaled.width == picture.width && scaled.height == picture.height
            if !isWhole { picture.scale(into: &scaled) }
            let start = ThreadTime.now()
            try encoder.setRate(decision.bitrate, frameRate: decision.frameRate)
            let ticks = Int64(decision.index) * VideoCodec.clockRate * Int64(frameRate.denominator)
            let encoded = try encoder.encode(
                isWhole ? picture : scaled,
                presentationTicks: ticks / Int64(frameRate.numerator),
                forceKeyFrame: decision.forcesKeyFrame
            )
            if let encoded { _ = try decoder.decode(encoded.bytes, into: &decoded) }
            cpu += ThreadTime.now() - start
        }
        return cpu
    }

    /// Opens a new encoder where the call did, which is not timed.
    private func resize(to decision: CodecLog.Frame) throws {
        guard decision.width != scaled.width || decision.height != scaled.height else { return }
        scaled = I420Frame(width: decision.width, height: decision.height)
        var settings = self.settings
        (settings.width, settings.height) = (decision.width, decision.height)
        settings.bitrate = decision.bitrate
        encoder = try VideoEncoder(settings)
    }
}
