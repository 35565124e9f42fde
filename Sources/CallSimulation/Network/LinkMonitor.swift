import NetworkEmulation
import Units

/// What one direction of a shared link carried, whole and in bins of time.
struct LinkMonitor {
    /// The interval at which RFC 8868 (section 4) asks for rates.
    static let binWidth = TimeDelta.milliseconds(200)

    struct Bin: Hashable, Sendable {
        var offeredBytes: Int64 = 0
        var carriedBytes: Int64 = 0
        var dropped = 0
        /// The longest wait of a packet whose service began in the bin.
        var longestWait = TimeDelta.zero
    }

    private(set) var bins: [Bin] = []
    private let keepsBins: Bool

    init(keepsBins: Bool) { self.keepsBins = keepsBins }

    mutating func offer(_ size: DataSize, at now: Timestamp) {
        guard keepsBins else { return }
        change(now) { $0.offeredBytes += size.bytes }
    }

    /// Notes what became of a packet that was offered at a time.
    mutating func note(_ fate: Fate, of size: DataSize, offeredAt: Timestamp) {
        guard keepsBins else { return }
        switch fate {
        case .delivered(_, let queueing):
            change(offeredAt + queueing) {
                $0.carriedBytes += size.bytes
                $0.longestWait = max($0.longestWait, queueing)
            }
        case .lost, .queueDropped, .outage, .corrupted, .policed:
            change(offeredAt) { $0.dropped += 1 }
        }
    }

    private mutating func change(_ time: Timestamp, _ edit: (inout Bin) -> Void) {
        let index = Int((time - .start).nanoseconds / Self.binWidth.nanoseconds)
        guard index >= 0 else { return }
        if index >= bins.count { bins += Array(repeating: Bin(), count: index + 1 - bins.count) }
        edit(&bins[index])
    }
}
