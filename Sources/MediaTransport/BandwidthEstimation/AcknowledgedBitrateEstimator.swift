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
    private var window = Ring<Entry>()
    private var latestDiscardedSendTime = Timestamp(nanoseconds: .min)
    /// Over the window.
    private var totalSize = 0
    /// How many packets of the window were sent before the one that arrived before them.
    private var reorderedCount = 0
    private var gaps = LargestGaps()

    mutating func receive(_ results: [PacketResult]) {
        for result in results {
            guard let receiveTime = result.receiveTime else { continue }
            insert(Entry(sendTime: result.sent.sendTime, receiveTime: receiveTime, size: result.sent.size))
        }
        while isFirstOutsideWindow { removeFirst() }
    }

    private mutating func insert(_ entry: Entry) {
        totalSize += entry.size
        guard !window.isEmpty else { return window.append(entry) }
        let last = window[window.count - 1]
        window.append(entry)
        guard entry.receiveTime < last.receiveTime else {
            gaps.add(entry.receiveTime - last.receiveTime)
            if entry.sendTime < last.sendTime { reorderedCount += 1 }
            return
        }
        var index = window.count - 1
        while index > 0, window[index].receiveTime < window[index - 1].receiveTime {
            window.swapAt(index, index - 1)
            index -= 1
        }
        gaps.lose()
        reorderedCount = 0
        for index in 1..<window.count where window[index].sendTime < window[index - 1].sendTime { reorderedCount += 1 }
    }

    private mutating func removeFirst() {
        let first = window[0]
        window.removeFirst()
        totalSize -= first.size
        latestDiscardedSendTime = max(latestDiscardedSendTime, first.sendTime)
        guard !window.isEmpty else { return }
        if window[0].sendTime < first.sendTime { reorderedCount -= 1 }
        gaps.remove(window[0].receiveTime - first.receiveTime)
    }

    private var isFirstOutsideWindow: Bool {
        guard !window.isEmpty else { return false }
        if window.count > Self.largestWindowPackets { return true }
        let length = window[window.count - 1].receiveTime - window[0].receiveTime
        return length > (window.count > Self.windowPackets ? Self.windowLength : Self.largestWindowLength)
    }

    /// In bit/s; `nil` before ten packets have arrived.
    var bitrate: Double? {
        mutating get {
            guard window.count >= Self.requiredPackets, let first = window.first, let last = window.last else {
                return nil
            }
            findGaps()
            // n packets span n - 1 gaps. One long silence must not count: it becomes as long as the second longest.
            let receiveDuration = last.receiveTime - first.receiveTime - gaps.largest + gaps.second
            let receiveRate = Self.rate(totalSize - first.size, receiveDuration)
            if reorderedCount == 0, latestDiscardedSendTime <= first.sendTime {
                return min(receiveRate, Self.rate(totalSize - last.size, last.sendTime - first.sendTime))
            }
            let sent = sentSpan
            guard sent.count >= Self.requiredPackets else { return receiveRate }
            return min(receiveRate, Self.rate(sent.size - sent.last.size, sent.last.sendTime - sent.begin))
        }
    }

    /// Looks through the window again where a large gap may have left it.
    private mutating func findGaps() {
        guard !gaps.areKnown else { return }
        gaps = LargestGaps()
        for index in 1..<window.count { gaps.add(window[index].receiveTime - window[index - 1].receiveTime) }
    }

    /// What was sent in the window: under reordering, not before the last packet that left it.
    private var sentSpan: (begin: Timestamp, last: Entry, size: Int, count: Int) {
        var span = (begin: Timestamp.distantFuture, last: window[0], size: 0, count: 0)
        for entry in window {
            if entry.sendTime < latestDiscardedSendTime { continue }
            if span.count == 0 || entry.sendTime >= span.last.sendTime { span.last = entry }
            span.begin = min(span.begin, entry.sendTime)
            span.size += entry.size
            span.count += 1
        }
        return span
    }

    private static func rate(_ bytes: Int, _ duration: TimeDelta) -> Double {
        Double(bytes * 8) / max(duration, .milliseconds(1)).seconds
    }
}

/// The two longest times between arrivals, alike or not.
///
/// How often each is there is counted, so that one may leave without a look through all.
private struct LargestGaps {
    private(set) var largest = TimeDelta.zero
    private var largestCount = 0
    private var next = TimeDelta.zero
    private var nextCount = 0
    /// Whether `next` is the largest but those of `largest`.
    private var isNextKnown = true
    /// Whether gaps have gone or come that nobody told of.
    private var isLost = false

    /// Whether both are right; where they are not, all gaps must be added again.
    var areKnown: Bool { !isLost && (largestCount > 1 || isNextKnown) }

    mutating func lose() { isLost = true }

    var second: TimeDelta { largestCount > 1 ? largest : next }

    mutating func add(_ gap: TimeDelta) {
        if gap > largest {
            (next, nextCount, isNextKnown) = (largest, largestCount, largestCount > 0 || isNextKnown)
            (largest, largestCount) = (gap, 1)
        } else if gap == largest {
            largestCount += 1
        } else if gap > next {
            (next, nextCount) = (gap, 1)
        } else if gap == next {
            nextCount += 1
        }
    }

    mutating func remove(_ gap: TimeDelta) {
        if gap == largest {
            largestCount -= 1
            guard largestCount <= 0 else { return }
            // What comes after the next is not known.
            (largest, largestCount) = (next, isNextKnown ? nextCount : 0)
            isNextKnown = false
        } else if gap == next {
            nextCount -= 1
            if nextCount <= 0 { isNextKnown = false }
        }
    }
}
