import Units

/// A chance to send: so many bytes at one instant.
struct Opportunity: Sendable {
    let time: Int64
    let size: Int64
}

/// A server that sends when there is an opportunity, byte by byte: a packet may take several, and several may share one.
///
/// What an opportunity has left is lost where nothing waits when it comes. As in Mahimahi, a packet that comes at the
/// very instant of one waits for the next.
struct OpportunityTransmitter: Sendable {
    // One of the two holds the one that there is, so that it is changed in place.
    private var trace: [OpportunityWalk] = []
    private var cellular: [CellularProcess] = []
    let meanRate: Int64
    private var time = Int64.min
    private var left: Int64 = 0

    init(_ trace: OpportunityTrace) {
        self.trace = [OpportunityWalk(trace)]
        meanRate = trace.meanRate.bitsPerSecond
    }

    init(_ process: CellularProcess) {
        cellular = [process]
        meanRate = process.meanRate.bitsPerSecond
    }

    /// When a packet can begin that has waited since a time, behind all before it.
    mutating func earliestStart(since waiting: Timestamp) -> Timestamp {
        if left == 0 || time <= waiting.nanoseconds { takeNext(after: max(time, waiting.nanoseconds)) }
        return Timestamp(nanoseconds: time)
    }

    mutating func transmit(_ size: DataSize, since waiting: Timestamp) -> Bottleneck.Service {
        let start = earliestStart(since: waiting)
        var rest = size.bytes
        while true {
            let part = min(rest, left)
            rest -= part
            left -= part
            guard rest > 0 else { break }
            takeNext(after: time)
        }
        return Bottleneck.Service(start: start, end: Timestamp(nanoseconds: time))
    }

    private mutating func takeNext(after: Int64) {
        let next = cellular.isEmpty ? trace[0].next(after: after) : cellular[0].next(after: after)
        time = next.time
        left = next.size
    }
}
