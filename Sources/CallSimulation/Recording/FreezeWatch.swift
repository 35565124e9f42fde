import QualityModels
import Units

/// Follows one party's screen and says when a freeze begins and ends, by the rule that scores it.
struct FreezeWatch {
    struct Freeze: Hashable {
        /// When the last picture before it was shown, or set-up where there was none.
        let since: Timestamp
        let lastFrame: Int?
        /// Whether the score counts it.
        let isCounted: Bool
    }

    private var start = Timestamp.start
    private var detector: FreezeDetector?
    private var last: (frame: Int, at: Timestamp)?
    private var isOpen = false

    mutating func start(at now: Timestamp) {
        start = now
        detector = FreezeDetector(start: now)
    }

    /// A freeze that has begun by now and was not told before.
    mutating func check(at now: Timestamp) -> Freeze? {
        guard !isOpen, let detector, let last, detector.isFrozen(at: now) else { return nil }
        isOpen = true
        return Freeze(since: last.at, lastFrame: last.frame, isCounted: false)
    }

    /// Takes a shown frame: the freeze that it ends, and the same as begun where nobody was told.
    mutating func show(_ frame: Int, at now: Timestamp) -> (begun: Freeze?, ended: Freeze?) {
        let count = detector?.freezes.count ?? 0
        detector?.show(at: now)
        let isCounted = (detector?.freezes.count ?? 0) > count
        defer {
            last = (frame, now)
            isOpen = false
        }
        guard let last, isOpen || isCounted else { return (nil, nil) }
        let freeze = Freeze(since: last.at, lastFrame: last.frame, isCounted: isCounted)
        return (isOpen ? nil : freeze, freeze)
    }

    /// The freeze that lasts to the end of the call.
    mutating func finish(at end: Timestamp) -> (begun: Freeze?, ended: Freeze?) {
        guard let detector else { return (nil, nil) }
        let isCounted = detector.continuity(end: end).freezes.count > detector.freezes.count
        guard isOpen || isCounted else { return (nil, nil) }
        let freeze = Freeze(since: last?.at ?? start, lastFrame: last?.frame, isCounted: isCounted)
        return (isOpen ? nil : freeze, freeze)
    }
}
