/// Why a second of one direction is not usable; empty where it is.
public struct UnusableCauses: OptionSet, Hashable, Sendable {
    public let rawValue: UInt8

    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// The MOS of the second's window is too low.
    public static let score = UnusableCauses(rawValue: 1)
    /// Too much of the sound was made up.
    public static let concealment = UnusableCauses(rawValue: 2)
    /// Too few pictures were shown.
    public static let frameRate = UnusableCauses(rawValue: 4)
    /// A part lies in a freeze.
    public static let freeze = UnusableCauses(rawValue: 8)
    /// The sound came too late.
    public static let delay = UnusableCauses(rawValue: 16)
    /// Sound and pictures were out of step.
    public static let lipSync = UnusableCauses(rawValue: 32)
    /// The pictures had too few lines.
    public static let lines = UnusableCauses(rawValue: 64)
    /// The pictures came too far from their source.
    public static let fidelity = UnusableCauses(rawValue: 128)

    /// Those that are about the sound, without which there is no consultation.
    public static let sound: UnusableCauses = [.score, .concealment, .delay]

    /// What the second was good for.
    public var state: SecondState {
        if isEmpty { return .usable }
        return isDisjoint(with: .sound) ? .audioOnly : .unusable
    }
}

/// What a second of one direction was good for.
public enum SecondState: Character, Hashable, Sendable, CaseIterable {
    case usable = "u"
    /// The sound was fit, the pictures were not.
    case audioOnly = "a"
    case unusable = "x"
}
