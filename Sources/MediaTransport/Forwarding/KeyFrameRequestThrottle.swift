import Units

/// Lets one request for a key frame through at a time (mediasoup, `KeyFrameRequestManager.cpp`).
///
/// After a request the next ones wait until a key frame begins, or for a second; if some waited by then, one more goes.
struct KeyFrameRequestThrottle: Sendable {
    private static let patience = TimeDelta.seconds(1)

    private(set) var nextTimeout: Timestamp?
    private var isWanted = false

    /// Whether to ask the sender now.
    mutating func request(at now: Timestamp) -> Bool {
        guard nextTimeout == nil else {
            isWanted = true
            return false
        }
        nextTimeout = now + Self.patience
        return true
    }

    /// A key frame has begun to come.
    mutating func keyFrameArrived() {
        nextTimeout = nil
        isWanted = false
    }

    /// Whether to ask again now.
    mutating func advance(to now: Timestamp) -> Bool {
        guard let due = nextTimeout, now >= due else { return false }
        nextTimeout = isWanted ? now + Self.patience : nil
        defer { isWanted = false }
        return isWanted
    }
}
