import MediaCodecs
import QualityModels
import Units

/// What one party heard and saw of the other, gathered for the scores.
struct DirectionObservations {
    private let start: Timestamp
    private let end: Timestamp
    private let carriesVideo: Bool
    private var windows: AudioWindows
    private var freezes: FreezeDetector
    private var pictures = PictureQuality()
    private(set) var decodedSampleCount = 0
    private var firstHeardAt: Timestamp?
    private(set) var hasSeen = false
    private var soundDelay = MeanDelay()
    private var pictureDelay = MeanDelay()
    private var secondOfOffset = 0
    private var offsetSum = 0.0
    private var offsetCount = 0

    private struct MeanDelay {
        var sum = 0.0
        var count = 0
        var mean: Double? { count > 0 ? sum / Double(count) : nil }

        mutating func add(_ delay: TimeDelta) {
            sum += delay.milliseconds
            count += 1
        }
    }

    init(plan: CallPlan) {
        end = plan.end
        start = plan.startsAt
        carriesVideo = plan.video != nil
        windows = AudioWindows(start: plan.startsAt, length: plan.length, bitrate: plan.audio.encoder.bitrate)
        freezes = FreezeDetector(start: plan.startsAt)
    }

    mutating func hear(_ sound: HeardSound, at now: Timestamp) {
        if sound.decodedCount > 0 {
            decodedSampleCount += sound.decodedCount
            firstHeardAt = firstHeardAt ?? now
        }
        let delay = sound.captureTime.map { now - $0 }
        if let delay { note(at: now) { $0.soundDelay.add(delay) } }
        // Before the first packet nothing is played; whether that is missed depends on when it comes.
        guard firstHeardAt != nil else { return }
        windows.add(
            AudioPlayout(
                time: now,
                concealedSamples: sound.concealedCount,
                // Where real concealment shares the step with comfort noise, the concealment counts.
                isWithinDTX: sound.comfortNoiseCount > 0 && sound.concealedCount == 0,
                mouthToEar: delay
            )
        )
    }

    mutating func see(_ score: PictureScore, capturedAt: Timestamp, at now: Timestamp) {
        hasSeen = true
        freezes.show(at: now)
        pictures.add(psnr: score.psnr, ssim: score.ssim)
        note(at: now) { $0.pictureDelay.add(now - capturedAt) }
    }

    /// The scores of everything up to the end of the call; both ends were connected at a moment, or never.
    func scores(connectedAt: Timestamp?) -> DirectionScores {
        var offsets = self
        offsets.closeSecond()
        let soundBegins = MediaExpectation.begins(
            connected: connectedAt.map { $0 - start },
            first: firstHeardAt.map { $0 - start }
        )
        let audio = windows.score(dueFrom: soundBegins)
        let video =
            carriesVideo
            ? freezes.continuity(end: end, setUp: connectedAt, isConnected: connectedAt != nil) : nil
        return DirectionScores(
            audio: audio,
            video: video,
            psnr: pictures.psnr,
            ssim: pictures.ssim,
            audioVideoOffset: offsets.offsetCount > 0 ? offsets.offsetSum / Double(offsets.offsetCount) : nil,
            usability: ConsultationUsability.direction(audio: audio, pictures: video.map { .shown($0) } ?? .none),
            hasHeard: firstHeardAt != nil,
            hasSeen: hasSeen
        )
    }

    private mutating func note(at now: Timestamp, _ change: (inout Self) -> Void) {
        let second = Int((now - start).nanoseconds / 1_000_000_000)
        if second != secondOfOffset {
            closeSecond()
            secondOfOffset = second
        }
        change(&self)
    }

    /// Offsets are taken a second at a time, where both sound and pictures were played.
    private mutating func closeSecond() {
        if let sound = soundDelay.mean, let picture = pictureDelay.mean {
            offsetSum += (picture - sound).magnitude
            offsetCount += 1
        }
        soundDelay = MeanDelay()
        pictureDelay = MeanDelay()
    }
}

/// How near one shown picture came to its source.
struct PictureScore {
    let psnr: Double
    let ssim: Double
}

/// The scores of one direction of a call.
struct DirectionScores {
    let audio: AudioScore
    let video: VideoContinuity?
    let psnr: Double?
    let ssim: Double?
    /// Milliseconds, without sign.
    let audioVideoOffset: Double?
    let usability: ConsultationUsability.Direction
    let hasHeard: Bool
    let hasSeen: Bool
}
