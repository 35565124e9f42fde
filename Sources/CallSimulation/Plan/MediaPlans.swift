import MediaCodecs
import MediaTransport
import RawMedia
import Scenarios
import Units

extension AudioPlan {
    init(_ settings: AudioSettings) {
        self.init(
            encoder: OpusEncoderSettings(
                bitrate: settings.bitrate,
                complexity: settings.complexity,
                inBandFEC: settings.fec,
                dtx: settings.dtx
            ),
            red: settings.red,
            nack: settings.nack,
            concealsByCodec: settings.concealment == .codec
        )
    }
}

extension VideoPlan {
    init(_ settings: VideoSettings) {
        self.init(
            encoder: VideoEncoderSettings(
                codec: settings.codec == .vp8 ? .vp8 : .vp9,
                width: settings.size.width,
                height: settings.size.height,
                bitrate: settings.bitrate.start,
                frameRate: Double(settings.frameRate),
                speed: settings.speed
            ),
            frameRate: FrameRate(settings.frameRate),
            bitrateMin: settings.bitrate.min,
            bitrateMax: settings.bitrate.max,
            degradation: settings.degradation.preference,
            fec: settings.fec,
            nackRetries: settings.nackRetries,
            keyFrameRequest: settings.keyFrameRequest == .pli ? .pli : .fir,
            feedback: settings.feedback == .transportWide ? .transportWide : .receiverEstimate
        )
    }
}

extension Degradation {
    fileprivate var preference: DegradationPreference {
        switch self {
        case .maintainFrameRate: .maintainFrameRate
        case .maintainResolution: .maintainResolution
        case .balanced: .balanced
        case .none: .none
        }
    }
}
