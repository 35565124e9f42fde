import ExternalScores
import Foundation
import MediaCodecs
import QualityModels
import RawMedia
import Units
import VideoFit

/// One talking head, coded, lost in part and shown, with its scores.
///
/// A picture is cut into packets of at most 1,200 bytes and lost with any of them. From then on nothing is shown until
/// a whole key frame: the sender makes one from the first picture that it takes 100 ms after a loss, and again after
/// each key frame that is lost. Losses are spread: one packet at a random place in each stretch of 100 / loss packets.
struct CodedStretch {
    static let packetSize = 1_200
    static let requestDelay = TimeDelta.milliseconds(100)

    let condition: Condition
    let loop: TalkingHeadLoop
    let scorer: VMAFScorer
    let folder: URL

    private struct Tally {
        var bytes = 0
        var encodedFrames = 0
        var packets = 0
        var lostPackets = 0
        var (psnr, ssim, edgeContrast, quantizer) = (0.0, 0.0, 0.0, 0.0)
        var shown = 0
        var bins: [Int: QuantizerBin] = [:]
    }

    func measure() throws -> SweepLine {
        let source = folder.appending(path: "source.y4m")
        let shown = folder.appending(path: "shown.y4m")
        var detector = FreezeDetector(start: Timestamp.start + .seconds(Int64(Condition.warmUp)))
        let tally = try code(source: source, shown: shown, detector: &detector)
        let seen = detector.continuity(end: Timestamp.start + .seconds(Int64(condition.length)))
        let scores =
            tally.shown > 0 ? try scorer.score(source: source, shown: shown, step: max(1, tally.shown / 24)) : nil
        let rate = seen.harmonicFrameRate ?? 0
        let frozen = seen.freezeRatio ?? 1
        let seconds = Double(condition.length - Condition.warmUp)
        let neg = scores?.vmafNeg
        func mean(_ sum: Double) -> Double? { tally.shown > 0 ? rounded(sum / Double(tally.shown)) : nil }
        let point = MeasuredPoint(
            codec: condition.codec.rawValue,
            width: condition.width,
            height: condition.height,
            preset: condition.preset,
            target: Int(condition.target),
            divisor: condition.divisor,
            wantedLoss: condition.loss,
            bitrate: rounded(Double(tally.bytes) * 8 / seconds / 1_000),
            frameRate: rounded(Double(tally.encodedFrames) / seconds),
            loss: rounded(100 * Double(tally.lostPackets) / Double(max(1, tally.packets))),
            shownFrames: tally.shown,
            harmonicFrameRate: rounded(rate),
            freezeRatio: rounded(frozen),
            vmaf: (scores?.vmaf).map(rounded),
            vmafNeg: neg.map(rounded),
            psnr: mean(tally.psnr),
            ssim: mean(tally.ssim),
            edgeContrast: mean(tally.edgeContrast),
            meanQuantizer: mean(tally.quantizer),
            // Where nothing was shown all of it was frozen, and no picture can help.
            score: rounded(
                VideoScore.v1(
                    vmafNeg: neg ?? 0,
                    harmonicFrameRate: rate,
                    sourceFrameRate: 30,
                    freezeRatio: min(1, frozen)
                ) ?? 1
            )
        )
        return SweepLine(point: point, quantizers: tally.bins.values.sorted { $0.quantizer < $1.quantizer })
    }

    private func rounded(_ value: Double) -> Double { (value * 1e4).rounded() / 1e4 }

