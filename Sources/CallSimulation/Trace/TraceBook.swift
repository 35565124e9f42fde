public import Scenarios
public import Units

/// The traces that the calls of a scenario play, by what they are of.
public struct TraceBook: Hashable, Sendable {
    /// A sound: a recording, or one of the two made-up voices.
    public enum Sound: Hashable, Sendable {
        case voice(Party)
        case file(String)

        init(_ source: Scenarios.AudioSource, of party: Party) {
            switch source {
            case .synthetic: self = .voice(party)
            case .file(let path): self = .file(path)
            }
        }
    }

    public private(set) var sounds: [Sound: AudioTrace] = [:]
    public private(set) var pictures: [Scenarios.VideoSource: VideoTrace] = [:]

    public init() {}

    public subscript(sound: Sound) -> AudioTrace? {
        get { sounds[sound] }
        set { sounds[sound] = newValue }
    }

    public subscript(picture: Scenarios.VideoSource) -> VideoTrace? {
        get { pictures[picture] }
        set { pictures[picture] = newValue }
    }
}
