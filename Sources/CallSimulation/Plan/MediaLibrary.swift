import RawMedia
public import Scenarios
import Units

/// The sounds and pictures of a run: each file read once, each talking head drawn once, shared by all workers.
public struct MediaLibrary: Sendable {
    private var recordings: [String: AudioClip] = [:]
    private var clips: [String: VideoClip] = [:]
    private var heads: [VideoPreset: TalkingHeadLoop] = [:]

    /// A file that cannot be used, in the words of its parser.
    public struct UnusableFile: Error, CustomStringConvertible {
        public let path: String
        public let reason: String
        public var description: String { "\(path): \(reason)" }
    }

    /// Reads every file that a scenario names through `read`, and draws what it does not name.
    ///
    /// - Throws: what `read` throws, or `UnusableFile`.
    public init(for scenario: Scenario, drawsHeads: Bool = true, read: (_ path: String) throws -> [UInt8]) throws {
        for group in scenario.clinicians + scenario.patients {
            if case .file(let path) = group.audioSource, recordings[path] == nil {
                recordings[path] = try Self.parse(path, read) {
                    AudioClip(
                        file: try WAVFile(parsing: $0),
                        repetition: scenario.media.audio.repetition.order
                    )
                }
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
                guard clips[path] == nil else { continue }
                clips[path] = try Self.parse(path, read) {
                    VideoClip(
                        file: try Y4MFile(parsing: $0),
                        width: video.size.width,
                        height: video.size.height,
                        frameRate: FrameRate(video.frameRate),
                        repetition: video.repetition.order
                    )
                }
            }
        }
    }

    func audio(_ source: Scenarios.AudioSource) -> AudioFeed {
        guard case .file(let path) = source else { return .synthetic }
        guard let clip = recordings[path] else { preconditionFailure("\(path) was not read into the library") }
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

    private static func parse<Media>(
        _ path: String,
        _ read: (String) throws -> [UInt8],
        _ parse: ([UInt8]) throws -> Media
    ) throws -> Media {
        let bytes = try read(path)
        do {
            return try parse(bytes)
        } catch {
            throw UnusableFile(path: path, reason: "\(error)")
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