    private func code(source: URL, shown: URL, detector: inout FreezeDetector) throws -> Tally {
        var settings = VideoEncoderSettings(
            codec: condition.codec,
            width: condition.width,
            height: condition.height,
            bitrate: .kilobitsPerSecond(condition.target)
        )
        settings.frameRate = 30 / Double(condition.divisor)
        var encoder = try VideoEncoder(settings)
        var (sourceFile, shownFile) = (try Recording(source, like: loop), try Recording(shown, like: loop))
        let head = TalkingHead(loop: loop, phase: 7)
        var picture = I420Frame(width: condition.width, height: condition.height)
        var reconstruction: I420Frame?
        var losses = SpreadLosses(
            percent: condition.loss,
            seed: UInt64(condition.target) << 8 | UInt64(condition.divisor)
        )
        var tally = Tally()
        var (needsKeyFrame, requestArrives): (Bool, Timestamp?) = (false, nil)
        for index in stride(from: 0, to: condition.length * 30, by: condition.divisor) {
            let now = Timestamp(nanoseconds: Int64(index) * 1_000_000_000 / 30)
            let isScored = index >= Condition.warmUp * 30
            head.frame(index: index, mouthOpening: Self.mouth(index), into: &picture)
            let forces = requestArrives.map { now >= $0 } ?? false
            if forces { requestArrives = nil }
            let ticks = Int64(index) * VideoCodec.clockRate / 30
            guard let encoded = try encoder.encode(picture, presentationTicks: ticks, forceKeyFrame: forces) else {
                // A request stays until a key frame was made of it.
                if forces { requestArrives = now }
                continue
            }
            guard isScored else { continue }
            tally.bytes += encoded.bytes.count
            tally.encodedFrames += 1
            let packets = (encoded.bytes.count + Self.packetSize - 1) / Self.packetSize
            let lost = losses.count(in: packets)
            tally.packets += packets
            tally.lostPackets += lost
            if lost > 0 {
                needsKeyFrame = true
                requestArrives = requestArrives ?? now + Self.requestDelay
                continue
            }
            if encoded.isKeyFrame { needsKeyFrame = false }
            guard !needsKeyFrame, try encoder.copyReconstruction(into: &reconstruction), let reconstruction else {
                continue
            }
            detector.show(at: now)
            try sourceFile.append(picture)
            try shownFile.append(reconstruction)
            note(picture, reconstruction, quantizer: encoded.quantizer, in: &tally)
        }
        return tally
    }

    private func note(_ picture: I420Frame, _ shown: I420Frame, quantizer: Int, in tally: inout Tally) {
        let psnr = LumaPSNR.decibels(picture, shown)
        let ssim = LumaSSIM.mean(picture, shown)
        let edgeContrast = BlockEdges.added(shown: shown, source: picture) ?? 0
        tally.psnr += psnr
        tally.ssim += ssim
        tally.edgeContrast += edgeContrast
        tally.quantizer += Double(quantizer)
        tally.shown += 1
        let width = condition.codec == .vp8 ? 8 : 16
        let lowest = quantizer / width * width
        var bin =
            tally.bins[lowest]
            ?? QuantizerBin(
                codec: condition.codec.rawValue,
                width: condition.width,
                height: condition.height,
                quantizer: lowest
            )
        bin.pictures += 1
        bin.psnrSum += psnr
        bin.ssimSum += ssim
        bin.edgeContrastSum += edgeContrast
        tally.bins[lowest] = bin
    }

    /// Speaks four syllables a second for three seconds in four.
    private static func mouth(_ index: Int) -> Double {
        guard index % 120 < 90 else { return 0 }
        let phase = Double(index % 8) / 8
        return phase < 0.5 ? 2 * phase : 2 - 2 * phase
    }
}

/// A Y4M file that grows picture by picture.
struct Recording {
    private let handle: FileHandle

    init(_ file: URL, like loop: TalkingHeadLoop) throws {
        try Data(Y4MFile.header(width: loop.width, height: loop.height, frameRate: loop.frameRate)).write(to: file)
        handle = try FileHandle(forWritingTo: file)
        try handle.seekToEnd()
    }

    mutating func append(_ frame: I420Frame) throws {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(frame.y.count * 3 / 2 + 16)
        Y4MFile.append(frame, to: &bytes)
        try handle.write(contentsOf: Data(bytes))
    }
}

/// One lost packet at a random place in each stretch.
struct SpreadLosses {
    private let stretch: Int
    private var state: UInt64
    private var place = 0
    private var position = 0

    init(percent: Double, seed: UInt64) {
        stretch = percent > 0 ? Int((100 / percent).rounded()) : 0
        state = seed
        if stretch > 0 { place = draw() }
    }

    mutating func count(in packets: Int) -> Int {
        guard stretch > 0 else { return 0 }
        var lost = 0
        for _ in 0..<packets {
            if position == place { lost += 1 }
            position += 1
            if position == stretch { (position, place) = (0, draw()) }
        }
        return lost
    }

    private mutating func draw() -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int((state >> 33) % UInt64(stretch))
    }
}
