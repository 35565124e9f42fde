import MediaCodecs
import QualityModels
import RawMedia
import Units

/// What one party heard and saw of the other, gathered for the scores.
struct DirectionObservations {
    private let start: Timestamp
    private let end: Timestamp
    private let carriesVideo: Bool
    private let cameraLines: Int?
    private let conditions: UsabilityConditions
    private var windows: AudioWindows
    private var freezes: FreezeDetector
    private var pictures = PictureQuality()
    private var pictureSeconds = PictureSeconds()
    private var sizes = PictureSizes()
    private var lipSync = LipSync()
    private var words: SpokenWords
    private var spurts = TalkSpurts()
    private(set) var decodedSampleCount = 0
    private var firstHeardAt: Timestamp?
    private var firstSeenAt: Timestamp?

    /// Of what `receiver` hears and sees.
    init(plan: CallPlan, receiver: Party) {
        end = plan.end
        start = plan.startsAt
        carriesVideo = plan.video != nil
        cameraLines = plan.video.map { min($0.encoder.width, $0.encoder.height) }
        conditions = plan.usability[receiver].conditions
        windows = AudioWindows(start: plan.startsAt, length: plan.length, bitrate: plan.audio.encoder.bitrate)
        freezes = FreezeDetector(start: plan.startsAt)
        words = SpokenWords(start: plan.startsAt, length: plan.length)
    }

    /// Takes what the other party's microphone took in.
    mutating func spoke(from begin: Timestamp, to end: Timestamp, isSpeech: Bool) {
        words.spoke(from: begin, to: end, isSpeech: isSpeech)
        if isSpeech { spurts.add(TalkSpurt(start: begin - start, end: end - start)) }
    }

    mutating func hear(_ sound: HeardSound, at now: Timestamp) {
        if sound.decodedCount > 0 {
            decodedSampleCount += sound.decodedCount
            firstHeardAt = firstHeardAt ?? now
        }
        let delay = sound.captureTime.map { now - $0 }
        if let delay { lipSync.heard(at: now - start, delay: delay) }
        // Before the first packet nothing is played; whether that is missed depends on when it comes.
        guard firstHeardAt != nil else { return }
        words.heard(
            captured: sound.captureTime,
            duration: SampleClock.duration(ofSamples: sound.decodedCount),
            at: now
        )
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
        firstSeenAt = firstSeenAt ?? now
        freezes.show(at: now)
        pictures.add(psnr: score.psnr, ssim: score.ssim)
        pictures.add(multiScale: score.multiScaleSSIM)
        sizes.show(width: score.width, height: score.height)
        pictureSeconds.add(at: now - start, width: score.width, height: score.height, psnr: score.psnr)
        lipSync.saw(at: now - start, delay: now - capturedAt)
    }

    /// The scores of everything up to the end of the call; both ends were connected at a moment, or never.
    func scores(connectedAt: Timestamp?) -> DirectionScores {
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
            multiScaleSSIM: pictures.multiScaleSSIM,
            resolutionChanges: sizes.changeCount,
            meanLines: pictureSeconds.meanLines,
            speechLoss: words.loss(from: start + soundBegins, callEnd: end),
            spurts: spurts.spurts,
            lipSync: lipSync,
            conditions: conditions,
            usability: ConsultationUsability.direction(
                ConsultationUsability.Observed(
                    audio: audio,
                    video: video,
                    pictures: pictureSeconds.seconds,
                    videoLag: lipSync.videoLag,
                    cameraLines: cameraLines
                ),
                conditions: conditions
            ),
            timeToFirstAudio: firstHeardAt.map { $0 - start },
            timeToFirstVideo: firstSeenAt.map { $0 - start }
        )
    }
}

/// How near one shown picture came to its source, and the size in which it was sent.
struct PictureScore {
    let psnr: Double
    let ssim: Double
    var width = 0
    var height = 0
    /// Of some pictures only.
    var multiScaleSSIM: Double?
}

/// The scores of one direction of a call.
struct DirectionScores {
    let audio: AudioScore
    let video: VideoContinuity?
    let psnr: Double?
    let ssim: Double?
    let multiScaleSSIM: Double?
    let resolutionChanges: Int
    let meanLines: Double?
    let speechLoss: SpeechLoss
    /// When the other party talked, since the call began.
    let spurts: [TalkSpurt]
    let lipSync: LipSync
    let conditions: UsabilityConditions
    let usability: ConsultationUsability.Direction
    let timeToFirstAudio: TimeDelta?
    let timeToFirstVideo: TimeDelta?

    var hasHeard: Bool { timeToFirstAudio != nil }
    var hasSeen: Bool { timeToFirstVideo != nil }
}
