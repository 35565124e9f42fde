import Units

/// How many segments may be on their way at once.
struct CongestionWindow: Sendable {
    private static let least = 2.0

    private let algorithm: CongestionControlAlgorithm
    private let initial: Double
    private(set) var segments: Double
    private(set) var threshold = Double.infinity
    private(set) var cubic = Cubic()

    init(algorithm: CongestionControlAlgorithm, initial: Int) {
        self.algorithm = algorithm
        self.initial = Double(initial)
        segments = Double(initial)
    }

    /// Whole segments that may be on their way.
    var whole: Int { Int(segments) }

    /// Whether so many on their way show that the window, and not the application, is the limit.
    ///
    /// In slow start half of it is enough (RFC 7661, section 4.3, has the same rule).
    func isUsed(by inFlight: Int) -> Bool {
        segments < threshold ? 2 * inFlight > whole : inFlight >= whole
    }

    /// Grows by what newly arrived: by as much in slow start (RFC 5681, 3.1; RFC 3465 without its limit).
    mutating func grow(
        by count: Int,
        isUsed: Bool,
        at now: Timestamp,
        roundTrip: TimeDelta,
        slowStart: HyStart.Growth = .full
    ) {
        guard isUsed else {
            cubic.pause(until: now)
            return
        }
        var rest = Double(count)
        if slowStart == .none { threshold = min(threshold, segments) }
        if segments < threshold {
            let step = slowStart == .quarter ? rest / 4 : rest
            let part = min(step, threshold - segments)
            segments += part
            rest = part < step ? rest - part : 0
        }
        guard rest > 0 else { return }
        switch algorithm {
        case .reno: segments += rest / segments
        case .cubic: segments = cubic.window(segments, after: rest, at: now, roundTrip: roundTrip)
        }
    }

    /// Shrinks at a loss that was found in time: by half, or to 0.7.
    mutating func reduce() {
        lower()
        segments = threshold
    }

    /// Begins again with one segment after a time-out; one that follows another leaves the threshold alone.
    mutating func collapse(isRepeated: Bool) {
        if !isRepeated {
            lower()
            cubic.forget()
        }
        segments = 1
    }

    /// Halves for each time-out's length of idling, down to the initial window (RFC 2861, as Linux does).
    mutating func restart(after idle: TimeDelta, timeout: TimeDelta) {
        guard idle > timeout, segments > initial else { return }
        threshold = max(threshold, segments * 3 / 4)
        var rest = idle
        while rest > timeout, segments > initial {
            segments /= 2
            rest -= timeout
        }
        segments = max(segments, initial)
    }

    private mutating func lower() {
        switch algorithm {
        case .reno: threshold = max(segments / 2, Self.least)
        case .cubic:
            cubic.noteLoss(at: segments)
            threshold = max(segments * Cubic.decrease, Self.least)
        }
    }
}
