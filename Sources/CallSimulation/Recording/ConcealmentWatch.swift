import Units

/// Follows one party's play-out and says when invented sound begins and ends.
struct ConcealmentWatch {
    struct Concealment: Hashable {
        let since: Timestamp
        /// The last packet that was decoded before it, by unwrapped sequence number.
        let after: Int64?
        var sampleCount = 0
        /// Packets that were decoded while it lasted, because they did not hold enough.
        var decoded: [Int64] = []
    }

    private var last: Int64?
    private var open: Concealment?

    /// Takes one step: how many samples it invented, and the packets whose sound it decoded.
    mutating func step(
        concealedSampleCount: Int,
        decoded: [Int64],
        at now: Timestamp
    ) -> (begun: Concealment?, ended: Concealment?) {
        let previous = last
        if let newest = decoded.max() { last = max(previous ?? newest, newest) }
        guard concealedSampleCount > 0 else {
            defer { open = nil }
            return (nil, open)
        }
        let begins = open == nil
        // What was decoded in the step that begins it came before the invented sound.
        var concealment = open ?? Concealment(since: now, after: last)
        concealment.sampleCount += concealedSampleCount
        if !begins { concealment.decoded += decoded }
        open = concealment
        return (begins ? concealment : nil, nil)
    }

    mutating func finish() -> Concealment? {
        defer { open = nil }
        return open
    }
}
