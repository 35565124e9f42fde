import QualityModels
import RawMedia
import Results
import Units

extension DirectionScores {
    /// What follows from what was heard and seen alone; `other` are the scores of the other direction.
    func metrics(other: DirectionScores, length: TimeDelta) -> MetricValues {
        var metrics = MetricValues()
        addSound(to: &metrics)
        if let video { addPictures(video, to: &metrics) }
        metrics["call.av_offset"] = lipSync.meanOffset
        metrics["call.lip_sync_lost"] = lipSync.lostShare(conditions)
        metrics["call.time_to_first_audio"] = timeToFirstAudio?.seconds
        metrics["call.media_gaps"] = Double(MediaGaps.count(audio: audio, video: video))
        metrics["call.one_way_silence"] = OneWaySilence.longest(of: audio, while: other.audio).seconds
        metrics["call.talk_collisions"] = collisionsPerMinute(spoken: other.spurts, length: length)
        let account = UsabilityAccount(usability)
        metrics["consultation.usable_time"] = account.share(of: .usable)
        metrics["consultation.audio_only_time"] = account.share(of: .audioOnly)
        metrics["consultation.unusable_time"] = account.share(of: .unusable)
        return metrics
    }

    private func addSound(to metrics: inout MetricValues) {
        metrics["audio.concealed_ratio"] = audio.concealedRatio
        metrics["audio.mouth_to_ear"] = audio.mouthToEar?.milliseconds
        if speechLoss.spoken > .zero {
            metrics["audio.dropouts"] = Double(speechLoss.dropoutCount)
            metrics["audio.longest_dropout"] = speechLoss.longestDropout.seconds
        }
        metrics["audio.speech_lost"] = speechLoss.lostWordShare
    }

    private func addPictures(_ video: VideoContinuity, to metrics: inout MetricValues) {
        metrics["video.freeze_ratio"] = video.freezeRatio
        metrics["video.longest_freeze"] = video.longestFreeze.seconds
        metrics["video.frame_rate"] = video.harmonicFrameRate
        metrics["video.psnr"] = psnr
        metrics["video.ssim"] = ssim
        metrics["video.freezes"] = Double(video.freezes.count)
        metrics["video.pauses"] = Double(video.pauses.count)
        metrics["video.ms_ssim"] = multiScaleSSIM
        metrics["video.resolution_changes"] = hasSeen ? Double(resolutionChanges) : nil
        metrics["video.lines"] = meanLines
        metrics["video.glass_to_glass"] = lipSync.glassToGlass
        metrics["call.time_to_first_video"] = timeToFirstVideo?.seconds
    }

    /// Collisions at the ear of this direction's receiver, who spoke `own`; `nil` without a conversation.
    private func collisionsPerMinute(spoken own: [TalkSpurt], length: TimeDelta) -> Double? {
        guard length > .zero, hasHeard else { return nil }
        let side = DoubleTalk.side(own, hearing: spurts, after: DelayOverTime(steps: delaySteps))
        return Double(side.collisions) * 60 / length.seconds
    }

    /// The delay of what was spoken, by time of capture.
    ///
    /// A second in which a pause within discontinuous transmission was played tells no delay and keeps the last one; of a
    /// second that was made up throughout nothing arrives.
    private var delaySteps: [DelayOverTime.Step] {
        var last: TimeDelta?
        return audio.mouthToEars.indices.map { second in
            if let delay = audio.mouthToEars[second] {
                last = delay
            } else if OneWaySilence.isSilent(second, audio) {
                return DelayOverTime.Step(from: .seconds(Int64(second)) - (last ?? .zero), delay: nil)
            }
            return DelayOverTime.Step(from: .seconds(Int64(second)) - (last ?? .zero), delay: last)
        }
    }
}
