/// Why a second of one direction is not usable; empty where it is.
public struct UnusableCauses: OptionSet, Hashable, Sendable {
    public let rawValue: UInt8

    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// The MOS of the second's window is below 3.1.
    public static let score = UnusableCauses(rawValue: 1)
    /// More than 7 % of the sound was made up.
    public static let concealment = UnusableCauses(rawValue: 2)
    /// Fewer than 7 pictures were shown.
    public static let frameRate = UnusableCauses(rawValue: 4)
    /// A part lies in a freeze of 1 s or more.
    public static let freeze = UnusableCauses(rawValue: 8)
}

/// How many seconds of one direction were not usable, and for which causes; a second can have several.
public struct UsabilityAccount: Hashable, Sendable {
    public let seconds: Int
    public let unusable: Int
    public let score: Int
    public let concealment: Int
    public let frameRate: Int
    public let freeze: Int

    public init(seconds: Int, unusable: Int, score: Int, concealment: Int, frameRate: Int, freeze: Int) {
        self.seconds = seconds
        self.unusable = unusable
        self.score = score
        self.concealment = concealment
        self.frameRate = frameRate
        self.freeze = freeze
    }

    public init(_ direction: ConsultationUsability.Direction) {
        let causes = direction.causes
        self.init(
            seconds: causes.count,
            unusable: causes.count { !$0.isEmpty },
            score: causes.count { $0.contains(.score) },
            concealment: causes.count { $0.contains(.concealment) },
            frameRate: causes.count { $0.contains(.frameRate) },
            freeze: causes.count { $0.contains(.freeze) }
        )
    }

    /// Whether at least 95 % of the seconds are usable; a call without length never is.
    public var isUsable: Bool {
        // In whole numbers, since 0.95 has no exact double.
        seconds > 0 && 100 * (seconds - unusable) >= 95 * seconds
    }
}
