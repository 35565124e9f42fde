import DequeModule
import Units

/// The rate at which packets arrive, as the smaller of their send and arrival rates in a window
/// (libwebrtc, `robust_throughput_estimator.cc`).
struct AcknowledgedBitrateEstimator: Sendable {
    private static let windowPackets = 20
    private static let windowLength = TimeDelta.seconds(1)
    private static let largestWindowPackets = 500
    private static let largestWindowLength = TimeDelta.seconds(5)
    private static let requiredPackets = 10

    private struct Entry {
        var sendTime: Timestamp
        var receiveTime: Timestamp
        var size: Int
    }

    /// By arrival.
    private var window: Deque<Entry> = []
    private var latestDiscardedSendTime: Timestamp?

    mutating func receive(_ results: [PacketResult]) {
        for result in results {
            guard let receiveTime = result.receiveTime else { continue }
            window.append(Entry(sendTime: result.sent.sendTime, receiveTime: receiveTime, size: result.sent.size))
            var index = window.count - 1
            while index > 0, window[index].receiveTime < window[index - 1].receiveTime {
                window.swapAt(index, index - 1)
                index -= 1
            }
        }
        while isFirstOutsideWindow, let first = window.popFirst() {
            latestDiscardedSendTime = latestDiscardedSendTime.map { max($0, first.sendTime) } ?? first.sendTime
        }
    }

    private var isFirstOutsideWindow: Bool {
        guard let first = window.first, let last = window.last else { return false }
        if window.count > Self.largestWindowPackets { return true }
        let length = last.receiveTime - first.receiveTime
        if length > Self.largestWindowLength { return true }
        return window.count > Self.windowPackets && length > Self.windowLength
    }

    /// In bit/s; `nil` before ten packets have arrived.
    var bitrate: Double? {
        guard window.count >= Self.requiredPackets, let first = window.first, let last = window.last else { return nil }
        var largestGap = TimeDelta.zero
        var secondGap = TimeDelta.zero
        var firstSent = first
        var lastSent = first
        var total = 0
        var previous = first.receiveTime
        for entry in window {
            total += entry.size
            if entry.sendTime < firstSent.sendTime { firstSent = entry }
            if entry.sendTime >= lastSent.sendTime { lastSent = entry }
            let gap = entry.receiveTime - previous
            previous = entry.receiveTime
            if gap > largestGap {
                secondGap = largestGap
                largestGap = gap
            } else if gap > secondGap {
                secondGap = gap
            }
        }
        // n packets span n - 1 gaps. One long silence must not count: it becomes as long as the second longest.
        let receiveDuration = last.receiveTime - first.receiveTime - largestGap + secondGap
        var sendBegin = firstSent.sendTime
        var sentSize = total - lastSent.size
        if let latestDiscardedSendTime, latestDiscardedSendTime > sendBegin {
            // Reordering: what was sent before the last packet that left the window does not count.
            sendBegin = latestDiscardedSendTime
            sentSize = window.reduce(0) { $0 + ($1.sendTime > sendBegin ? $1.size : 0) } - lastSent.size
        }
        let receiveRate = Self.rate(total - first.size, receiveDuration)
        return min(receiveRate, max(Self.rate(sentSize, lastSent.sendTime - sendBegin), 0))
    }

    private static func rate(_ bytes: Int, _ duration: TimeDelta) -> Double {
        Double(bytes * 8) / max(duration, .milliseconds(1)).seconds
    }
}
