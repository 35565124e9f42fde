public import RawMedia
import Units

/// Which sent picture each shown picture of a recording shows, in the order of time.
///
/// Ours. Both recordings run forwards, so that the sent pictures that are shown never go back: of all such sequences
/// the one is taken whose thumbnails correlate best with the shown ones (dynamic programming). A shown picture that
/// correlates by less than 0.8 with the sent picture it should show is unmatched: black before the first picture, or
/// something that was never sent. Brightness and contrast may differ. Only pictures up to 10 s apart are compared.
public struct FrameAlignment: Hashable, Sendable {
    /// The sent picture that each shown one shows, from 0; `nil` for an unmatched one.
    public let sources: [Int?]
    public let sentRate: FrameRate
    public let shownRate: FrameRate
    /// For each sent picture the first of those equal to it, sample by sample, that precede it without a break.
    private let stills: [Int]

    static let leastCorrelation: Float = 0.8
    /// How far apart the clocks of both recordings may be.
    static let reach = TimeDelta.seconds(10)
    /// The least share of shown pictures that must be matched for the recordings to belong together.
    static let leastShare = 0.5

    /// Aligns recordings by their pictures' thumbnails; neither may be empty.
    public init(sent: [FrameThumbnail], sentRate: FrameRate, shown: [FrameThumbnail], shownRate: FrameRate) {
        precondition(!sent.isEmpty && !shown.isEmpty, "recordings have pictures")
        (self.sentRate, self.shownRate) = (sentRate, shownRate)
        var stills: [Int] = []
        for index in sent.indices {
            let isStill = index > 0 && sent[index].print == sent[index - 1].print
            stills.append(isStill ? stills[index - 1] : index)
        }
        self.stills = stills
        sources = Self.path(sent, sentRate, shown, shownRate).map { $0.map { stills[$0] } }
    }

    /// Whether enough of what was shown is in what was sent.
    public var belongsTogether: Bool { Double(matchedCount) >= Self.leastShare * Double(sources.count) }

    public var matchedCount: Int { sources.count { $0 != nil } }
    public var unmatchedCount: Int { sources.count - matchedCount }

    /// The shown pictures that show something new, in order, each with the sent picture that it shows.
    public var distinct: [(shown: Int, sent: Int)] {
        var pairs: [(shown: Int, sent: Int)] = []
        for (shown, sent) in sources.enumerated() {
            guard let sent, sent != pairs.last?.sent else { continue }
            pairs.append((shown, sent))
        }
        return pairs
    }

    /// How many different pictures were sent between the first and the last that are shown, and are not shown.
    public var droppedCount: Int {
        let shown = distinct.map(\.sent)
        guard let first = shown.first, let last = shown.last else { return 0 }
        return Set(stills[first...last]).count - shown.count
    }

    /// How steadily the pictures were shown, by the clock of the recording of them.
    ///
    /// A picture shown again is no new one, unless it was sent again: a camera before something that stands still.
    public var continuity: VideoContinuity {
        var freezes = FreezeDetector(start: .start)
        for index in sources.indices where isNew(index) { freezes.show(at: time(index)) }
        return freezes.continuity(end: time(sources.count))
    }

    private func time(_ index: Int) -> Timestamp {
        .start + TimeDelta(seconds: Double(index) / shownRate.perSecond)
    }

    private func isNew(_ index: Int) -> Bool {
        guard let source = sources[index] else { return false }
        let before = sources[..<index].lastIndex { $0 != nil }
        guard let before, sources[before] == source else { return true }
        // The still was sent for so long: as often as that it may be shown and count as new.
        let run = sources[...index].lastIndex { $0 != nil && $0 != source }.map { $0 + 1 } ?? 0
        let begin = sources[run...].firstIndex(of: source) ?? index
        let sentFor = Double(stills[source...].prefix { $0 == source }.count) / sentRate.perSecond
        return Double(index - begin) / shownRate.perSecond < sentFor - 0.5 / shownRate.perSecond
    }

    /// The best sequence that never goes back.
    private static func path(
        _ sent: [FrameThumbnail],
        _ sentRate: FrameRate,
        _ shown: [FrameThumbnail],
        _ shownRate: FrameRate
    ) -> [Int?] {
        let unmatched = 1 - leastCorrelation
        var costs = [Float](repeating: .infinity, count: sent.count)
        var steps: [Step] = []
        steps.reserveCapacity(shown.count)
        var low = 0
        for (index, picture) in shown.enumerated() {
            let band = band(index, sent.count, sentRate, shownRate)
            var (least, place) = (index == 0 ? 0 : Float.infinity, Int32(low))
            func consider(_ source: Int) {
                // Of equal ways the one that stays is taken, so that a repeated picture shows what it did before.
                if costs[source] <= least { (least, place) = (costs[source], Int32(source)) }
            }
            for source in low..<band.lowerBound { consider(source) }
            var step = Step(band: band)
            for source in band {
                consider(source)
                let distance = 1 - picture.correlation(sent[source])
                step.froms.append(place)
                step.isMatch.append(distance <= unmatched)
                costs[source] = least + min(distance, unmatched)
            }
            low = band.lowerBound
            steps.append(step)
        }
        guard let last = steps.last?.band, var place = last.min(by: { costs[$0] < costs[$1] }) else { return [] }
        var sources = [Int?](repeating: nil, count: shown.count)
        for index in shown.indices.reversed() {
            let step = steps[index]
            let offset = place - step.band.lowerBound
            if step.isMatch[offset] { sources[index] = place }
            place = Int(step.froms[offset])
        }
        return sources
    }

    /// The ways to the sent pictures that one shown picture may show.
    private struct Step {
        let band: Range<Int>
        /// What each came from.
        var froms: [Int32] = []
        var isMatch: [Bool] = []
    }

    /// The sent pictures within reach of a shown one; the last where it comes too late for any.
    private static func band(_ index: Int, _ count: Int, _ sentRate: FrameRate, _ shownRate: FrameRate) -> Range<Int> {
        let time = Double(index) / shownRate.perSecond
        let low = Int(((time - reach.seconds) * sentRate.perSecond).rounded(.down))
        let high = Int(((time + reach.seconds) * sentRate.perSecond).rounded(.up)) + 1
        let from = min(max(low, 0), count - 1)
        return from..<max(min(high, count), from + 1)
    }
}
