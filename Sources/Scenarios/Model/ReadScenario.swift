/// A scenario together with what its reading brought up.
public struct ReadScenario: Hashable, Sendable {
    public let scenario: Scenario
    public let warnings: [ScenarioWarning]
    /// Every setting that holds, defaults included, in the order in which they were read.
    public let effective: [EffectiveValue]
}

/// Where a setting came from; the later one wins.
public enum ValueOrigin: String, Hashable, Sendable, CaseIterable {
    case `default`
    case file
    case environment
    case flag
}

/// One setting as it holds, and where it came from.
public struct EffectiveValue: Hashable, Sendable {
    /// The way to it, such as `media.video.bitrate.max`.
    public let path: String
    /// Its text as it was written.
    public let value: String
    public let origin: ValueOrigin

    public init(path: String, value: String, origin: ValueOrigin) {
        self.path = path
        self.value = value
        self.origin = origin
    }
}

/// One value that replaces what the file says, from a flag or the environment.
public struct Override: Hashable, Sendable {
    /// The way to the value: keys joined by dots, list items as `patients[0]` or by name as `patients.mobile`.
    public let path: String
    /// The new value, as YAML.
    public let text: String
    public let origin: ValueOrigin
    /// How errors call it.
    public let shown: String

    /// Makes an override; errors call it `--set path` unless told otherwise.
    public init(path: String, text: String, origin: ValueOrigin = .flag, shown: String? = nil) {
        self.path = path
        self.text = text
        self.origin = origin
        self.shown = shown ?? "--set \(path)"
    }
}
