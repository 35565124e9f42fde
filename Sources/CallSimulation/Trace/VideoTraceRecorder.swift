import MediaCodecs
import MediaTransport
import QualityModels
import RTPWire
import RawMedia
import Units
import VirtualTime

/// Records what an encoder makes of a camera's pictures at one size and rate.
struct VideoTraceRecorder {
    let source: VideoSource
    let plan: VideoPlan

    /// From the opening of an encoder on.
    static let openingSeconds = 9.0
    /// From a key frame that is asked for on.
    static let replySeconds = 4.0

    /// Encodes pictures one after the other, with a key frame asked for once, and scores them at the camera's size.
    func rung(_ size: FrameSize, _ bitrate: DataRate) throws -> VideoTrace.Rung {
        let encoder = try PictureEncoder(source: source, plan: plan)
        var canvas = Canvas(width: plan.encoder.width, height: plan.encoder.height)
        var mouth = Mouth()
        let rate = plan.frameRate.perSecond
        let openingCount = Int(Self.openingSeconds * rate)
        var pictures: [TracedPicture] = []
        for index in 0..<(openingCount + Int(Self.replySeconds * rate)) {
            encoder.note(mouthOpening: mouth.opening(after: Double(index) / rate))
            var picture = try encoder.encode(
                PictureEncoder.Request(
                    index: index,
                    size: size,
                    bitrate: bitrate,
                    frameRate: rate,
                    ticks: plan.frameRate.ticks(ofFrame: index),
                    forcesKeyFrame: index == openingCount
                )
            ).picture
            if !picture.isLeftOut, try encoder.copyReconstruction(into: &canvas.decoded) {
                encoder.draw(index, into: &canvas.source)
                canvas.score(&picture, takesMultiScale: pictures.count % PictureQuality.multiScaleStep == 0)
            }
            pictures.append(picture)
        }
        return VideoTrace.Rung(
            bitrate: bitrate,
            opening: Array(pictures[..<openingCount]),
            reply: Array(pictures[openingCount...])
        )
    }

    /// A coded picture beside its source.
    private struct Canvas {
        var decoded: I420Frame?
        var source: I420Frame
        private var enlarged: I420Frame

        init(width: Int, height: Int) {
            source = I420Frame(width: width, height: height)
            enlarged = source
        }

        mutating func score(_ picture: inout TracedPicture, takesMultiScale: Bool) {
            guard let decoded else { return }
            let isWhole = decoded.width == source.width && decoded.height == source.height
            if !isWhole { decoded.scale(into: &enlarged) }
            let shown = isWhole ? decoded : enlarged
            picture.psnrHundredths = UInt16(max(0, LumaPSNR.decibels(shown, source) * 100).rounded())
            picture.ssimTenThousandths = UInt16(max(0, LumaSSIM.mean(shown, source) * 10_000).rounded())
            guard takesMultiScale, let index = LumaMSSSIM.index(shown, source) else { return }
            picture.multiScaleTenThousandths = UInt16(min(max(1, index * 10_000), 10_000).rounded())
        }
    }

    /// The mouth of somebody who talks, breaks off and goes on.
    private struct Mouth {
        private var speech: SpeechSynthesiser
        private var block: [Int16] = []
        private var heardSeconds = 0.0

        init() {
            var random = RandomStream(seed: 0, owner: 0, cause: .conversation)
            let talk = Conversation(length: .seconds(20), using: &random)
            speech = SpeechSynthesiser(voice: .low, spurts: talk.spurts(of: .clinician), using: &random)
        }

        mutating func opening(after seconds: Double) -> UInt8 {
            while heardSeconds < seconds {
                speech.next(Microphone.samplesPerPacket, into: &block)
                heardSeconds += 0.02
            }
            return UInt8((speech.mouthOpening * 255).rounded())
        }
    }
}
