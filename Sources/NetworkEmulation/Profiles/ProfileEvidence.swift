/// A number of a profile.
public enum ProfileNumber: String, Hashable, Sendable, CaseIterable {
    case downP5 = "down p5"
    case downP50 = "down p50"
    case downP95 = "down p95"
    case upP5 = "up p5"
    case upP50 = "up p50"
    case upP95 = "up p95"
    case roundTripP50 = "round trip p50"
    case roundTripP95 = "round trip p95"
    case jitterP50 = "jitter p50"
    case jitterP95 = "jitter p95"
    case lossP50 = "loss p50"
    case lossP95 = "loss p95"
    case meanLossRun = "mean loss run"
    case upQueue = "queue up"
    case downQueue = "queue down"
}

/// Where a number of a profile comes from, and how far it can be trusted.
public struct NumberEvidence: Hashable, Sendable {
    public enum Mark: String, Hashable, Sendable, CaseIterable {
        /// A published figure, seen at least as an excerpt, or computed from published data.
        case published
        /// Made from published figures that are near it.
        case derived
        /// Known to the profile's author, without a source in hand.
        case remembered
        /// Chosen by the profile's author.
        case assumed
        /// From a profile that the user gave.
        case given
    }

    public let mark: Mark
    /// In words; empty where the mark says all.
    public let source: String

    public init(_ mark: Mark, _ source: String = "") {
        self.mark = mark
        self.source = source
    }
}

extension AccessProfile {
    /// Where a number comes from.
    ///
    /// What a user's profile does not give itself keeps the evidence of the profile that it is like. Numbers of built-in profiles that no source is named for are remembered where the profile's sources say so
    /// (REM), else assumed; those of hospitals and practices are assumed, since no measurement of any was found.
    public func evidence(of number: ProfileNumber) -> NumberEvidence {
        if let ownNumbers { return ownNumbers.evidence(of: number) }
        let named = Self.namedEvidence(of: id).first { $0.numbers.contains(number) }
        if let named { return named.evidence }
        let isSite = Self.sites.contains { $0.id == id }
        return NumberEvidence(!isSite && sources.contains("REM") ? .remembered : .assumed)
    }
}
