import Units

/// Loss in windows of at least 250 ms of sending, the last fifteen of them (libwebrtc, `loss_based_bwe_v2.cc`).
struct LossObservations: Sendable {
    struct Window: Sendable {
        /// Kilobytes.
        var size: Double
        var lost: Double
        /// In bit/s.
        var sendingRate: Double
    }

    static let capacity = 15
    static let shortestWindow = TimeDelta.milliseconds(250)
    static let temporalWeight = 0.9

    /// The newest last.
    private(set) var windows: [Window] = []
    private(set) var count = 0
    /// How many of the windows lost something.
    private var lossyCount = 0
    /// The newest packet of the last complete window.
    private(set) var lastSendTime: Timestamp?
    private var newestSendTime: Timestamp?
    private var pendingBytes = 0
    /// Packets of the window under way that are missing so far.
    private var missing: [(sequenceNumber: Int64, size: Int)] = []

    /// Takes fates; returns whether they completed a window.
    mutating func receive(_ results: [PacketResult]) -> Bool {
        guard let first = results.first else { return false }
        var newest = newestSendTime ?? first.sent.sendTime
        var oldest = first.sent.sendTime
        for result in results {
            pendingBytes += result.sent.size
            note(result)
            newest = max(newest, result.sent.sendTime)
            oldest = min(oldest, result.sent.sendTime)
        }
        newestSendTime = newest
        let begin = lastSendTime ?? oldest
        lastSendTime = begin
        let duration = newest - begin
        guard duration >= Self.shortestWindow else { return false }
        lastSendTime = newest
        if windows.count == Self.capacity, windows.removeFirst().lost > 0 { lossyCount -= 1 }
        let window = Window(
            size: Double(pendingBytes) / 1_000,
            lost: Double(missing.reduce(0) { $0 + $1.size }) / 1_000,
            sendingRate: Double(pendingBytes) * 8 / duration.seconds
        )
        if window.lost > 0 { lossyCount += 1 }
        windows.append(window)
        count += 1
        pendingBytes = 0
        missing.removeAll(keepingCapacity: true)
        return true
    }

    /// A packet that comes late, though within the window, was not lost.
    private mutating func note(_ result: PacketResult) {
        if missing.isEmpty, result.receiveTime != nil { return }
        let known = missing.firstIndex { $0.sequenceNumber == result.sent.sequenceNumber }
        if result.receiveTime == nil {
            if known == nil { missing.append((result.sent.sequenceNumber, result.sent.size)) }
        } else if let known {
            missing.remove(at: known)
        }
    }

    /// Whether nothing was lost in any of the windows.
    var areLossless: Bool { lossyCount == 0 }

    /// The share of bytes lost, recent windows weighing more, without the best and the worst window.
    var averageLoss: Double {
        if areLossless { return 0 }
        var size = 0.0
        var lost = 0.0
        var lowest = (rate: 2.0, size: 0.0, lost: 0.0)
        var highest = (rate: -1.0, size: 0.0, lost: 0.0)
        var weight = 1.0
        for window in windows.reversed() {
            defer { weight *= Self.temporalWeight }
            guard window.size > 0 else { continue }
            size += weight * window.size
            lost += weight * window.lost
            let rate = window.lost / window.size
            if rate < lowest.rate { lowest = (rate, weight * window.size, weight * window.lost) }
            if rate > highest.rate { highest = (rate, weight * window.size, weight * window.lost) }
        }
        // With fewer than three windows nothing would be left.
        if windows.count > 2, size > lowest.size + highest.size {
            size -= lowest.size + highest.size
            lost -= lowest.lost + highest.lost
        }
        return size > 0 ? min(max(lost / size, 0), 1) : 0
    }
}
