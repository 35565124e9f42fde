/// How late each packet of the last two seconds was against the fastest (libwebrtc `packet_arrival_history.cc`).
///
/// Times are milliseconds of the pull clock, media times unwrapped samples at 48 kHz.
struct PacketArrivalHistory: Sendable {
    private struct Arrival {
        var milliseconds: Int64
        var timestamp: Int64
        var sampleCount: Int64
    }

    /// A candidate for the fastest or the slowest.
    private struct Extreme {
        var milliseconds: Int64
        var timestamp: Int64
        /// What orders arrivals by their delay.
        var offset: Int64
    }

    private static let samplesPerMillisecond: Int64 = 48
    private static let windowSamples: Int64 = 2_000 * samplesPerMillisecond

    /// In the order of their time stamps.
    private var history = Ring<Arrival>()
    /// Candidates for the fastest and the slowest packet, best first; the front is the extreme.
    private var fastest = Ring<Extreme>()
    private var slowest = Ring<Extreme>()

    var count: Int { history.count }

    /// Notes one packet; false for one that is too old or already covered, which says nothing about the delay.
    mutating func insert(timestamp: Int64, sampleCount: Int, atMilliseconds now: Int64) -> Bool {
        let arrival = Arrival(milliseconds: now, timestamp: timestamp, sampleCount: Int64(sampleCount))
        guard !history.isEmpty else {
            history.append(arrival)
            appendInOrder(arrival)
            return true
        }
        if timestamp + Self.windowSamples < history[history.count - 1].timestamp { return false }
        var position = history.count
        while position > 0, history[position - 1].timestamp > timestamp { position -= 1 }
        if position > 0 {
            let before = history[position - 1]
            // Also catches the exact duplicate of a packet whose duration is unknown.
            if before.timestamp == timestamp
                || timestamp + arrival.sampleCount <= before.timestamp + before.sampleCount
            {
                return false
            }
        }
        if position == history.count {
            history.append(arrival)
            appendInOrder(arrival)
        } else {
            history.insert(arrival, at: position)
        }
        return true
    }

    /// How much later than the fastest packet something with this time stamp would be, were it here now; in ms.
    func delayMilliseconds(of timestamp: Int64, atMilliseconds now: Int64) -> Int {
        delay(milliseconds: now, timestamp: timestamp)
    }

    /// The largest relative delay in the window, in ms.
    var delayMaxMilliseconds: Int {
        guard let worst = slowest.first else { return 0 }
        return delay(milliseconds: worst.milliseconds, timestamp: worst.timestamp)
    }

    func isNewest(_ timestamp: Int64) -> Bool { history.last?.timestamp == timestamp }

    mutating func reset() {
        history.removeAll()
        fastest.removeAll()
        slowest.removeAll()
    }

    private mutating func appendInOrder(_ arrival: Arrival) {
        let horizon = arrival.timestamp - Self.windowSamples
        while history[0].timestamp < horizon { history.removeFirst() }
        while !fastest.isEmpty, fastest[0].timestamp < horizon { fastest.removeFirst() }
        while !slowest.isEmpty, slowest[0].timestamp < horizon { slowest.removeFirst() }
        let offset = arrival.milliseconds * Self.samplesPerMillisecond - arrival.timestamp
        let extreme = Extreme(milliseconds: arrival.milliseconds, timestamp: arrival.timestamp, offset: offset)
        while !fastest.isEmpty, offset <= fastest[fastest.count - 1].offset { fastest.removeLast() }
        while !slowest.isEmpty, offset >= slowest[slowest.count - 1].offset { slowest.removeLast() }
        fastest.append(extreme)
        slowest.append(extreme)
    }

    private func delay(milliseconds: Int64, timestamp: Int64) -> Int {
        guard let first = fastest.first else { return 0 }
        // The media time is divided by itself before the subtraction, as the original does.
        let media = (timestamp - first.timestamp) / Self.samplesPerMillisecond
        return Int(max(milliseconds - first.milliseconds - media, 0))
    }
}
