import RawMedia
public import Scenarios
import Units

/// The sounds and pictures of a run: each file read once, each talking head drawn once, shared by all workers.
public struct MediaLibrary: Sendable {
    private var sounds: [String: AudioClip] = [:]
    private var clips: [String: VideoClip] = [:]
    private var heads: [VideoPreset: TalkingHeadLoop] = [:]

    /// Makes what a scenario's groups hear and see: recordings brought to the calls' form, and heads to draw.
    ///
    /// - Parameter recordings: every file that the scenario names.
    public init(for scenario: Scenario, drawsHeads: Bool = true, recordings: Recordings = Recordings()) {
        for group in scenario.clinicians + scenario.patients {
            if case .file(let path) = group.audioSource, sounds[path] == nil, let file = recordings.sounds[path] {
                sounds[path] = AudioClip(file: file, repetition: scenario.media.audio.repetition.order)
            }
            guard let video = scenario.media.video else { continue }
            switch group.videoSource {
            case .preset(let preset):
                guard drawsHeads, heads[preset] == nil else { continue }
                heads[preset] = TalkingHeadLoop(
                    preset: preset.talkingHead,
                    width: video.size.width,
                    height: video.size.height,
                    frameRate: FrameRate(video.frameRate)
                )
            case .file(let path):
                guard clips[path] == nil, let file = recordings.pictures[path] else { continue }
                clips[path] = VideoClip(
                    file: file,
                    width: video.size.width,
                    height: video.size.height,
                    frameRate: FrameRate(video.frameRate),
                    repetition: video.repetition.order
                )
            }
        }
    }

    func audio(_ source: Scenarios.AudioSource) -> AudioFeed {
        guard case .file(let path) = source else { return .synthetic }
        guard let clip = sounds[path] else { preconditionFailure("\(path) was not read into the library") }
        return .clip(clip)
    }

    func video(_ source: Scenarios.VideoSource) -> VideoFeed {
        switch source {
        case .preset(let preset):
            guard let loop = heads[preset] else { preconditionFailure("\(preset) was not drawn into the library") }
            return .talkingHead(loop)
        case .file(let path):
            guard let clip = clips[path] else { preconditionFailure("\(path) was not read into the library") }
            return .clip(clip)
        }
    }
}

extension SourceRepetition {
    fileprivate var order: Repetition { self == .loop ? .loop : .thereAndBack }
}

extension VideoPreset {
    var talkingHead: TalkingHeadPreset {
        switch self {
        case .calm: .calm
        case .normal: .normal
        case .busy: .busy
        case .lowLight: .lowLight
        }
    }
}
