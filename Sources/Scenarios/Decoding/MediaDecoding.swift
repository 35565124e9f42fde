import Units

/// Reads `media`.
struct MediaDecoding {
    /// What the rest of the scenario needs of the media, be they right or wrong.
    struct Outcome {
        /// `nil` where something is wrong.
        let media: MediaSettings?
        let audioSource: AudioSource?
        let videoSource: VideoSource?
        let hasVideo: Bool
    }

    let section: Section

    func outcome() -> Outcome {
        let audio = section.section("audio", AudioFields.table).flatMap(Self.audio)
        guard let video = section.section("video", VideoFields.table) else {
            return Outcome(media: nil, audioSource: audio?.source, videoSource: nil, hasVideo: true)
        }
        let choice = video.value(VideoFields.codec)
        let settings = Self.video(video, choice?.codec)
        let isVideoRight = settings != nil || choice == VideoCodecChoice.none
        let media = audio.flatMap { audio in
            isVideoRight
                ? MediaSettings(audio: audio, video: choice == VideoCodecChoice.none ? nil : settings) : nil
        }
        return Outcome(
            media: media,
            audioSource: audio?.source,
            videoSource: settings?.source ?? (choice == VideoCodecChoice.none ? .preset(.calm) : nil),
            hasVideo: choice != VideoCodecChoice.none
        )
    }

    private static func audio(_ section: Section) -> AudioSettings? {
        let codec = section.value(AudioFields.codec)
        let bitrate = section.value(AudioFields.bitrate)
        let fec = section.value(AudioFields.fec)
        let dtx = section.value(AudioFields.dtx)
        let red = section.value(AudioFields.red)
        let nack = section.value(AudioFields.nack)
        let concealment = section.value(AudioFields.concealment)
        let complexity = section.value(AudioFields.complexity)
        let source = section.value(AudioFields.source)
        section.note(source, at: AudioFields.source.key)
        let repetition = section.value(AudioFields.repetition)
        guard let codec, let bitrate, let fec, let dtx, let red, let nack, let concealment, let complexity, let source,
            let repetition
        else { return nil }
        return AudioSettings(
            codec: codec,
            bitrate: bitrate,
            fec: fec,
            dtx: dtx,
            red: red,
            nack: nack,
            concealment: concealment,
            complexity: complexity,
            source: source,
            repetition: repetition
        )
    }

    private static func video(_ section: Section, _ codec: VideoCodec?) -> VideoSettings? {
        let size = section.value(VideoFields.size)
        let frameRate = section.value(VideoFields.frameRate)
        let bitrate = section.section("bitrate", VideoFields.bitrate).flatMap(bitrate)
        let degradation = section.value(VideoFields.degradation)
        let fec = section.value(VideoFields.fec)
        let nackRetries = section.value(VideoFields.nackRetries)
        let keyFrameRequest = section.value(VideoFields.keyFrameRequest)
        let feedback = section.value(VideoFields.feedback)
        let speed = speed(section, codec)
        let source = section.value(VideoFields.source)
        // Without video no picture is read.
        if codec != nil { section.note(source, at: VideoFields.source.key) }
        let repetition = section.value(VideoFields.repetition)
        guard let codec, let size, let frameRate, let bitrate, let degradation, let fec, let nackRetries,
            let keyFrameRequest, let feedback, let source, let repetition
        else { return nil }
        return VideoSettings(
            codec: codec,
            size: size,
            frameRate: frameRate,
            bitrate: bitrate,
            degradation: degradation,
            fec: fec,
            nackRetries: nackRetries,
            keyFrameRequest: keyFrameRequest,
            feedback: feedback,
            speed: speed,
            source: source,
            repetition: repetition
        )
    }

    private static func speed(_ section: Section, _ codec: VideoCodec?) -> Int? {
        guard let speed = section.value(VideoFields.speed) else { return nil }
        if codec == .vp8, speed >= 0 {
            section.complain(
                "a VP8 speed of \(speed) lets the result depend on how fast the machine is",
                hint: speed > 0 ? "did you mean -\(speed)?" : "write a negative speed, such as -6",
                at: VideoFields.speed.key
            )
        }
        if codec == .vp9, speed < 0 {
            section.complain(
                "a VP9 speed is 0 to 9",
                hint: speed >= -9 ? "did you mean \(-speed)?" : nil,
                at: VideoFields.speed.key
            )
        }
        return speed
    }

    private static func bitrate(_ section: Section) -> VideoBitrate? {
        let start = section.value(VideoFields.start)
        let least = section.value(VideoFields.min)
        let most = section.value(VideoFields.max)
        for field in [VideoFields.start, VideoFields.min, VideoFields.max]
        where section.has(field.key) {
            guard (field.key == "start" ? start : field.key == "min" ? least : most) != nil else { return nil }
        }
        var isInOrder = true
        func check(_ low: DataRate?, _ lowKey: String, _ high: DataRate?, _ highKey: String) {
            guard let low, let high, low > high else { return }
            isInOrder = false
            section.complain(
                "\(lowKey) \(RateText.text(of: low.bitsPerSecond)) is above"
                    + " \(highKey) \(RateText.text(of: high.bitsPerSecond))",
                hint: "min <= start <= max",
                at: lowKey
            )
        }
        check(least, "min", start, "start")
        check(start, "start", most, "max")
        if start == nil { check(least, "min", most, "max") }
        guard isInOrder else { return nil }
        return resolved(section, start: start, min: least, max: most)
    }

    /// The range with defaults for what is missing, bent to what is given.
    private static func resolved(_ section: Section, start: DataRate?, min least: DataRate?, max most: DataRate?)
        -> VideoBitrate
    {
        let usual = (least: DataRate.kilobitsPerSecond(30), start: DataRate.kilobitsPerSecond(300))
        let least = least ?? Swift.min(usual.least, most ?? usual.least, start ?? usual.least)
        let start = start ?? Swift.max(Swift.min(usual.start, most ?? usual.start), least)
        let rates: [(key: String, rate: DataRate?)] = [("start", start), ("min", least), ("max", most)]
        for (key, rate) in rates where !section.has(key) {
            let text = rate.map { RateText.text(of: $0.bitsPerSecond) } ?? "by size"
            section.findings.note(section.path(key), text, .default)
        }
        return VideoBitrate(start: start, min: least, max: most)
    }
}
