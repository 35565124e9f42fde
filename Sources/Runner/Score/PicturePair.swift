public import QualityModels
public import RawMedia
import Results
import Units

/// A recording of what a camera gave and one of what the other end showed of it.
///
/// The shown pictures are compared at the size of the sent ones, scaled bilinearly where theirs is another.
public struct PicturePair: Sendable {
    public let sent: Y4MFile
    public let shown: Y4MFile
    public let alignment: FrameAlignment

    /// Aligns the recordings, which must have the same shape.
    ///
    /// - Throws: `PicturePairFault` where their shapes differ by more than 1 %, or one is longer than any call.
    public init(sent: Y4MFile, shown: Y4MFile) throws(PicturePairFault) {
        let (one, other) = (sent.width * shown.height, shown.width * sent.height)
        guard abs(one - other) * 100 <= max(one, other) else {
            throw PicturePairFault(
                message:
                    "the pictures sent are \(sent.width)x\(sent.height), those shown \(shown.width)x\(shown.height), "
                    + "which is another shape"
            )
        }
        for file in [sent, shown] {
            let seconds = Double(file.frameCount) / file.frameRate.perSecond
            if let message = CallLength.fault(seconds: seconds) { throw PicturePairFault(message: message) }
        }
        (self.sent, self.shown) = (sent, shown)
        alignment = FrameAlignment(
            sent: (0..<sent.frameCount).map { FrameThumbnail(sent.frame($0)) },
            sentRate: sent.frameRate,
            shown: (0..<shown.frameCount).map { index in
                FrameThumbnail(shown.frame(index).scaled(width: sent.width, height: sent.height))
            },
            shownRate: shown.frameRate
        )
    }

    /// Each different picture that was shown, at the size of the sent ones, with its own source, in order.
    public func forEachDistinct(_ body: (_ shown: I420Frame, _ source: I420Frame) throws -> Void) rethrows {
        for pair in alignment.distinct {
            let picture = shown.frame(pair.shown).scaled(width: sent.width, height: sent.height)
            try body(picture, sent.frame(pair.sent))
        }
    }

    /// What the pair tells of the call.
    var evidence: CallEvidence {
        let length = TimeDelta(seconds: Double(shown.frameCount) / shown.frameRate.perSecond)
        var evidence = CallEvidence(length: length)
        evidence.carriesVideo = true
        let names = [
            "freeze_ratio", "longest_freeze", "frame_rate", "freezes", "pauses", "psnr", "ssim", "ms_ssim", "vmaf",
            "vmaf_neg",
        ].map { "video." + $0 }
        guard alignment.belongsTogether else {
            let reason =
                "\(alignment.unmatchedCount) of \(shown.frameCount) shown pictures are like none of those sent within 10 s"
            for name in names { evidence.received.remarks.unknown[name] = reason }
            return evidence
        }
        evidence.hasSeen = true
        if shown.width != sent.width || shown.height != sent.height {
            evidence.notes.append(
                "shown pictures of \(shown.width)x\(shown.height) are compared at \(sent.width)x\(sent.height)"
            )
        }
        let distinct = alignment.distinct
        let delays = distinct.map {
            Double($0.shown) / shown.frameRate.perSecond - Double($0.sent) / sent.frameRate.perSecond
        }
        let delay = (1_000 * delays.reduce(0, +) / Double(max(delays.count, 1))).rounded()
        evidence.notes.append(
            "\(distinct.count) different pictures shown, \(alignment.droppedCount) left out, \(alignment.unmatchedCount) like "
                + "none that was sent; \(Int(delay)) ms later in the one recording than in the other"
        )
        var quality = PictureQuality()
        forEachDistinct { shown, source in
            if quality.frameCount.isMultiple(of: PictureQuality.multiScaleStep) {
                quality.add(multiScale: LumaMSSSIM.index(shown, source))
            }
            quality.add(shown: shown, source: source)
        }
        evidence.received.metrics["video.ms_ssim"] = quality.multiScaleSSIM
        if quality.multiScaleSSIM == nil {
            evidence.received.remarks.unknown["video.ms_ssim"] =
                "its pictures must have \(LumaMSSSIM.shortestSide) lines and columns or more"
        }
        ExternalOpinions.addVMAF(of: self, to: &evidence)
        evidence.received.metrics["video.psnr"] = quality.psnr
        evidence.received.metrics["video.ssim"] = quality.ssim
        let continuity = alignment.continuity
        evidence.received.metrics["video.freeze_ratio"] = continuity.freezeRatio
        evidence.received.metrics["video.longest_freeze"] = continuity.longestFreeze.seconds
        evidence.received.metrics["video.freezes"] = Double(continuity.freezes.count)
        evidence.received.metrics["video.pauses"] = Double(continuity.pauses.count)
        evidence.received.metrics["video.frame_rate"] = continuity.harmonicFrameRate
        if continuity.harmonicFrameRate == nil {
            evidence.received.remarks.unknown["video.frame_rate"] = "one picture was shown"
        }
        noteUnseenEnd(&evidence)
        return evidence
    }

    /// Leaves freezes unknown where pictures were sent on after the end of what was recorded of the shown ones.
    private func noteUnseenEnd(_ evidence: inout CallEvidence) {
        guard unseenEnd > .seconds(1) else { return }
        let words =
            "the last \((unseenEnd.seconds * 10).rounded() / 10) s of what was sent lie after the end of what was shown"
        evidence.notes.append(words)
        for name in ["freeze_ratio", "longest_freeze", "freezes", "pauses"].map({ "video." + $0 }) {
            evidence.received.metrics[name] = nil
            evidence.received.remarks.unknown[name] = words + ": whether it froze or was not recorded is not known"
        }
    }

    /// How much was sent after what the shown recording ends with, by the last picture that was new in it.
    var unseenEnd: TimeDelta {
        guard let last = alignment.distinct.last else { return .zero }
        let shownAfter = Double(shown.frameCount - last.shown) / shown.frameRate.perSecond
        let sentAfter = Double(sent.frameCount - last.sent) / sent.frameRate.perSecond
        return TimeDelta(seconds: max(sentAfter - shownAfter, 0))
    }
}

/// Why two recordings cannot be compared.
public struct PicturePairFault: Error, Hashable, Sendable {
    public let message: String
}
