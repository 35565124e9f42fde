import RawMedia
public import Scenarios
import Units

/// The sounds and pictures of a run: each file read once, each talking head drawn once, shared by all workers.
public struct MediaLibrary: Sendable {
    private var sounds: [String: AudioClip] = [:]
    private var clips: [String: VideoClip] = [:]
    private var heads: [VideoPreset: TalkingHeadLoop] = [:]
    /// What the calls of the packet tier play; `nil` where they encode.
    public var traces: TraceBook?

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

    func audio(_ source: Scenarios.AudioSource, of party: Party) -> AudioFeed {
        if let traces {
            guard let trace = traces[TraceBook.Sound(source, of: party)] else {
                preconditionFailure("\(source) has no trace in the library")
            }
            return .traced(trace)
        }
        guard case .file(let path) = source else { return .synthetic }
        return .clip(clip(path))
    }

    func video(_ source: Scenarios.VideoSource) -> VideoFeed {
        if let traces {
            guard let trace = traces[source] else { preconditionFailure("\(source) has no trace in the library") }
            return .traced(trace)
        }
        switch source {
        case .preset(let preset): return .talkingHead(head(preset))
        case .file(let path): return .clip(picturesOfFile(path))
        }
    }

    /// What a camera sees, whatever the tier.
    func makeSource(_ source: Scenarios.VideoSource) -> RawMedia.VideoSource {
        switch source {
        case .preset(let preset): .talkingHead(TalkingHead(loop: head(preset), phase: 0))
        case .file(let path): .clip(picturesOfFile(path))
        }
    }

    func clip(_ path: String) -> AudioClip {
        guard let clip = sounds[path] else { preconditionFailure("\(path) was not read into the library") }
        return clip
    }

    private func head(_ preset: VideoPreset) -> TalkingHeadLoop {
        guard let loop = heads[preset] else { preconditionFailure("\(preset) was not drawn into the library") }
        return loop
    }

    private func picturesOfFile(_ path: String) -> VideoClip {
        guard let clip = clips[path] else { preconditionFailure("\(path) was not read into the library") }
        return clip
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
