public import Units

/// Why pictures are smaller or fewer than the camera's (W3C webrtc-stats, `RTCQualityLimitationReason`).
///
/// Processors are never short in a simulation, so `cpu` and `other` do not occur.
public enum QualityLimitationReason: String, Hashable, Sendable {
    case none
    case bandwidth
}

/// How long and how often quality was limited.
public struct QualityLimitation: Hashable, Sendable {
    public private(set) var reason = QualityLimitationReason.none
    /// How often the size changed because quality was limited, or less limited than before.
    ///
    /// W3C's meaning; Chromium counts only changes among layers, and so always has 0 with one stream.
    public private(set) var resolutionChanges: Int64 = 0
    private var durations = [TimeDelta.zero, .zero]
    private var lastUpdate: Timestamp

    init(at now: Timestamp) { lastUpdate = now }

    /// How long a reason held, up to now.
    public func duration(of reason: QualityLimitationReason, at now: Timestamp) -> TimeDelta {
        durations[reason == .none ? 0 : 1] + (reason == self.reason ? now - lastUpdate : .zero)
    }

    mutating func set(_ reason: QualityLimitationReason, at now: Timestamp) {
        durations[self.reason == .none ? 0 : 1] += now - lastUpdate
        lastUpdate = now
        self.reason = reason
    }

    mutating func countResolutionChange() { resolutionChanges += 1 }
}
