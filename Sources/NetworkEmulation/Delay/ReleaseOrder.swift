import Units

/// In which order packets come out of a delay, and how close together.
struct ReleaseOrder: Sendable {
    private var last = Timestamp(nanoseconds: .min)
    private var lastSize = DataSize.zero
    private let allowsReordering: Bool

    init(allowsReordering: Bool) { self.allowsReordering = allowsReordering }

    /// When a packet comes out that would by itself at `time`; packets come in the order in which they were sent.
    @inline(__always)
    mutating func release(_ size: DataSize, at time: Timestamp, rate: DataRate?, keepsSpacing: Bool) -> Timestamp {
        var release = time
        if keepsSpacing {
            if last.nanoseconds > .min { release = max(release, last + Self.serialisation(of: lastSize, at: rate)) }
        } else if !allowsReordering {
            release = max(release, last)
        }
        last = release
        lastSize = size
        return release
    }

    /// How long a packet takes to send, down to the nanosecond; nothing without a rate.
    static func serialisation(of size: DataSize, at rate: DataRate?) -> TimeDelta {
        guard let rate, rate.bitsPerSecond > 0, let work = Serialiser.work(of: size) else { return .zero }
        return TimeDelta(nanoseconds: work / rate.bitsPerSecond)
    }
}
