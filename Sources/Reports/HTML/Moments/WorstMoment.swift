import QualityModels
public import Results
public import Units

/// The seconds of a call that deserve to be looked at: where the most was lost in one direction.
public struct WorstMoment: Hashable, Sendable {
    public let receiver: Party
    /// Seconds since the call began.
    public let from: Int
    /// Seconds.
    public let length: Int

    /// How long a moment is where the call is not shorter.
    public static let lengthMax = 8
    /// Longer calls than twelve days have no moment: nobody holds them.
    private static let secondsMax = 1_000_000

    /// Finds the stretch with the most unusable seconds, one without fit sound counting twice one without fit pictures.
    ///
    /// Among equals it is the one with the longest freeze, then the middle of those that follow each other. Where no second
    /// is lost it lies in the window with the lowest score. `nil` for a call of which nothing is known.
    public init?(of record: CallRecord, timeline: CallTimeline? = nil) {
        let candidates = record.directions.compactMap { direction in
            Self.worst(of: direction, in: record, freezes: timeline?[direction.to].freezes ?? [])
        }
        guard let worst = candidates.max(by: { $0.weight < $1.weight }) else { return nil }
        self = worst.moment
    }

    private init(_ receiver: Party, from: Int, length: Int) {
        (self.receiver, self.from, self.length) = (receiver, from, length)
    }

    private typealias Candidate = (moment: WorstMoment, weight: (Int, Double, Double))

    private static func worst(
        of direction: DirectionRecord,
        in record: CallRecord,
        freezes: [ClosedRange<Double>]
    ) -> Candidate? {
        let callLength = Int(record.length.seconds.rounded(.up))
        let course = direction.usability.flatMap { $0.seconds <= min(callLength, secondsMax) ? $0.course : nil }
        let states = course?.states ?? []
        let lowest = direction.windows["audio.mos"].flatMap { scores in
            scores.enumerated().min { ($0.element, $0.offset) < ($1.element, $1.offset) }
        }
        let score = lowest.map { -$0.element } ?? 0
        guard states.contains(where: { $0 != .usable }) else {
            guard let lowest, callLength > 0 else { return nil }
            let length = min(lengthMax, callLength)
            let from = min(10 * lowest.offset + 1, callLength - length)
            return (WorstMoment(direction.to, from: max(from, 0), length: length), (0, 0, score))
        }
        // Seconds count once sound or pictures are due, from some second to the end.
        let first = max(callLength - states.count, 0)
        let length = min(lengthMax, states.count)
        let weights = (0...(states.count - length)).map { start in
            (
                states[start..<start + length].reduce(0) { $0 + ($1 == .usable ? 0 : $1 == .audioOnly ? 1 : 2) },
                longestFreeze(within: Double(first + start)...Double(first + start + length), of: freezes)
            )
        }
        guard let best = weights.max(by: <), let start = weights.firstIndex(where: { $0 == best }) else { return nil }
        let end = weights[start...].firstIndex { $0 != best } ?? weights.endIndex
        return (
            WorstMoment(direction.to, from: first + (start + end - 1) / 2, length: length), (best.0, best.1, score)
        )
    }

    private static func longestFreeze(within range: ClosedRange<Double>, of freezes: [ClosedRange<Double>]) -> Double {
        freezes.map { min($0.upperBound, range.upperBound) - max($0.lowerBound, range.lowerBound) }.max() ?? 0
    }
}

extension SecondCourse {
    /// The state of every second.
    var states: [SecondState] { runs.flatMap { repeatElement($0.state, count: $0.count) } }
}
