import CallSimulation
import MediaCodecs
import RawMedia
import Units

/// The codecs alone, over the pictures, sounds and decisions of a simulated call.
enum BareCodecs {
    /// The CPU seconds that encoding and decoding take after the warm-up, both directions together.
    static func cpuSeconds(of log: CodecLog, plan: CallPlan, warmUpSeconds: Int) throws -> Double {
        var total = 0.0
        for party in Party.allCases {
            if let video = plan.video {
                let skipped = warmUpSeconds * video.frameRate.numerator / video.frameRate.denominator
                if let source = plan.makeVideoSource(of: party) {
                    total += try self.video(log.frames(of: party), plan: video, source: source, skipped)
                }
            }
            total += try audio(log, plan: plan, party: party, skippedPackets: warmUpSeconds * 50)
        }
        return total
    }

    private static func video(
        _ decisions: [CodecLog.Frame],
        plan: VideoPlan,
        source: VideoSource,
        _ skippedFrames: Int
    ) throws -> Double {
        var encoder = try VideoEncoder(plan.encoder)
        var decoder = try VideoDecoder(plan.encoder.codec)
        var picture = I420Frame(width: plan.encoder.width, height: plan.encoder.height)
        var decoded: I420Frame?
        var cpu = 0.0
        for decision in decisions {
            source.frame(index: decision.index, mouthOpening: decision.mouthOpening, into: &picture)
            let start = ThreadTime.now()
            try encoder.setRate(decision.bitrate, frameRate: plan.frameRate.perSecond)
            let ticks = Int64(decision.index) * VideoCodec.clockRate * Int64(plan.frameRate.denominator)
            let encoded = try encoder.encode(
                picture,
                presentationTicks: ticks / Int64(plan.frameRate.numerator),
                forceKeyFrame: decision.forcesKeyFrame
            )
            if let encoded { _ = try decoder.decode(encoded.bytes, into: &decoded) }
            if decision.index >= skippedFrames { cpu += ThreadTime.now() - start }
        }
        return cpu
    }

    private static func audio(_ log: CodecLog, plan: CallPlan, party: Party, skippedPackets: Int) throws -> Double {
        var source = plan.makeAudioSource(of: party)
        var encoder = try OpusEncoder(plan.audio.encoder)
        var decoder = try OpusDecoder()
        var block: [Int16] = []
        var decoded: [Int16] = []
        var cpu = 0.0
        for (index, expectedLoss) in log.expectedLosses(of: party).enumerated() {
            source.next(OpusEncoder.samplesPerPacket, into: &block)
            let start = ThreadTime.now()
            try encoder.setExpectedLoss(expectedLoss)
            decoded.removeAll(keepingCapacity: true)
            try decoder.decode(encoder.encode(block).bytes, into: &decoded)
            if index >= skippedPackets { cpu += ThreadTime.now() - start }
        }
        return cpu
    }
}
