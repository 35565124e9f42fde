extension MetricCatalogue {
    static let audio = [
        metric(
            "audio.mos",
            .meanOpinionScore,
            .window,
            .higherIsBetter,
            "listening and conversational quality on the wideband scale, 1 to 4.5",
            "ITU-T G.107.1 (06/2019) with an Opus table of ours, project-calibrated",
            scale: WidebandScale.name,
            margin: 0.1
        ),
        metric(
            "audio.concealed_ratio",
            .ratio,
            .direction,
            .lowerIsBetter,
            "share of play-out samples that concealment made up, leaving out concealment within DTX",
            "ours",
            margin: 0.005
        ),
        metric(
            "audio.mouth_to_ear",
            .milliseconds,
            .direction,
            .lowerIsBetter,
            "mean time from capture to play-out, everything counted once",
            "ours",
            margin: 10
        ),
        metric(
            "audio.dropouts",
            .count,
            .direction,
            .lowerIsBetter,
            "stretches of the other's speech that were not heard",
            "ours",
            needs: .groundTruth,
            isDetail: true
        ),
        metric(
            "audio.longest_dropout",
            .seconds,
            .direction,
            .lowerIsBetter,
            "the longest single stretch of the other's speech that was not heard",
            "ours",
            needs: .groundTruth
        ),
        metric(
            "audio.speech_lost",
            .ratio,
            .direction,
            .lowerIsBetter,
            "share of word-sized pieces of the other's speech that were not heard",
            "ours",
            needs: .groundTruth,
            margin: 0.005
        ),
        metric(
            "audio.time_stretch",
            .ratio,
            .direction,
            .lowerIsBetter,
            "samples that play-out inserted or removed to keep its delay, over all samples",
            "W3C webrtc-stats insertedSamplesForDeceleration, removedSamplesForAcceleration",
            isDetail: true
        ),
        metric(
            "audio.level_loss",
            .decibels,
            .direction,
            .lowerIsBetter,
            "how much quieter speech was heard than spoken, after alignment",
            "ours",
            needs: .recordings,
            isDetail: true
        ),
        metric(
            "audio.missed_speech",
            .ratio,
            .direction,
            .lowerIsBetter,
            "share of spoken words whose sound is not in what was heard, after alignment",
            "ours",
            needs: .recordings,
            isDetail: true
        ),
    ]

    static let video = [
        metric(
            "video.freeze_ratio",
            .ratio,
            .direction,
            .lowerIsBetter,
            "share of the time in freezes, the open interval to the end included",
            "W3C webrtc-stats freeze rule; open interval ours",
            needs: .pictures,
            margin: 0.005
        ),
        metric(
            "video.longest_freeze",
            .seconds,
            .direction,
            .lowerIsBetter,
            "the longest single freeze",
            "W3C webrtc-stats freeze rule; open interval ours",
            needs: .pictures
        ),
        metric(
            "video.frame_rate",
            .framesPerSecond,
            .direction,
            .higherIsBetter,
            "harmonic rate of shown frames",
            "sum of intervals over sum of their squares, as W3C webrtc-stats allows",
            needs: .pictures,
            margin: 1
        ),
        metric(
            "video.psnr",
            .decibels,
            .direction,
            .higherIsBetter,
            "mean luma PSNR of shown frames against their own source frames, capped at 60 dB",
            "ours",
            needs: .pictures,
            margin: 0.5
        ),
        metric(
            "video.ssim",
            .ratio,
            .direction,
            .higherIsBetter,
            "mean luma SSIM of shown frames, 8x8 windows at a step of 4, K 0.01 and 0.03",
            "Wang et al. 2004, windows ours",
            needs: .pictures
        ),
        metric(
            "video.bitrate",
            .bitsPerSecond,
            .direction,
            .higherIsBetter,
            "video media sent",
            "W3C webrtc-stats bytesSent",
            needs: .pictures
        ),
        metric(
            "video.ms_ssim",
            .ratio,
            .direction,
            .higherIsBetter,
            "mean luma MS-SSIM of one shown frame in 30",
            "Wang, Simoncelli, Bovik 2003, as libvmaf computes it",
            needs: .pictures,
            isDetail: true
        ),
        metric(
            "video.vmaf",
            .vmaf,
            .direction,
            .higherIsBetter,
            "mean VMAF of shown frames against their own source frames, by an installed ffmpeg",
            "libvmaf, model vmaf_v0.6.1",
            needs: [.pictures, .recordings]
        ),
        metric(
            "video.vmaf_neg",
            .vmaf,
            .direction,
            .higherIsBetter,
            "the same without gain from enhancement",
            "libvmaf, model vmaf_v0.6.1neg",
            needs: [.pictures, .recordings]
        ),
        metric(
            "video.parametric_score",
            .videoScore,
            .direction,
            .higherIsBetter,
            "what bit rate, frame rate, size and loss alone make of the pictures, without seeing them",
            "ours: the form of ITU-T G.1070 fitted to " + VideoScore.name,
            scale: VideoScore.name,
            needs: .pictures,
            isDetail: true
        ),
        metric(
            "video.quantiser",
            .count,
            .direction,
            .lowerIsBetter,
            "mean quantiser of decoded frames: 0 to 127 in VP8, 0 to 255 in VP9; higher is coarser",
            "W3C webrtc-stats qpSum over framesDecoded",
            needs: .pictures,
            isDetail: true
        ),
        metric(
            "video.freezes",
            .count,
            .direction,
            .lowerIsBetter,
            "freezes, the open one to the end included",
            "W3C webrtc-stats freeze rule; open interval ours",
            needs: .pictures,
            isDetail: true
        ),
        metric(
            "video.pauses",
            .count,
            .direction,
            .lowerIsBetter,
            "times without a new picture for more than 5 s",
            "W3C webrtc-stats pauseCount; open interval ours",
            needs: .pictures,
            isDetail: true
        ),
        metric(
            "video.resolution_changes",
            .count,
            .direction,
            .lowerIsBetter,
            "how often the size of the shown pictures changed",
            "ours",
            needs: .pictures,
            isDetail: true
        ),
        metric(
            "video.lines",
            .lines,
            .direction,
            .higherIsBetter,
            "mean lines of shown pictures as they were sent, along the shorter side",
            "ours",
            needs: .pictures
        ),
        metric(
            "video.glass_to_glass",
            .milliseconds,
            .direction,
            .lowerIsBetter,
            "mean time from capture to display",
            "ours, from ground truth",
            needs: .pictures,
            margin: 20
        ),
    ]
}
