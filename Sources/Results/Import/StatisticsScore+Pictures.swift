import QualityModels
import Units

extension StatisticsScore {
    private static let prefix = "inbound-rtp.video."

    /// Fills in what is known of the pictures; how steadily they came where that is known.
    func scorePictures(_ evidence: inout CallEvidence) -> VideoContinuity? {
        let framesField = table[Self.prefix + "framesRendered"] == nil ? "framesDecoded" : "framesRendered"
        let intervals = ["totalInterFrameDelay", "totalSquaredInterFrameDelay"].map { Self.prefix + $0 }
        let freezes = ["freezeCount", "totalFreezesDuration"].map { Self.prefix + $0 }
        func leaveUnknown(_ names: [String], _ reason: String) {
            for name in names { evidence.received.remarks.unknown["video." + name] = reason }
        }
        guard let frames = growth(Self.prefix + framesField) else {
            leaveUnknown(
                ["freeze_ratio", "longest_freeze", "frame_rate"],
                "inbound-rtp.video.\(framesField) is not in the dump"
            )
            return nil
        }
        let counted = table.filled(Self.prefix + framesField) ?? []
        evidence.hasSeen = counted[last] > 0
        if frames == 0 {
            evidence.received.metrics["video.freeze_ratio"] = 1
            evidence.received.metrics["video.longest_freeze"] = length.seconds
            leaveUnknown(["frame_rate"], "no picture was shown")
            return continuity([VideoContinuity.Span(start: .zero, end: length)], counted)
        }
        if let missing = missing(intervals + freezes) {
            leaveUnknown(["freeze_ratio", "longest_freeze", "frame_rate"], missing)
            return nil
        }
        let watch = SnapshotFreezes(table, first: first, last: last, frames: counted)
        evidence.received.metrics["video.freeze_ratio"] = min(watch.frozenSeconds / length.seconds, 1)
        evidence.received.metrics["video.frame_rate"] = watch.harmonicRate
        evidence.received.remarks.unknown["video.frame_rate"] =
            watch.harmonicRate == nil ? "one picture was shown" : nil
        let open = watch.openSeconds > 0 ? 1.0 : 0
        evidence.received.metrics["video.freezes"] = growth(Self.prefix + "freezeCount").map { $0 + open }
        evidence.received.metrics["video.pauses"] = growth(Self.prefix + "pauseCount")
        switch watch.longest {
        case .exactly(let seconds): evidence.received.metrics["video.longest_freeze"] = seconds
        case .between(let low, let high):
            let words =
                "several freezes ended between two snapshots: the longest lasted \(round(low)) to \(round(high)) s"
            leaveUnknown(["longest_freeze"], words)
        }
        if watch.openSeconds > 0 {
            evidence.received.remarks.estimates["video.freeze_ratio"] =
                "the last \(round(watch.openSeconds)) s without a picture are counted in, which the counters leave out"
        }
        return continuity(watch.spans, counted)
    }

    private func round(_ seconds: Double) -> Double { (seconds * 100).rounded() / 100 }

    /// `column` has the pictures counted at each snapshot of the table.
    private func continuity(_ spans: [VideoContinuity.Span], _ column: [Double]) -> VideoContinuity {
        let firstShown = (first...last).first { column[$0] > 0 }.map { table.times[$0] - start }
        return VideoContinuity(
            dueFrom: MediaExpectation.begins(connected: .zero, first: firstShown),
            freezes: spans,
            shownFrames: Int(column[last] - column[first]),
            shownPerSecond: shownPerSecond(column)
        )
    }

    /// The frames of each second, those between two snapshots spread evenly.
    private func shownPerSecond(_ column: [Double]) -> [Int] {
        let seconds = Int((length.seconds).rounded(.up))
        var cumulated: [Int] = []
        var index = first
        for second in 0...seconds {
            let time = start + min(.seconds(Int64(second)), length)
            while index < last - 1, table.times[index + 1] < time { index += 1 }
            let (from, to) = (table.times[index], table.times[index + 1])
            let share = min(max((time - from).seconds / (to - from).seconds, 0), 1)
            cumulated.append(Int((column[index] + share * (column[index + 1] - column[index])).rounded()))
        }
        return zip(cumulated, cumulated.dropFirst()).map { max($1 - $0, 0) }
    }
}

/// The freezes of a received stream as its counters tell of them between snapshots.
///
/// `totalInterFrameDelay` is the time from the first picture to the last, so that it tells when the last picture of each
/// snapshot came, and how long none has come since: the open interval, which no counter of freezes has yet.
struct SnapshotFreezes {
    enum Longest {
        case exactly(Double)
        case between(Double, Double)
    }

    /// What the counters have and the open interval, in seconds.
    private(set) var frozenSeconds = 0.0
    /// From the last picture to the end where that is a freeze, in seconds; else 0.
    private(set) var openSeconds = 0.0
    private(set) var harmonicRate: Double?
    private(set) var longest = Longest.exactly(0)
    /// Since the first snapshot of the stream.
    private(set) var spans: [VideoContinuity.Span] = []

    private static let shortestFreeze = 0.15

    init(_ table: StatisticsTable, first: Int, last: Int, frames: [Double]) {
        let prefix = "inbound-rtp.video."
        func grown(_ field: String, _ from: Int, _ to: Int) -> Double {
            table.growth(prefix + field, from: from, to: to) ?? 0
        }
        let start = table.times[first]
        let times = (first...last).map { (table.times[$0] - start).seconds }
        let travelled = (first...last).map { grown("totalInterFrameDelay", first, $0) }
        // A picture is never shown after the snapshot that knows of it.
        let anchor =
            (first...last).filter { frames[$0] > 0 }
            .map { times[$0 - first] - travelled[$0 - first] }.min() ?? 0
        var (low, high) = (0.0, 0.0)
        func count(_ begin: Double, _ seconds: Double, _ number: Double) {
            frozenSeconds += seconds
            let most = max(seconds - (number - 1) * Self.shortestFreeze, seconds / number)
            low = max(low, seconds / number)
            high = max(high, most)
            let from = TimeDelta(seconds: max(begin, 0))
            spans.append(VideoContinuity.Span(start: from, end: max(from, TimeDelta(seconds: begin + most))))
        }
        for index in (first...last).dropFirst() {
            let seconds = grown("totalFreezesDuration", index - 1, index)
            let paused = grown("totalPausesDuration", index - 1, index)
            let number = max(grown("freezeCount", index - 1, index), 1)
            guard max(seconds, paused) > 0 else { continue }
            count(anchor + travelled[index - 1 - first], max(seconds, paused), seconds > 0 ? number : 1)
        }
        let end = times[last - first]
        let pictures = max(frames[last] - frames[first], 1)
        let mean = travelled[last - first] / pictures
        let lastShown = anchor + travelled[last - first]
        let open = end - lastShown
        var (sum, squares) = (travelled[last - first], grown("totalSquaredInterFrameDelay", first, last))
        if open >= max(3 * mean, mean + Self.shortestFreeze) {
            openSeconds = open
            count(lastShown, open, 1)
            sum += open
            squares += open * open
        }
        if squares > 0, sum > 0 { harmonicRate = sum / squares }
        longest = high - low < 0.005 ? .exactly(high) : .between(low, high)
    }
}
